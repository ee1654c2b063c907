"""What is known of the owners there: seen, gone, and by that agreed or not.

A link that somebody else is writing (a move that gives its record away) is left alone and never waited for: what the
move leaves behind says that the owner there has to be read again.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from customers.actions.ownership import MODELS
from customers.kinds import LinkedKind, RecordKind
from customers.models import Connection, Contact, LinkState, RecordLink, VendorPerson
from customers.models.record_link import CHANGING, UNDER_WAY
from customers.syncing import contacts, noting

#: The kinds of `importing/fields.py` that have an owner to keep at one.
KINDS = {f"{kind.name.lower()}s": kind for kind in LinkedKind}

#: States that another owner there does not change: Baton is still to write, or could not.
KEPT = (LinkState.WAITING, LinkState.ASKED, LinkState.REFUSED, LinkState.FULL, LinkState.FAILED)


@transaction.atomic
def seen(connection: Connection, kind: LinkedKind, owners: Mapping[str, str], *, at: datetime.datetime) -> int:
    """Whom these records (by id there) belong to, as read from `at` on; new ones are linked. How many differ now.

    Older than what is known already, it changes nothing.
    """
    _link(connection, kind, owners, at)
    rows = list(
        _of(connection, kind, list(owners)).filter(seen_at__lte=at).order_by("pk").select_for_update(skip_locked=True)
    )
    if kind == LinkedKind.CONTACT:
        rows = contacts.still_with_customer(rows, owners)
    people = wanted(connection, rows)
    differed = [row for row in rows if row.state != LinkState.AGREED]
    told = differed if kind == LinkedKind.CONTACT else rows
    store([row for row in told if _told(row, owners[row.source_id], people[row.pk])])
    RecordLink.objects.filter(pk__in=[row.pk for row in rows]).update(seen_at=at)
    agreed(connection, differed, at=at)
    return sum(row.state == LinkState.CONFLICT for row in rows)


def store(rows: Sequence[RecordLink]) -> None:
    """Write back links whose `CHANGING` columns may have changed: as rows of values, which takes a small part of the
    time that Django needs to make `bulk_update`'s CASE for each column.
    """
    RecordLink.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=CHANGING)


def _link(connection: Connection, kind: LinkedKind, owners: Mapping[str, str], at: datetime.datetime) -> None:
    """Link the records of the book that are these there and have no link yet."""
    known = set(_of(connection, kind, list(owners)).values_list("source_id", flat=True))
    if fresh := owners.keys() - known:
        found = records(kind)[0].filter(source=connection.source, source_id__any_of=fresh)
        here = dict(found.values_list("source_id", "pk"))
        common = {"connection": connection, "kind": kind, "seen_at": at, "state": LinkState.CONFLICT}
        rows = [
            RecordLink(record_id=here[id_], source_id=id_, owner_there=there, **common)
            for id_, there in owners.items()
            if id_ in here
        ]
        if kind == LinkedKind.CONTACT:
            rows = contacts.with_customer(connection, rows)
        RecordLink.objects.bulk_create(rows, ignore_conflicts=True)


def _told(row: RecordLink, there: str, person: VendorPerson | None) -> bool:
    """Take in who owns a record there, where `person` owns it here; whether that changes anything.

    While somebody else may still get it there, because they were asked for, nothing is agreed upon.
    """
    before = [getattr(row, name) for name in CHANGING]
    is_news = row.owner_there != there or row.gone_at is not None
    row.owner_there, row.gone_at = there, None
    is_asked = row.state in UNDER_WAY and row.wanted_there not in ("", there)
    if person is not None and person.vendor_id == there and not is_asked:
        agree(row, there)
    elif row.state not in KEPT and (is_news or row.state != LinkState.SETTLED):
        row.state = LinkState.CONFLICT
    return before != [getattr(row, name) for name in CHANGING]


def agreed(connection: Connection, rows: Sequence[RecordLink], *, at: datetime.datetime) -> None:
    """What follows for the customers among these links if both sides have come to agree about their owners."""
    customers = [row for row in rows if row.kind == LinkedKind.CUSTOMER and row.state == LinkState.AGREED]
    contacts.follow(connection, customers, at=at)
    noting.agreed(connection, customers, at=at)


def agree(row: RecordLink, owner: str) -> None:
    """Both sides say the same."""
    row.state, row.due_at, row.attempts, row.code, row.detail = LinkState.AGREED, None, 0, "", ""
    row.expected_there, row.wanted_there = owner, ""


@transaction.atomic
def gone(connection: Connection, kind: LinkedKind, ids: Sequence[str], *, at: datetime.datetime) -> int:
    """These records are deleted there; how many of ours that were."""
    rows = _of(connection, kind, ids).filter(seen_at__lte=at, gone_at=None)
    free = list(rows.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True))
    return RecordLink.objects.filter(pk__in=free).update(
        state=LinkState.GONE, gone_at=at, seen_at=at, due_at=None, owner_there="", wanted_there="", code="", detail=""
    )


def _of(connection: Connection, kind: LinkedKind, ids: Sequence[str]) -> QuerySet[RecordLink]:
    return RecordLink.objects.filter(connection=connection, kind=kind, source_id__any_of=ids)


def wanted(connection: Connection, rows: Sequence[RecordLink]) -> dict[int, VendorPerson | None]:
    """Who at the vendor the present owner of each record here is, by link; None for nobody there."""
    by_kind: dict[int, list[RecordLink]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    owners: dict[int, int] = {}
    for kind, links in by_kind.items():
        found, owner = records(kind)
        by_record = dict(found.filter(pk__in=[link.record_id for link in links]).values_list("pk", owner))
        owners |= {link.pk: by_record[link.record_id] for link in links if link.record_id in by_record}
    people = {each.person_id: each for each in connection.people.filter(person__in=set(owners.values()))}
    return {row.pk: people.get(owners.get(row.pk, 0)) for row in rows}


def records(kind: int) -> tuple[QuerySet[Any], str]:
    """The records of a kind here, and where their owner stands: a contact's is its customer's."""
    if kind == LinkedKind.CONTACT:
        return Contact.objects.all(), "customer__owner"
    return MODELS[RecordKind(kind)]._default_manager.all(), "owner"
