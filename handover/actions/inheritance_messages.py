"""Who is told what while successors take customers on."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from handover import workdays
from handover.dates import zone
from handover.models import Inheritance, Plan, PlanState, Transfer
from handover.reminders import AFTERCARE
from notices.actions import Letter, leave_many


def returned(inheritance: Inheritance, *, by: User, at: datetime.datetime) -> None:
    """Tell whoever planned it and the supervisor that a successor sends a customer back, and why."""
    plan = Plan.objects.filter(state=PlanState.APPROVED, **_occasion(inheritance)).first()
    supervisor = inheritance.departure.supervisor_id if inheritance.departure else None
    people = {plan.made_by_id if plan else None, supervisor}
    words = {"reason": inheritance.return_reason}
    _leave("inheritance_returned", inheritance, people, by=by, at=at, words=words)


def kept(inheritance: Inheritance, *, by: User, at: datetime.datetime) -> None:
    """Tell the successor that a customer they sent back stays with them, and why."""
    people = [inheritance.successor_id]
    _leave("inheritance_kept", inheritance, people, by=by, at=at, words={"reason": inheritance.kept_note})


def remind_of_contacts(*, at: datetime.datetime) -> int:
    """Remind successors in transfers of customers that have not heard from them: on the day they should have, and on
    the next working day. Returns how many notices that makes; departures have their ladder (`handover/reminders.py`).
    """
    rows = (
        Inheritance.objects.standing().without_contact().filter(transfer__isnull=False, arrived_at__gt=at - AFTERCARE)
    )
    grouped = rows.order_by().values("transfer", "successor", "from_owner__name", "contact_due_on")
    counted = grouped.annotate(count=Count("pk")).order_by("transfer", "successor", "contact_due_on")
    found: list[dict[str, Any]] = [dict(row) for row in counted]
    people = User.objects.select_related("office").in_bulk({row["successor"] for row in found})
    letters = [_due(kind, row) for row in found for kind in _kinds(people[row["successor"]], row["contact_due_on"], at)]
    return len(leave_many(letters=letters, at=at))


def _kinds(person: User, due_on: datetime.date, at: datetime.datetime) -> list[str]:
    """The last of the two reminders whose day has come for `person`."""
    morning = datetime.timedelta(hours=settings.REMIND_FROM_HOUR)
    today = (at.astimezone(zone(person)) - morning).date()
    if today >= workdays.shift(due_on, 1, person.office):
        return ["contacts_overdue"]
    return ["contacts_due"] if today >= due_on else []


def _due(kind: str, row: dict[str, Any]) -> Letter:
    day = row["contact_due_on"]
    return Letter(
        kind=kind,
        recipient_id=row["successor"],
        key=f"inheritance:{kind}:{row['transfer']}:{row['from_owner__name']}:{day}:{row['successor']}"[:200],
        url=reverse("inherited") + "?tab=accepted&quiet=on",
        subject_kind=Transfer._meta.label_lower,
        subject_id=row["transfer"],
        params={
            "name": row["from_owner__name"],
            "count": row["count"],
            "first_on": day.isoformat(),
            "last_on": day.isoformat(),
            "relation": "transfer",
        },
    )


def _occasion(inheritance: Inheritance) -> dict[str, int | None]:
    if inheritance.departure_id:
        return {"departure": inheritance.departure_id}
    return {"transfer": inheritance.transfer_id}


def _leave(
    kind: str,
    inheritance: Inheritance,
    people: Iterable[int | None],
    *,
    by: User,
    at: datetime.datetime,
    words: dict[str, str],
) -> None:
    told = sorted(one for one in people if one and one != by.pk)
    leave_many(letters=[_letter(kind, inheritance, person, by=by, at=at, words=words) for person in told], at=at)


def _letter(
    kind: str, inheritance: Inheritance, person: int, *, by: User, at: datetime.datetime, words: dict[str, str]
) -> Letter:
    about = {"by": by.name, "customer": inheritance.customer.name, "relation": _relation(person, inheritance)}
    return Letter(
        kind=kind,
        recipient_id=person,
        key=f"inheritance:{inheritance.pk}:{kind}:{at.isoformat()}:{person}",
        url=inheritance.get_absolute_url(),
        subject_kind=inheritance.customer._meta.label_lower,
        subject_id=inheritance.customer_id,
        params={"name": inheritance.from_owner.name, **about, **words},
    )


def _relation(person: int, inheritance: Inheritance) -> str:
    if not inheritance.departure:
        return ""
    if person == inheritance.successor_id:
        return "successor"
    return "supervisor" if person == inheritance.departure.supervisor_id else "planner"
