"""The words of verifying together on the timeline."""

from typing import Any

from django.utils.translation import gettext as _

from handover.wording.timeline import numbered, prepares

Details = dict[str, Any]

VERBS = ("opened", "stated", "confirmed", "disputed", "settled", "sent_back", "taken_back")


def subject(details: Details) -> str:
    """What a row of the timeline is about: so many customers, one by name, or what follows no customer."""
    if "rows" in details:
        return numbered("%(count)s customer", "%(count)s customers", details["rows"])
    if details.get("customer"):
        return str(details["customer"])
    return _("the records without a customer that go to %(name)s") % {"name": details.get("successor", "")}


def _verified(details: Details) -> Details:
    return {"what": subject(details)}


for _verb in VERBS:
    prepares(f"verification.{_verb}")(_verified)
