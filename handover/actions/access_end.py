"""The leaver's access: cut when the departure says so, given back when the person stays."""

import datetime

from accounts.actions import audit
from accounts.models import User
from handover.models import Departure, DepartureKind

#: Those who stay in the firm keep their sign-in; only their book changes hands.
KEEPS_ACCESS = (DepartureKind.TRANSFER,)


def cut(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """End the leaver's access at the departure's time, unless it has ended or ends before."""
    present = departure.leaver.access_ends_at
    if departure.kind not in KEEPS_ACCESS and (present is None or present > departure.access_ends_at):
        _set(departure, departure.access_ends_at, by=by, at=at)


def follow(*, departure: Departure, former: datetime.datetime, by: User, at: datetime.datetime) -> None:
    """Move the end of access with the departure, unless somebody has set another since."""
    if departure.access_ends_at != former and _is_ours(departure, former):
        _set(departure, departure.access_ends_at, by=by, at=at)


def give_back(*, departure: Departure, by: User, at: datetime.datetime) -> None:
    """Put back the end of access from before the departure, unless somebody has set another since."""
    if _is_ours(departure, departure.access_ends_at):
        _set(departure, departure.access_before, by=by, at=at)


def _is_ours(departure: Departure, end: datetime.datetime) -> bool:
    leaver = User.objects.filter(pk=departure.leaver_id, access_ends_at=end)
    return departure.kind not in KEEPS_ACCESS and leaver.exists()


def _set(departure: Departure, end: datetime.datetime | None, *, by: User, at: datetime.datetime) -> None:
    former = departure.leaver.access_ends_at
    departure.leaver.access_ends_at = end
    departure.leaver.save(update_fields=["access_ends_at"])
    details = {"from": former and former.isoformat(), "to": end and end.isoformat(), "departure": departure.pk}
    audit.record(verb="user.access_end_changed", subject=departure.leaver, by=by, at=at, details=details)
