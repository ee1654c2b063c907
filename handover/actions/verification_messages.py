"""Who is told what while records are verified: one notice per person, step and day, not one per customer."""

import datetime
from collections import Counter
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from handover.checklist.responsible import leaver_answers
from handover.dates import zone
from handover.models import Departure, Verdict, Verification
from handover.relations import why_told
from notices.actions import leave


def to_state(*, departure: Departure, at: datetime.datetime) -> None:
    """Tell the leaver (or the supervisor who stands in) that customers wait for their statement."""
    person = departure.leaver if leaver_answers(departure, at) else departure.supervisor
    waiting = departure.verifications.filter(verdict=Verdict.WAITING).count()
    _tell("verification_to_state", departure, [person], at=at, words={"count": waiting})


def said(
    *, departure: Departure, verdict: str, rows: list[Verification], note: str, by: User, at: datetime.datetime
) -> None:
    """Tell whoever is next after `by` said `verdict` about `rows`, and the supervisor when all is verified."""
    first = rows[0].customer.name if rows[0].customer else ""
    about: dict[str, str | int] = {"customer": first, "note": note}
    stating = departure.leaver if leaver_answers(departure, at) else departure.supervisor
    if verdict == Verdict.STATED:
        counts = Counter(row.successor for row in rows)
        for successor, count in counts.items():
            _tell("verification_to_confirm", departure, [successor], at=at, by=by, words={"count": count})
    elif verdict == Verdict.DISPUTED:
        _tell("verification_disputed", departure, [departure.supervisor], at=at, by=by, words=about)
    elif verdict == Verdict.SETTLED:
        _tell("verification_settled", departure, [stating, rows[0].successor], at=at, by=by, words=about)
    elif verdict == Verdict.WAITING:
        _tell("verification_sent_back", departure, [stating], at=at, by=by, words=about)
    if not departure.verifications.unfinished().exists():
        _tell("verification_complete", departure, [departure.supervisor], at=at, by=by)


def signed_off(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Tell the leaver's manager, whoever registered the departure, and the leaver."""
    manager = departure.leaver.team.manager if departure.leaver.team else None
    leaver = departure.leaver if leaver_answers(departure, at) else None
    _tell("verification_signed_off", departure, [manager, departure.registered_by, leaver], at=at, by=by)


def _tell(
    kind: str,
    departure: Departure,
    people: Iterable[User | None],
    *,
    at: datetime.datetime,
    by: User | None = None,
    words: dict[str, str | int] | None = None,
) -> None:
    day = at.astimezone(zone(departure.leaver)).date().isoformat()
    for person in dict.fromkeys(people):
        if person is None or person == by or person.is_placeholder:
            continue
        leave(
            kind=kind,
            to=person,
            key=f"departure:{departure.pk}:{kind}:{day}:{person.pk}",
            at=at,
            subject=departure,
            url=reverse("departure_verification", args=[departure.pk]),
            params={
                "name": departure.leaver.name,
                "by": by.name if by else "",
                "relation": why_told(person, departure) or ("successor" if kind == "verification_to_confirm" else ""),
                **(words or {}),
            },
        )
