"""The `handover` app."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """The story of a departure."""

    name = "handover"

    def ready(self) -> None:
        """Let departures open more of the book (`customers.access.opens_more`)."""
        import handover.access  # noqa: F401
