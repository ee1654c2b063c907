"""What to do next with an inherited customer: first contact, unfinished tasks, what closes, ends or was promised."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models.functions import Least
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from customers.models import Contact, ContactRole, ContractState
from handover.inheriting import letters
from handover.models import Briefing, Inheritance, Promise
from handover.models.inheritance import SOON_DAYS
from handover.models.plan import RENEWAL_DAYS
from web.templatetags.web import short_day

#: How many of a kind are named.
MOST = 8


@dataclass(frozen=True)
class Step:
    """One thing to do: a sentence, a little more, by when, and the button that leads there (both empty: none)."""

    text: str
    hint: str = ""
    due_on: datetime.date | None = None
    url: str = ""
    label: str = ""
    is_first: bool = False


def steps(
    inheritance: Inheritance, told: Briefing | None, promises: Sequence[Promise], reader: User, today: datetime.date
) -> list[Step]:
    """What is to be done, the first due first; what has no day comes last. Four queries."""
    found = [
        *_introduction(inheritance, reader, today),
        *_next_step(inheritance, told, today),
        *_promises(promises, today),
        *_tasks(inheritance, reader, today),
        *_contracts(inheritance, today),
        *_deals(inheritance, today),
    ]
    return sorted(found, key=lambda step: (not step.is_first, step.due_on or datetime.date.max))


def _introduction(inheritance: Inheritance, reader: User, today: datetime.date) -> Iterator[Step]:
    if inheritance.first_contact_at is not None:
        return
    contact = first_to_meet(inheritance)
    words = _("Introduce yourself to %(name)s") if contact else _("Introduce yourself")
    if inheritance.successor_id != reader.pk:
        words = _("Introduce %(successor)s to %(name)s") if contact else _("Introduce %(successor)s")
    name = {"name": _named(contact) if contact else "", "successor": inheritance.successor.name}
    due = inheritance.contact_due_on
    hint = _("by %(day)s") % {"day": short_day(due, today)} if due else _("before it changes hands")
    url = ""
    if letters.kinds(inheritance, reader):
        hint = _("%(when)s · a letter is drafted") % {"when": hint}
        url = reverse("inherited_letter", args=[inheritance.pk])
    yield Step(words % name, hint, due, url, _("Open draft"), is_first=True)


def first_to_meet(inheritance: Inheritance) -> Contact | None:
    """Whom the successor should get to know first: who decides, else anybody there is."""
    people = list(inheritance.customer.contacts.all()[:MOST])
    return next((one for one in people if one.role == ContactRole.DECIDES), people[0] if people else None)


def _named(contact: Contact) -> str:
    words = {"name": contact.name, "title": contact.title}
    return _("%(name)s (%(title)s)") % words if contact.title else contact.name


def _next_step(inheritance: Inheritance, told: Briefing | None, today: datetime.date) -> Iterator[Step]:
    customer = inheritance.customer
    if told and told.next_step:
        hint = _("what %(name)s would do next") % {"name": inheritance.from_owner.name}
        yield Step(told.next_step, _with_day(hint, told.next_step_on, today), told.next_step_on)
    elif customer.next_step:
        hint = _with_day(_("next step"), customer.next_step_on, today)
        yield Step(customer.next_step, hint, customer.next_step_on)


def _promises(promises: Sequence[Promise], today: datetime.date) -> Iterator[Step]:
    for promise in promises:
        if promise.until is not None:
            hint = _("promised to %(whom)s") % {"whom": promise.to_whom}
            url = f"#promise-{promise.pk}"
            yield Step(promise.what, _with_day(hint, promise.until, today), promise.until, url, _("Open"))


def _tasks(inheritance: Inheritance, reader: User, today: datetime.date) -> Iterator[Step]:
    for task in inheritance.customer.tasks.open().select_related("owner").order_by("due_on", "pk")[:MOST]:
        hint = _("unfinished task of %(name)s") % {"name": task.owner.name}
        if task.owner_id == inheritance.successor_id and inheritance.arrived_at:
            hint = _("task from %(name)s") % {"name": inheritance.from_owner.name}
        url = reverse("task_edit", args=[task.pk]) if task.owner_id == reader.pk else ""
        yield Step(task.title, _with_day(hint, task.due_on, today), task.due_on, url, _("Open"))


def _contracts(inheritance: Inheritance, today: datetime.date) -> Iterator[Step]:
    by = today + datetime.timedelta(days=RENEWAL_DAYS)
    running = inheritance.customer.contracts.filter(state=ContractState.ACTIVE)
    ending = running.annotate(ending=Least("renewal_notice_on", "ends_on")).filter(ending__lte=by)
    for contract in ending.order_by("ending")[:MOST]:
        hint = _with_day(_("contract %(number)s") % {"number": contract.number}, contract.ending, today)
        yield Step(_("Prepare the renewal"), hint, contract.ending, _page(inheritance), _("Open"))


def _deals(inheritance: Inheritance, today: datetime.date) -> Iterator[Step]:
    by = today + datetime.timedelta(days=SOON_DAYS)
    for deal in (
        inheritance.customer.deals.open().filter(expected_close_on__lte=by).order_by("expected_close_on")[:MOST]
    ):
        words = _("Bring the deal home: %(name)s") % {"name": deal.name}
        hint = _with_day(str(deal.get_stage_display()), deal.expected_close_on, today)
        yield Step(words, hint, deal.expected_close_on, reverse("deal", args=[deal.pk]), _("Open"))


def _page(inheritance: Inheritance) -> str:
    return reverse("customer", args=[inheritance.customer_id])


def _with_day(hint: str, day: datetime.date | None, today: datetime.date) -> str:
    return _("%(what)s · due %(day)s") % {"what": hint, "day": short_day(day, today)} if day else hint
