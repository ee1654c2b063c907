"""Settling what Baton and another CRM say differently about an owner."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import audit
from accounts.models import User
from customers.actions import ownership
from customers.kinds import LinkedKind, RecordKind
from customers.models import Connection, LinkState, RecordLink
from customers.syncing import contacts
from web.errors import Refused

#: So many links are settled in one go.
MOST = 200


class Deed(TextChoices):
    """How a difference is settled."""

    WRITE = "write", gettext_lazy("Write Baton's owner there again")
    TAKE = "take", gettext_lazy("Take the CRM's owner over")
    LEAVE = "leave", gettext_lazy("Leave it, with a reason")


def that_can_be(links: QuerySet[RecordLink], deed: Deed, connection: Connection) -> QuerySet[RecordLink]:
    """Those of `links` of `connection` that `deed` can settle."""
    if deed == Deed.LEAVE:
        return links
    links = links.filter(gone_at=None)
    if deed == Deed.WRITE:
        return links
    known = connection.people.filter(person__isnull=False)
    return links.exclude(kind=LinkedKind.CONTACT).filter(owner_there__in=known.values("vendor_id"))


@transaction.atomic
def settle(
    *, connection: Connection, links: Sequence[int], deed: Deed, reason: str = "", by: User, at: datetime.datetime
) -> int:
    """Settle these links; how many were. Those that agree, that wait for the customer, that can't be settled like this
    or that a move took back since they were read are left alone.

    Raises `Refused` for all when one can't be: the owner there is nobody here who can receive, or a reason is missing.
    """
    open_states = [state for state in LinkState if state not in (LinkState.AGREED, LinkState.ASKED)]
    rows = RecordLink.objects.filter(connection=connection, pk__in=links[:MOST], state__in=open_states)
    found = list(rows.order_by("pk"))  # not locked: a move locks records before their links
    if deed == Deed.LEAVE:
        settled = _leave(found, reason.strip(), by)
    elif deed == Deed.WRITE:
        settled = _write(found, at)
    else:
        settled = _take(connection, found, by, at)
    if settled:
        details = {"connection": connection.name, "deed": str(deed), "count": settled, "reason": reason.strip()}
        audit.record(verb="connection.settled", subject=connection, by=by, at=at, details=details)
    return settled


def try_again(*, connection: Connection, by: User, at: datetime.datetime) -> int:
    """Send everything again that could not be written; how many there are."""
    failed = RecordLink.objects.filter(connection=connection, state=LinkState.FAILED)
    count = failed.update(state=LinkState.WAITING, due_at=at, attempts=0, code="", detail="")
    details = {"connection": connection.name, "deed": "again", "count": count}
    audit.record(verb="connection.settled", subject=connection, by=by, at=at, details=details)
    return count


def _leave(rows: Iterable[RecordLink], reason: str, by: User) -> int:
    if not reason:
        raise Refused(_("Say why it stays as it is."), code="reason_missing", status=422)
    left = {"state": LinkState.SETTLED, "reason": reason[:300], "settled_by": by, "due_at": None}
    return sum(_as_read(row).update(**left, wanted_there="", code="", detail="") for row in rows)


def _as_read(row: RecordLink) -> QuerySet[RecordLink]:
    """The link, unless a move has left it waiting since it was read: what is to be written then stays to be written."""
    return RecordLink.objects.filter(pk=row.pk, state=row.state, due_at=row.due_at, owner_there=row.owner_there)


def _write(rows: Iterable[RecordLink], at: datetime.datetime) -> int:
    """The owner there was seen by whoever says so, and may be replaced; any other may not."""
    waits = {"state": LinkState.WAITING, "due_at": at, "attempts": 0, "wanted_there": "", "reason": ""}
    return sum(
        _as_read(row).update(**waits, expected_there=row.owner_there, code="", detail="")
        for row in rows
        if row.gone_at is None
    )


def _take(connection: Connection, rows: Sequence[RecordLink], by: User, at: datetime.datetime) -> int:
    there = {row.owner_there for row in rows} - {""}
    people = {
        each.vendor_id: each.person for each in connection.people.filter(vendor_id__in=there).select_related("person")
    }
    taken = sum(_take_one(row, people.get(row.owner_there), by, at) for row in rows)
    agreed = RecordLink.objects.filter(pk__in=[row.pk for row in rows], kind=LinkedKind.CUSTOMER)
    contacts.follow(connection, list(agreed.filter(state=LinkState.AGREED)), at=at)
    return taken


def _take_one(row: RecordLink, person: User | None, by: User, at: datetime.datetime) -> int:
    """1, or 0 when there is nothing to take over, as of a contact, which has no owner here. The record is locked before
    its link is looked at, as a move does.
    """
    if row.kind == LinkedKind.CONTACT:
        return 0
    records = ownership.MODELS[RecordKind(row.kind)]._default_manager.select_for_update(no_key=True)
    record = records.filter(pk=row.record_id).first()
    if row.gone_at is not None or record is None or not _as_read(row).exists():
        return 0
    if person is None:
        text = _("The owner of “%(record)s” there is nobody here.") % {"record": record}
        raise Refused(text, code="nobody_here", status=422)
    if record.owner_id != person.pk:
        ownership.change(record=record, to=person, by=by, at=at)
        row.state, row.due_at = LinkState.WAITING, at
    agreed = {"state": LinkState.AGREED, "due_at": None, "expected_there": row.owner_there, "wanted_there": ""}
    return _as_read(row).update(**agreed, code="", detail="", reason="")
