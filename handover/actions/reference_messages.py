"""Who is told that something of a leaver's is theirs now. The words are in `templates/notices/reference_given/`."""

import datetime

from django.urls import reverse

from accounts.models import User
from handover.models import Departure, ReferenceKind
from notices.actions import leave

#: What nobody else tells them: a new supervisor is told as such, a successor when the plan is approved.
TOLD = (ReferenceKind.TEAM, ReferenceKind.SEAT)
PAGES = {ReferenceKind.TEAM: "teams", ReferenceKind.SEAT: "customers"}


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
