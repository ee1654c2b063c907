"""The demo firm's CRM: what it brought, and where it names other owners. Nobody is called: it may not write there."""

import datetime

from accounts.models import User
from accounts.permissions import Role
from customers.kinds import RecordKind
from customers.models import (
    Connection,
    ConnectionRun,
    Customer,
    LinkState,
    NoteState,
    RecordLink,
    RecordNote,
    RunKind,
    RunState,
    VendorPerson,
)
from web.secrets import encrypted

LINKED, NOTED = 60, 12
FIRST_ID = 5_540_001_000_001
#: Whose links are not simply agreed: place in the list, state, and what else there is to say.
ODD: tuple[tuple[int, LinkState, dict[str, str]], ...] = (
    (4, LinkState.CONFLICT, {}),
    (11, LinkState.CONFLICT, {}),
    (23, LinkState.CONFLICT, {}),
    (31, LinkState.FAILED, {"code": "inactive_there"}),
    (38, LinkState.GONE, {}),
    (47, LinkState.SETTLED, {"reason": "两个办公室共同负责的客户，保持不变。"}),
)


def seed_connection(people: dict[str, User], now: datetime.datetime) -> None:
    """One connection that was read this morning, with sixty customers and six of them to talk about."""
    connection = Connection.objects.create(
        vendor="zoho",
        name="Zoho CRM",
        source="zoho",
        values={"region": "cn", "environment": "production", "client_id": "1000.DEMO"},
        secrets=encrypted("{}"),
        next_read_at=now + datetime.timedelta(days=36_500),
        answered_as="Ada Park",
    )
    reps = [person for person in people.values() if person.role == Role.REP]
    VendorPerson.objects.bulk_create(
        VendorPerson(
            connection=connection, vendor_id=str(FIRST_ID + rep.pk), name=rep.name, email=rep.email, person=rep
        )
        for rep in reps
    )
    _links(connection, reps, now, people["admin"])
    _runs(connection, now)


def _links(connection: Connection, reps: list[User], now: datetime.datetime, admin: User) -> None:
    customers = Customer.objects.filter(owner__in=reps).order_by("pk")[:LINKED]
    odd = {place: (state, more) for place, state, more in ODD}
    links = []
    for place, customer in enumerate(customers):
        state, more = odd.get(place, (LinkState.AGREED, {}))
        differs = state in (LinkState.CONFLICT, LinkState.FAILED, LinkState.SETTLED)
        owner = next(rep.pk for rep in reps if rep.pk != customer.owner_id) if differs else customer.owner_id
        links.append(
            RecordLink(
                connection=connection,
                kind=RecordKind.CUSTOMER,
                record_id=customer.pk,
                source_id=str(FIRST_ID * 10 + place),
                owner_there="" if state == LinkState.GONE else str(FIRST_ID + owner),
                expected_there=str(FIRST_ID + customer.owner_id),
                seen_at=now,
                gone_at=now if state == LinkState.GONE else None,
                state=state,
                settled_by=admin if state == LinkState.SETTLED else None,
                **more,
            )
        )
    RecordLink.objects.bulk_create(links)
    _notes(connection, links[:NOTED], now)


def _notes(connection: Connection, links: list[RecordLink], now: datetime.datetime) -> None:
    """What was left when it still might write: a note on each but the last."""
    told = {"connection": connection, "asked_at": now - datetime.timedelta(days=3)}
    RecordNote.objects.bulk_create(
        RecordNote(link=link, change_id=link.pk, state=NoteState.WRITTEN, **told) for link in links[:-1]
    )
    RecordNote.objects.create(link=links[-1], change_id=links[-1].pk, state=NoteState.FAILED, code="gone", **told)


def _runs(connection: Connection, now: datetime.datetime) -> None:
    for what, hours, counts in (
        (RunKind.IN, 26, {"read": LINKED * 5, "people": 4}),
        (RunKind.CHECK, 3, {"compared": LINKED, "differ": 3, "gone": 1}),
        (RunKind.IN, 1, {"read": 7}),
    ):
        at = now - datetime.timedelta(hours=hours)
        ConnectionRun.objects.create(
            connection=connection, what=what, state=RunState.DONE, started_at=at, finished_at=at, counts=counts
        )
