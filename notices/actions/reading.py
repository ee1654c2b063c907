"""Marking notices as read. That is the reader's own matter: it leaves no audit row."""

import datetime

from notices.models import Notice
from notices.models.notice import NoticeQuerySet


def mark(*, notice: Notice, read: bool, at: datetime.datetime) -> Notice:
    """Mark one notice as read (the first time counts) or as unread again."""
    if read != (notice.read_at is not None):
        notice.read_at = at if read else None
        notice.save(update_fields=["read_at"])
    return notice


def mark_unread(*, notices: NoticeQuerySet, marked_at: datetime.datetime) -> int:
    """Take back that a person's `notices` were marked at that moment; returns how many are unread again."""
    return notices.filter(read_at=marked_at).update(read_at=None)


def mark_all(*, notices: NoticeQuerySet, at: datetime.datetime) -> int:
    """Mark all of a person's `notices` as read that are not; returns how many."""
    return notices.unread().update(read_at=at)
