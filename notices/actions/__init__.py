"""Telling people things: the one way out is `leave`."""

from notices.actions.outbox import leave

__all__ = ["leave"]
