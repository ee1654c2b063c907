"""What the audit trail calls what it tells of: the kinds of verbs, and what they are about."""

from django.utils.translation import gettext_lazy as _

from accounts.wording import Subject, Words

#: The part of a verb before the dot, as a list is narrowed by it.
KINDS: dict[str, Words] = {
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

SUBJECTS: dict[str, Subject] = {
    "handover.departure": Subject(_("departure"), "departure", "leaver__name"),
    "handover.transfer": Subject(_("transfer"), "transfer"),
    "handover.lettertemplate": Subject(_("letter template"), "letter_template"),
    "handover.proposalweights": Subject(_("weights of a proposal")),
}
