"""What `make demo-crm` shows: one handover over two CRMs."""

from collections.abc import Sequence

from demo.cast import DOMAIN, PASSWORD
from demo.crm.job import Cast, Crm, Job, Say
from demo.crm.person import Person

#: Who administers, plans, approves, supervises, leaves and takes over.
PARTS = ("admin", "manager", "marcus.hale", "supervisor", "chen.jing", "successor", "zhao.min")


def cast(base: str) -> Cast:
    """The people of the demo firm, signed in at the Baton that answers at `base`."""
    admin, manager, approver, supervisor, leaver, *successors = (
        Person(base, f"{name}@{DOMAIN}", PASSWORD) for name in PARTS
    )
    return Cast(admin, manager, approver, supervisor, leaver, successors)


def play(base: str, crms: Sequence[Crm], say: Say) -> bool:
    """Connect, read, hand over, write out, compare; whether all owners agree. Raises `Unexpected`."""
    job = Job(cast(base), say)
    connections = [job.connect(crm) for crm in crms]
    for connection in connections:
        job.read(connection)
    job.register()
    job.plan_it()
    job.work_off()
    job.move()
    for connection in connections:
        job.write_out(connection)
        job.notes(connection)
    agreed = [job.compare(connection) for connection in connections]
    return all(agreed)
