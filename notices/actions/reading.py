"""Marking notices as read. That is the reader's own matter: it leaves no audit row."""

import datetime

from accounts.models import User
from notices.models import Notice


def mark(*, notice: Notice, read: bool, at: datetime.datetime) -> Notice:
    """Mark one notice as read (the first time counts) or as unread again."""
    if read != (notice.read_at is not None):
        notice.read_at = at if read else None
        notice.save(update_fields=["read_at"])
    return notice


def mark_all(*, by: User, at: datetime.datetime, up_to: int | None = None) -> int:
    """Mark all of a person's notices as read, or those up to an id (what the page showed); returns how many."""
    unread = Notice.objects.of(by).unread()
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=at)
