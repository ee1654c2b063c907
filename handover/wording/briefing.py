"""The words of what is told of customers on the timeline."""

from typing import Any

from customers.models import ContactRole
from handover.wording.timeline import moment, prepares

Details = dict[str, Any]


@prepares("briefing.contact_named")
def _named(details: Details) -> Details:
    return {"role": str(ContactRole(details["role"]).label)}


@prepares("answer_link.made")
def _made(details: Details) -> Details:
    return {"day": moment(details["expires_at"])}
