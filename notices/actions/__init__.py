"""Telling people things: the one way out is `leave`, or `leave_many` for a sweep."""

from notices.actions.outbox import Letter, leave, leave_many

__all__ = ["Letter", "leave", "leave_many"]
