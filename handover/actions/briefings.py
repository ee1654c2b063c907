"""Telling of a customer: the leaver's answers, and the roles of its contacts."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import records
from customers.models import Contact, ContactRole, Customer
from handover.actions import checklist, promises
from handover.briefings import flow, rights
from handover.briefings.told import Told, told
from handover.checklist.responsible import Duties
from handover.models import Briefing, Departure, ItemState, Promise
from web.errors import Refused


@dataclass(frozen=True)
class Answers:
    """What the leaver says about one customer."""

    never_do: str = ""
    next_step: str = ""
    next_step_on: datetime.date | None = None
    background: str = ""
    nothing_promised: bool = False


@dataclass(frozen=True)
class Named:
    """A person at the customer: one the book knows, or a new one."""

    role: ContactRole
    contact: Contact | None = None
    name: str = ""
    title: str = ""


@dataclass(frozen=True)
class Promised:
    """One promise as it is told; the fields are those of `promises.tell`."""

    what: str
    to_whom: str = ""
    contact: Contact | None = None
    until: datetime.date | None = None
    in_contract: bool = False
    evidence: File | None = None


@transaction.atomic
def tell(
    *,
    departure: Departure,
    customer: Customer,
    answers: Answers,
    people: Iterable[Named] = (),
    promise: Promised | None = None,
    is_all: bool = False,
    by: User,
    at: datetime.datetime,
) -> Told:
    """Keep a whole page about one customer, and return what is known then; `is_all`: there is nothing more to say.

    A customer of which nothing is missing counts as told to the end. The item of the checklist is ticked with its last
    customer. Raises `Refused` as `save`, `name_contact` and `promises.tell` do; then nothing of it is kept.
    """
    about: Any = {"departure": departure, "customer": customer, "by": by, "at": at}
    for named in people:
        name_contact(role=named.role, contact=named.contact, name=named.name, title=named.title, **about)
    if promise is not None:
        promises.tell(**{field.name: getattr(promise, field.name) for field in fields(promise)}, **about)
    save(answers=answers, **about)
    customer.refresh_from_db()
    now = told(departure, [customer])[customer.pk]
    if (is_all or not now.gaps) and not now.is_done:
        now.briefing = save(answers=answers, done=True, **about)
    _tick(departure, customer, by=by, at=at)
    return now


@transaction.atomic
def save(
    *,
    departure: Departure,
    customer: Customer,
    answers: Answers,
    by: User,
    at: datetime.datetime,
    done: bool | None = None,
) -> Briefing:
    """Keep what is said about a customer; `done` says whether there is nothing more to say, None leaves that as it is.

    The next step also becomes the customer's own while it still is the leaver's. Saying the same again changes nothing.
    Raises `Refused`: `not_yours` (403), `not_now`, `not_here`, `step_missing` and `was_promised` (422).
    """
    rights.check_tells(departure, customer, by=by, at=at)
    _check(departure, customer, answers)
    Departure.objects.select_for_update().get(pk=departure.pk)
    found = Briefing.objects.filter(departure=departure, customer=customer).first()
    briefing = found or Briefing(departure=departure, customer=customer)
    changed = [name for name, value in asdict(answers).items() if value != getattr(briefing, name)]
    done_at = briefing.done_at if done is None else (briefing.done_at or at) if done else None
    if found and not changed and done_at == found.done_at:
        return found
    for name in changed:
        setattr(briefing, name, getattr(answers, name))
    verb = "briefing.finished" if done_at and not briefing.done_at else "briefing.saved"
    briefing.saved_by, briefing.saved_at, briefing.done_at = by, at, done_at
    briefing.save()
    _keep_next_step(departure, customer, answers, by=by, at=at)
    details = {"customer": customer.name, "customer_id": customer.pk, "fields": changed}
    audit.record(verb=verb, subject=departure, by=by, at=at, details=details)
    return briefing


@transaction.atomic
def name_contact(
    *,
    departure: Departure,
    customer: Customer,
    role: ContactRole,
    contact: Contact | None = None,
    name: str = "",
    title: str = "",
    by: User,
    at: datetime.datetime,
) -> Contact:
    """Say which person at the customer has `role`: one the book knows, or a new one by `name` and `title`.

    The contact itself is changed or added, so that the record is right from now on. Raises `Refused` as `save` does,
    and `contact_elsewhere` and `name_missing` (422).
    """
    rights.check_tells(departure, customer, by=by, at=at)
    if contact is not None:
        if contact.customer_id != customer.pk:
            raise Refused(_("This person belongs to another customer."), code="contact_elsewhere", status=422)
        named = records.update(record=contact, changes={"role": role}, by=by, at=at)
    elif name.strip():
        new = Contact(customer=customer, name=name.strip(), title=title.strip(), role=role)
        named = records.create(record=new, by=by, at=at)
    else:
        raise Refused(_("Choose a person or write a name."), code="name_missing", status=422)
    details = {"customer": customer.name, "customer_id": customer.pk, "contact": named.name, "role": role}
    audit.record(verb="briefing.contact_named", subject=departure, by=by, at=at, details=details)
    return named


def _tick(departure: Departure, customer: Customer, *, by: User, at: datetime.datetime) -> None:
    """Tick the item of the checklist when all its customers are told of, for who may."""
    item = flow.item_of(departure, customer)
    if item is None or item.state != ItemState.OPEN or flow.untold(departure, item).exists():
        return
    if Duties(by, departure, at).may_settle(item):
        checklist.settle(item=item, state=ItemState.DONE, by=by, at=at)


def _check(departure: Departure, customer: Customer, answers: Answers) -> None:
    if answers.next_step_on and not answers.next_step:
        raise Refused(_("Say what the next step is, not only when."), code="step_missing", status=422)
    if answers.nothing_promised and Promise.objects.filter(departure=departure, customer=customer).exists():
        raise Refused(_("There is a promise in the list; take it out first."), code="was_promised", status=422)


def _keep_next_step(
    departure: Departure, customer: Customer, answers: Answers, *, by: User, at: datetime.datetime
) -> None:
    if not answers.next_step or customer.owner_id != departure.leaver_id:
        return
    changes = {"next_step": answers.next_step, "next_step_on": answers.next_step_on}
    records.update(record=customer, changes=changes, by=by, at=at)
