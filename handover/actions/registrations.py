"""A departure being registered: each page of the wizard is saved as it is answered."""

from typing import Any

from accounts.models import User
from handover.dates import Dates
from handover.models import Registration


def start(*, by: User, leaver: User, kind: str, already_gone: bool) -> Registration:
    """Keep who leaves and how; goes on with what `by` has begun for this leaver before."""
    registration, _new = Registration.objects.update_or_create(
        by=by, leaver=leaver, defaults={"kind": kind, "already_gone": already_gone}
    )
    return registration


def keep_dates(*, registration: Registration, reason: str, dates: Dates) -> Registration:
    """Keep why and when."""
    answers: dict[str, Any] = {"reason": reason, **vars(dates)}
    for name, answer in answers.items():
        setattr(registration, name, answer)
    registration.save()
    return registration


def drop(*, registration: Registration) -> None:
    """Forget a registration nobody wants to finish."""
    registration.delete()
