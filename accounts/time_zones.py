"""The time zones a person can choose."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
#: Names of the tz database, as choices; the legacy ones are left out.
CHOICES: list[tuple[str, str]] = [("UTC", "UTC")] + [
    (name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if name.startswith(_REGIONS)
]
_NAMES = frozenset(name for name, _label in CHOICES)


def check(name: str) -> None:
    """Refuse what is no time zone (ValidationError)."""
    if name not in _NAMES:
        raise ValidationError(_("“%(name)s” is not a time zone we know."), code="time_zone", params={"name": name})
