"""The `handover` app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HandoverConfig(AppConfig):
    """The story of a departure."""

    name = "handover"

    def ready(self) -> None:
        """Let departures open more of the book (`customers.access.opens_more`); give a new installation a template."""
        import handover.access
        import handover.wording.checklist
        import handover.wording.verification  # noqa: F401
        from handover import default_templates

        post_migrate.connect(default_templates.load, sender=self, dispatch_uid="handover.default_templates")
