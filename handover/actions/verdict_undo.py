"""Taking back what was just said about customers: they stand as they did before, as the audit row of it remembers."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import AuditEntry, User
from handover.actions import samples
from handover.models import FINAL_VERDICTS, Departure, Verdict, Verification
from handover.verifying.verdicts import SAYINGS, Part, check_open
from web.errors import Refused

#: Of more rows than this nothing is remembered: who said so much at once meant it.
MOST = 500
TEXTS, PEOPLE = ("statement", "answer", "settlement"), ("stated_by_id", "settled_by_id")
MOMENTS = ("stated_at", "answered_at", "settled_at")
VERBS: dict[str, Verdict] = {
    "verification.stated": Verdict.STATED,
    "verification.confirmed": Verdict.CONFIRMED,
    "verification.disputed": Verdict.DISPUTED,
    "verification.settled": Verdict.SETTLED,
    "verification.sent_back": Verdict.WAITING,
}
#: By whose part it was said: when and by whom, as columns.
STAMPS = {
    Part.LEAVER: ("stated_at", "stated_by"),
    Part.SUCCESSOR: ("answered_at", "successor"),
    Part.SUPERVISOR: ("settled_at", "settled_by"),
}


def before(rows: Iterable[Verification]) -> dict[str, dict[str, Any]]:
    """How some rows stand, by id, for the audit row of what is said next; nothing of more than `MOST`."""
    found = list(rows)
    return {str(row.pk): _kept(row) for row in found} if len(found) <= MOST else {}


def said(departure: Departure, at: datetime.datetime, by: User) -> AuditEntry | None:
    """The audit row of what `by` said at that moment about customers of a departure."""
    return AuditEntry.objects.about(departure).filter(by=by, at=at, verb__in=VERBS).first()


@transaction.atomic
def take_back(*, departure: Departure, said_at: datetime.datetime, by: User, at: datetime.datetime) -> int:
    """Take back what `by` said at that moment, where nobody has said anything since; returns about how many customers.

    Raises `Refused`: `not_now`, `signed_off`.
    """
    departure = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    check_open(departure)
    entry = said(departure, said_at, by)
    former: dict[str, dict[str, Any]] = entry.details.get("before", {}) if entry else {}
    found = list(_unchanged(departure, entry, former)) if entry else []
    if not found:
        raise Refused(_("This can't be taken back any more: somebody has gone on with it."), code="not_now")
    for row in found:
        _restore(row, former[str(row.pk)])
    Verification.objects.bulk_update(found, ["verdict", *TEXTS, "stated_by", "settled_by", *MOMENTS], batch_size=1000)
    unsettled = [row.customer_id for row in found if row.verdict not in FINAL_VERDICTS]
    samples.forget(departure=departure, customers=unsettled)
    audit.record(verb="verification.taken_back", subject=departure, by=by, at=at, details=_details(found))
    return len(found)


def _unchanged(departure: Departure, entry: AuditEntry, former: Mapping[str, Any]) -> Iterable[Verification]:
    verdict = VERBS[entry.verb]
    moment, person = STAMPS[SAYINGS[verdict].part]
    rows = departure.verifications.filter(pk__in=list(former), verdict=verdict, **{moment: entry.at, person: entry.by})
    return rows.select_related("customer", "successor").select_for_update(of=("self",))


def _kept(row: Verification) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("verdict", *TEXTS, *PEOPLE)}
    values |= {name: moment.isoformat() for name in MOMENTS if (moment := getattr(row, name))}
    return {name: value for name, value in values.items() if value}


def _restore(row: Verification, kept: Mapping[str, Any]) -> None:
    row.verdict = kept["verdict"]
    for name in TEXTS:
        setattr(row, name, kept.get(name, ""))
    for name in PEOPLE:
        setattr(row, name, kept.get(name))
    for name in MOMENTS:
        setattr(row, name, parse_datetime(kept[name]) if name in kept else None)


def _details(found: list[Verification]) -> dict[str, Any]:
    if len(found) > 1:
        return {"rows": len(found)}
    row = found[0]
    customer = row.customer.name if row.customer else None
    return {"verification": row.pk, "customer": customer, "successor": row.successor.name}
