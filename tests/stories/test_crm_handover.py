"""The whole job against each CRM, through pages and REST, with a real worker: nothing moves twice, nothing is lost,
and both sides agree in the end, whatever happens on the way.
"""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from accounts.models import User
from customers.kinds import LinkedKind, RecordKind
from customers.models import Contact, Customer, LinkState, RecordLink
from demo.crm.job import Job
from tests.crm import followers
from tests.stories.crms import CRMS, served
from tests.stories.crms.acting import Held, settle
from tests.stories.crms.there import There
from tests.worker import Workers, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.slow]

LEAVER = "陈静"


@pytest.fixture(params=CRMS)
def there(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[There]:
    with served(request.param) as found:
        settings.STAND_INS = found.system.stand_ins
        settings.CONNECTION_WAITS = (datetime.timedelta(0), datetime.timedelta(0))
        yield found


def in_the_plan(job: Job) -> set[str]:
    """The records that are to move, by their id there."""
    lines = {(line["kind"], line["record"]) for line in job.cast.manager.all(f"plans/{job.plan}/assignments/")}
    return {
        link.source_id
        for link in RecordLink.objects.all()
        if (LinkedKind(link.kind).name.lower(), link.record_id) in lines
    }


def test_a_book_kept_in_a_crm_is_handed_over_and_back(workers: Workers, there: There, job: Job) -> None:
    given = {"STAND_INS": there.stand_ins}

    # Connect and read, on a bad day
    pk = job.connect(there.crm)
    there.reading_goes_wrong()
    worker = workers.worker(**given)
    workers.beat(**given)
    counts = job.read(pk)
    assert not any(fault.times for fault in there.system.faults)
    assert counts.get("pool", 0) == (2 if there.crm.vendor == "fxiaoke" else 0)
    mine = there.owned(LEAVER)
    leaver = User.objects.get(name=LEAVER)
    linked = RecordLink.objects.filter(connection=pk, owner_there__in=leaver.at_vendors.values("vendor_id"))
    assert set(linked.values_list("source_id", flat=True)) == set(mine)
    assert len(mine) > 40
    assert Contact.objects.exists()
    assert job.compare(pk)

    # Prepare, and meanwhile two customers are given to somebody else at the CRM
    job.register()
    job.plan_it()
    job.work_off()
    kept, taken = mine[:2]
    planned = in_the_plan(job)
    assert {kept, taken} < planned <= set(mine), "what is closed stays"
    for id_ in (kept, taken):
        there.give(id_, there.third)

    # Move; the worker is killed when its first write has taken effect and nobody has heard of it
    held = Held(there.system, there.is_write)
    assert job.move() == len(planned)
    wait_for(lambda: held.caught, "the worker to write owners")
    workers.kill(worker)
    held.release()
    there.writing_goes_wrong()
    workers.worker(**given)
    workers.beat(**given)  # the one before may have lost its knock with the worker
    job.write_out(pk)
    noted = RecordLink.objects.filter(kind=RecordKind.CUSTOMER, source_id__in=planned - {kept, taken}).count()
    assert job.notes(pk) == (0 if there.crm.vendor == "fxiaoke" else noted)

    # Conflicts are reported, not overwritten, and settled by a person
    assert not job.compare(pk)
    states = dict(RecordLink.objects.filter(connection=pk).values_list("source_id", "state"))
    assert {id_ for id_, state in states.items() if state != LinkState.AGREED} == {kept, taken}
    assert {states[kept], states[taken]} == {LinkState.CONFLICT}
    assert there.owner(kept) == there.owner(taken) == there.third
    went = planned - {kept, taken}
    assert there.writes == Counter(went | followers(went))
    settle(job, pk, [kept], "take")
    settle(job, pk, [taken], "write")
    job.write_out(pk)
    assert job.compare(pk)
    assert Customer.objects.get(source_id=kept).owner.name == there.third
    assert there.writes == Counter((planned - {kept}) | followers(planned))
    assert set(there.owned(LEAVER)) == set(mine) - planned - followers(planned)

    # Undo goes out the same way
    there.writing_goes_wrong()
    job.undo()
    job.write_out(pk)
    assert job.compare(pk)
    assert set(there.owned(LEAVER)) == set(mine) - {kept} - followers([kept])
    back = (planned - {kept}) | followers(planned - {kept})
    assert there.writes == Counter(dict.fromkeys(back, 2) | dict.fromkeys(followers([kept]), 1))

    # What changes there afterwards comes in; what is deleted there is not asked of it any more
    changed, deleted = there.owned(there.third)[0], taken
    there.rename(changed, "改名后的客户")
    there.delete(deleted)
    job.read(pk)
    assert Customer.objects.get(source_id=changed).name == "改名后的客户"
    assert job.compare(pk)
    assert RecordLink.objects.get(connection=pk, source_id=deleted, kind=1).state == LinkState.GONE
    assert Customer.objects.filter(source_id=deleted).exists()
