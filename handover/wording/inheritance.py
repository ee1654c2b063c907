"""Inherited customers in words: whence they come, what presses, what was said on the timeline."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from handover.models import Inheritance
from handover.wording.timeline import numbered, prepares
from web.templatetags.web import short_amounts, short_day

#: So many days ahead a day is worth a word in the inbox.
MENTIONED = datetime.timedelta(days=60)


def giver(inheritance: Inheritance) -> str:
    """Whose customer it was."""
    return inheritance.from_owner.name


def whence(inheritance: Inheritance, reader: User, today: datetime.date) -> str:
    """From whom to whom, and since when it is the successor's or from when it will be."""
    day = short_day(inheritance.changes_at, today)
    words = {"name": giver(inheritance), "to": inheritance.successor.name, "day": day}
    if inheritance.successor_id != reader.pk:
        came = _("from %(name)s to %(to)s, since %(day)s")
        return (came if inheritance.arrived_at else _("from %(name)s to %(to)s, on %(day)s")) % words
    came = _("from %(name)s, yours since %(day)s")
    return (came if inheritance.arrived_at else _("from %(name)s, yours on %(day)s")) % words


def urgent(inheritance: Any, today: datetime.date) -> list[str]:
    """What presses, the first day first; of a row that was `dated()`."""
    days = [
        (inheritance.closes_on, _("a deal should close on %(day)s"), _("a deal was to close on %(day)s")),
        (inheritance.promised_on, _("something is promised for %(day)s"), _("something was promised for %(day)s")),
        (inheritance.renews_on, _("a renewal is due on %(day)s"), _("a renewal was due on %(day)s")),
    ]
    near = [(day, before if day < today else ahead) for day, ahead, before in days if day and day <= today + MENTIONED]
    return [words % {"day": short_day(day, today)} for day, words in sorted(near)]


def contact(inheritance: Inheritance, today: datetime.date) -> str:
    """Whether the customer has heard from the successor, or by when it should."""
    if inheritance.first_contact_at:
        return _("first contact on %(day)s") % {"day": short_day(inheritance.first_contact_at, today)}
    due = inheritance.contact_due_on
    if due is None:
        return ""
    words = _("first contact was due on %(day)s") if due < today else _("first contact by %(day)s")
    return words % {"day": short_day(due, today)}


def warmth(contact: Any, is_warm: bool, today: datetime.date) -> str:
    """How warm the relationship to a contact is, of one annotated with `met` (visits) and `last` (contact)."""
    if is_warm:
        return _("warm")
    if contact.met:
        return _("met %(count)s×") % {"count": contact.met}
    if contact.last:
        return _("quiet since %(day)s") % {"day": short_day(contact.last, today)}
    return _("no contact noted")


def kind(name: str, count: int, worth: Iterable[tuple[str, Decimal]]) -> str:
    """What comes along of one kind: contacts, deals (with what they are worth), contracts or orders."""
    words = {
        "contacts": ngettext("%(count)s contact", "%(count)s contacts", count),
        "deals": ngettext("%(count)s open deal", "%(count)s open deals", count),
        "contracts": ngettext("%(count)s contract", "%(count)s contracts", count),
        "orders": ngettext("%(count)s order in the history", "%(count)s orders in the history", count),
    }
    said = words[name] % {"count": count}
    return f"{said} · {short_amounts(worth)}" if name == "deals" and worth else said


def _said(details: dict[str, Any]) -> dict[str, Any]:
    if "rows" in details:
        return {"what": numbered("%(count)s customer", "%(count)s customers", details["rows"])}
    return {"what": details["customer"]}


for _verb in ("accepted", "taken_back", "returned", "kept"):
    prepares(f"inheritance.{_verb}")(_said)
