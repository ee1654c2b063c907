"""The `handover` app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    """The story of a departure."""

    name = "handover"

    def ready(self) -> None:
        """Let departures open more of the book (`handover.opening`); give a new installation a template."""
        import handover.actions.inheritances
        import handover.coverage.stand_ins
        import handover.crm_notes
        import handover.next_best
        import handover.opening
        import handover.wording.briefing
        import handover.wording.checklist
        import handover.wording.cover
        import handover.wording.inheritance
        import handover.wording.meeting
        import handover.wording.moves
        import handover.wording.sample
        import handover.wording.verification
        import handover.wording.weights  # noqa: F401 - adds its verbs
        from accounts import wording
        from handover import default_letters, default_reasons, default_templates
        from handover.event_kinds import EVENTS
        from handover.notice_kinds import KINDS
        from handover.wording import timeline
        from notices import event_kinds, kinds

        kinds.register(*KINDS)
        event_kinds.register(EVENTS)
        wording.tellers.append(timeline.told)
        wording.SUBJECTS["handover.departure"] = wording.Subject(_("departure"), "departure", "leaver__name")
        wording.SUBJECTS["handover.transfer"] = wording.Subject(_("transfer"), "transfer")
        wording.SUBJECTS["handover.lettertemplate"] = wording.Subject(_("letter template"), "letter_template")
        wording.SUBJECTS["handover.proposalweights"] = wording.Subject(_("weights of a proposal"))
        wording.KINDS |= {
            "weights": _("Weights of a proposal"),
            "transfer": _("Transfers"),
            "departure": _("Departures"),
            "plan": _("Plans"),
            "move": _("Moves"),
            "item": _("Checklists"),
            "cover": _("Interim covers"),
            "meeting": _("Meetings"),
            "order": _("Order of the handover"),
            "verification": _("Verification"),
            "sample": _("Samples"),
            "briefing": _("Briefings"),
            "promise": _("Promises"),
            "question": _("Questions"),
            "answer_link": _("Links for answers"),
            "inheritance": _("Inherited customers"),
            "letter": _("Letters to customers"),
        }
        post_migrate.connect(default_templates.load, sender=self, dispatch_uid="handover.default_templates")
        post_migrate.connect(default_letters.load, sender=self, dispatch_uid="handover.default_letters")
        post_migrate.connect(default_reasons.load, sender=self, dispatch_uid="handover.default_reasons")
