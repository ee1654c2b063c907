"""Reading ids, texts and moments out of a request where no form does; what makes no sense counts as nothing."""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_ID = 18
#: The year before which nobody did anything that is told here. Clocks of long ago differ by seconds, which no standard
#: writes.
OLDEST = 1950
#: The last year that is one on every clock: what is kept in UTC is shown in other time zones.
NEWEST = 9998


def as_id(typed: str) -> int:
    """The id somebody typed, or 0, which nothing has, for anything that can't be one."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID else 0


def as_text(typed: str) -> str:
    """What was typed, without the zero bytes no database keeps."""
    return typed.replace("\x00", "").strip()


def refuse_beyond_clocks(moment: datetime.datetime) -> None:
    """`ValidationError` for a moment that some clock can't show: once kept it could be read by nobody."""
    if moment.year < OLDEST:
        raise ValidationError(_("Name a day after %(year)s.") % {"year": OLDEST})
    if moment.year > NEWEST:
        raise ValidationError(_("Name a day before %(year)s.") % {"year": NEWEST + 1})


def as_moment(typed: str) -> datetime.datetime | None:
    """The moment somebody typed in ISO 8601, with its time zone; None for anything else."""
    try:
        found = datetime.datetime.fromisoformat(typed)
        return found if found.utcoffset() is not None and found.astimezone(datetime.UTC) else None
    except (ValueError, OverflowError):
        return None
