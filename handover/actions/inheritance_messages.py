"""Who is told what while successors take customers on."""

import datetime
from collections.abc import Iterable

from accounts.models import User
from handover.models import Inheritance, Plan, PlanState
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
    name = inheritance.departure.leaver.name if inheritance.departure else inheritance.from_owner.name
    supervisor = inheritance.departure.supervisor_id if inheritance.departure else None
    leave_many(
        letters=[
            Letter(
                kind=kind,
                recipient_id=person,
                key=f"inheritance:{inheritance.pk}:{kind}:{at.isoformat()}:{person}",
                url=inheritance.get_absolute_url(),
                subject_kind=inheritance.customer._meta.label_lower,
                subject_id=inheritance.customer_id,
                params={
                    "name": name,
                    "by": by.name,
                    "customer": inheritance.customer.name,
                    "relation": _relation(person, supervisor, inheritance),
                    **words,
                },
            )
            for person in sorted(one for one in people if one and one != by.pk)
        ],
        at=at,
    )


def _relation(person: int, supervisor: int | None, inheritance: Inheritance) -> str:
    if not inheritance.departure:
        return ""
    if person == inheritance.successor_id:
        return "successor"
    return "supervisor" if person == supervisor else "planner"
