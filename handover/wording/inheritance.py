"""Inherited customers in words: whence they come, what presses, what was said on the timeline."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handover.models import Inheritance
from handover.wording.timeline import numbered, prepares

#: So many days ahead a day is worth a word in the inbox.
MENTIONED = datetime.timedelta(days=60)


def day_text(day: datetime.date | datetime.datetime) -> str:
    """A day as short as a list wants it; another year is named."""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == timezone.localdate().year else "DATE_FORMAT")


def giver(inheritance: Inheritance) -> str:
    """Whose customer it was."""
    return inheritance.from_owner.name


def whence(inheritance: Inheritance) -> str:
    """From whom, and since when it is the successor's or from when it will be."""
    day = inheritance.arrived_at or inheritance.occasion.effective_at
    words = _("from %(name)s, yours since %(day)s") if inheritance.arrived_at else _("from %(name)s, yours on %(day)s")
    return words % {"name": giver(inheritance), "day": day_text(day)}


def urgent(inheritance: Any, today: datetime.date) -> list[str]:
    """What presses, the first day first; of a row that was `dated()`."""
    days = [
        (inheritance.closes_on, _("a deal should close on %(day)s"), _("a deal was to close on %(day)s")),
        (inheritance.promised_on, _("something is promised for %(day)s"), _("something was promised for %(day)s")),
        (inheritance.renews_on, _("a renewal is due on %(day)s"), _("a renewal was due on %(day)s")),
    ]
    near = [(day, before if day < today else ahead) for day, ahead, before in days if day and day <= today + MENTIONED]
    return [words % {"day": day_text(day)} for day, words in sorted(near)]


def contact(inheritance: Inheritance, today: datetime.date) -> str:
    """Whether the customer has heard from the successor, or by when it should."""
    if inheritance.first_contact_at:
        return _("first contact on %(day)s") % {"day": day_text(inheritance.first_contact_at)}
    due = inheritance.contact_due_on
    if due is None:
        return ""
    words = _("first contact was due on %(day)s") if due < today else _("first contact by %(day)s")
    return words % {"day": day_text(due)}


def _said(details: dict[str, Any]) -> dict[str, Any]:
    if "rows" in details:
        return {"what": numbered("%(count)s customer", "%(count)s customers", details["rows"])}
    return {"what": details["customer"]}


for _verb in ("accepted", "returned", "kept"):
    prepares(f"inheritance.{_verb}")(_said)
