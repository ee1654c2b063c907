"""What those are told who cover customers, and who named them."""

import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from handover.models import CoverOutcome, Departure
from notices.actions import leave


def named(
    departure: Departure, person: User, customers: int, said: dict[str, Any], *, by: User, at: datetime.datetime
) -> None:
    """Tell `person` that they answer for customers, from when until when, and what comes after."""
    leave(
        kind="cover_named",
        to=person,
        key=f"cover:{departure.pk}:{person.pk}:{at.isoformat()}",
        at=at,
        subject=departure,
        url=reverse("covers"),
        params={"relation": "cover", "name": departure.leaver.name, "by": by.name, "customers": customers, **said},
    )


def ended(
    departure: Departure,
    person: User,
    namer: User,
    share: dict[str, Any],
    details: dict[str, Any],
    *,
    at: datetime.datetime,
) -> None:
    """Tell who covered that it is over; who named them hears when customers were to stay with them, and whether."""
    outcome = details["outcome"]
    told = [(person, reverse("covers"))]
    if outcome in (CoverOutcome.STAYED, CoverOutcome.KEPT):
        told.append((namer, reverse("departure", args=[departure.pk])))
    for to, url in told:
        who = {"person": person.name, "is_me": to.pk == person.pk}
        leave(
            kind="cover_ended",
            to=to,
            key=f"cover:{departure.pk}:{person.pk}:{share['last_on']}:{outcome}:{at.isoformat()}:{to.pk}",
            at=at,
            subject=departure,
            url=url,
            params={
                "relation": "cover",
                "name": departure.leaver.name,
                **who,
                **details | {"name": departure.leaver.name},
            },
        )
