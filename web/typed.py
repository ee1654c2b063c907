"""Reading ids, texts and moments out of a request where no form does; what makes no sense counts as nothing."""

import datetime

LONGEST_ID = 18
#: The year before which nobody did anything that is told here. Clocks of long ago differ by seconds, which no standard
#: writes.
OLDEST = 1950


def as_id(typed: str) -> int:
    """The id somebody typed, or 0, which nothing has, for anything that can't be one."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID else 0


def as_text(typed: str) -> str:
    """What was typed, without the zero bytes no database keeps."""
    return typed.replace("\x00", "").strip()


def as_moment(typed: str) -> datetime.datetime | None:
    """The moment somebody typed in ISO 8601, with its time zone; None for anything else."""
    try:
        found = datetime.datetime.fromisoformat(typed)
        return found if found.utcoffset() is not None and found.astimezone(datetime.UTC) else None
    except (ValueError, OverflowError):
        return None
