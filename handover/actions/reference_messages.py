"""Who is told that something of a leaver's waits for them, or is theirs now. The words are in `templates/notices/`."""

import datetime

from django.urls import reverse

from accounts.models import User
from handover.models import Departure, ReferenceKind
from handover.references import keepers
from notices.actions import leave

#: What nobody else tells them: a new supervisor is told as such, a successor when the plan is approved.
TOLD = (ReferenceKind.TEAM, ReferenceKind.SEAT)
PAGES = {ReferenceKind.TEAM: "teams", ReferenceKind.SEAT: "customers"}


def seats_wait(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Tell the managers of other teams, once, that seats of the leaver at their customers wait for them."""
    for person, count in keepers.keepers(departure).items():
        if person.pk == by.pk or person.is_placeholder:
            continue
        leave(
            kind=keepers.TOLD,
            to=person,
            key=f"departure:{departure.pk}:seats:{person.pk}",
            at=at,
            subject=departure,
            url=reverse("departure_references_kind", args=[departure.pk, ReferenceKind.SEAT]),
            params={"name": departure.leaver.name, "count": count, "last_day_on": departure.last_day_on.isoformat()},
        )


def given(*, departure: Departure, kind: ReferenceKind, count: int, to: User, by: User, at: datetime.datetime) -> None:
    """Tell `to` what they have taken over, unless they did it themselves."""
    if kind not in TOLD or to.pk == by.pk or to.is_placeholder:
        return
    leave(
        kind="reference_given",
        to=to,
        key=f"departure:{departure.pk}:reference:{kind}:{at.isoformat()}:{to.pk}",
        at=at,
        subject=departure,
        url=reverse(PAGES[kind]),
        params={"kind": str(kind), "count": count, "name": departure.leaver.name, "by": by.name},
    )
