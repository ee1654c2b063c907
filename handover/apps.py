"""The `handover` app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

#: Modules that, when they are imported, add to what rooms below keep open for others: who is handed nothing more, what
#: is opened in the book, who stands in, what follows from being in touch, who is next, notes for CRMs, words of verbs.
ADDING = (
    "access",
    "visibility_rules",
    "coverage.stand_ins",
    "actions.inheritances",
    "moving.next_best",
    "moving.crm_notes",
    "wording.briefing",
    "wording.checklist",
    "wording.cover",
    "wording.inheritance",
    "wording.meeting",
    "wording.moves",
    "wording.sample",
    "wording.verification",
    "wording.weights",
)


class HandoverConfig(AppConfig):
    """The story of a departure."""

    name = "handover"

    def ready(self) -> None:
        """Add to the rooms below: words, kinds of notices and events; give a new installation its templates."""
        from accounts import wording
        from handover.defaults import checklists, letters, reasons
        from handover.event_kinds import EVENTS
        from handover.notice_kinds import KINDS
        from handover.wording import timeline, trail
        from notices import event_kinds, kinds

        for module in ADDING:
            import_module(f"handover.{module}")
        kinds.register(*KINDS)
        event_kinds.register(EVENTS)
        wording.tellers.append(timeline.told)
        wording.SUBJECTS |= trail.SUBJECTS
        wording.KINDS |= trail.KINDS
        for room in (checklists, letters, reasons):
            post_migrate.connect(room.load, sender=self, dispatch_uid=room.__name__)
