"""The promise register: telling of a promise, deciding on it, and what became of it."""

import datetime

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.models import Contact, Customer
from handover.actions import promise_messages as messages
from handover.briefings import rights
from handover.files.keeping import fit_to_keep
from handover.models import Briefing, Departure, Promise, PromiseOutcome, PromiseVerdict
from web.errors import Refused

MOST_PER_CUSTOMER = 50


@transaction.atomic
def tell(
    *,
    departure: Departure,
    customer: Customer,
    what: str,
    to_whom: str = "",
    contact: Contact | None = None,
    until: datetime.date | None = None,
    in_contract: bool = False,
    evidence: File | None = None,
    by: User,
    at: datetime.datetime,
) -> Promise:
    """Put a promise into the register; the manager is told when it stands in no contract.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_many`, and 422 with `not_here`, `words_needed`,
    `contact_elsewhere` or what is wrong with the file (`handover/files/keeping.py`).
    """
    rights.check_tells(departure, customer, by=by, at=at)
    name = to_whom.strip() or (contact.name if contact else "")
    _check(customer, contact, what=what.strip(), to_whom=name)
    _check_room(departure, customer)
    promise = Promise(departure=departure, customer=customer, contact=contact, to_whom=name, what=what.strip())
    promise.until, promise.in_contract = until, in_contract
    promise.told_by, promise.told_at = by, at
    _attach(promise, evidence)
    promise.save()
    Briefing.objects.filter(departure=departure, customer=customer).update(nothing_promised=False)
    audit.record(verb="promise.told", subject=departure, by=by, at=at, details=_details(promise))
    messages.promise_told(promise=promise, by=by, at=at)
    return promise


@transaction.atomic
def take_out(*, promise: Promise, by: User, at: datetime.datetime) -> None:
    """Take a promise nobody has decided on out of the register: `put_back` brings it back for a day. What it said stays
    in the audit trail.

    Raises `Refused`: `not_yours` (403), `not_now`, `already_decided`.
    """
    found = _locked(promise)
    rights.check_tells(found.departure, found.customer, by=by, at=at)
    if found.verdict != PromiseVerdict.WAITING:
        raise Refused(_("The manager has decided on this promise; it stays."), code="already_decided")
    Promise.objects.filter(pk=found.pk).update(taken_out_at=at)
    audit.record(verb="promise.taken_out", subject=found.departure, by=by, at=at, details=_details(found))


@transaction.atomic
def put_back(*, promise: Promise, by: User, at: datetime.datetime) -> Promise:
    """Put a promise that was taken out into the register again; for one that is there nothing changes.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_many`.
    """
    found = _locked(promise, Promise.rows.all())
    rights.check_tells(found.departure, found.customer, by=by, at=at)
    if found.taken_out_at:
        _check_room(found.departure, found.customer)
        found.taken_out_at = None
        found.save(update_fields=["taken_out_at"])
        Briefing.objects.filter(departure=found.departure, customer=found.customer).update(nothing_promised=False)
        audit.record(verb="promise.put_back", subject=found.departure, by=by, at=at, details=_details(found))
    return found


@transaction.atomic
def decide(*, promise: Promise, verdict: str, reason: str = "", by: User, at: datetime.datetime) -> Promise:
    """Say for the firm whether it stands by a promise. Saying the same twice changes nothing.

    Raises `Refused`: `not_yours` and `not_yourself` (403), `not_now`, `words_needed` (422) to refuse without a reason.
    """
    found, reason, verdict = _locked(promise), reason.strip(), PromiseVerdict(verdict)
    if not rights.may_decide(by, found.departure):
        raise Refused(_("Whether the firm stands by it is for the manager to say."), code="not_yours", status=403)
    if found.told_by_id == by.pk:
        raise Refused(_("You wrote this down yourself; somebody else decides."), code="not_yourself", status=403)
    if not found.departure.is_open:
        raise Refused(_("This departure is over; what was told no longer changes."), code="not_now")
    if (found.verdict, found.verdict_reason) == (verdict, reason):
        return found
    if verdict == PromiseVerdict.REFUSED and not reason:
        raise Refused(_("Say why, so that the customer can be told."), code="words_needed", status=422)
    waits = verdict == PromiseVerdict.WAITING
    found.verdict, found.verdict_reason = verdict, reason
    found.decided_by, found.decided_at = (None, None) if waits else (by, at)
    found.save(update_fields=["verdict", "verdict_reason", "decided_by", "decided_at"])
    verb = "promise.reopened" if waits else f"promise.{verdict}"
    audit.record(verb=verb, subject=found.departure, by=by, at=at, details=_details(found) | {"reason": reason})
    if not waits:
        messages.promise_decided(promise=found, by=by, at=at)
    return found


@transaction.atomic
def settle(*, promise: Promise, outcome: str, note: str = "", by: User, at: datetime.datetime) -> Promise:
    """Say what became of a promise: for whoever has the customer now, and who supervises or plans.

    Raises `Refused`: `not_yours` (403), `words_needed` (422) for one that was not kept.
    """
    found, note, outcome = _locked(promise), note.strip(), PromiseOutcome(outcome)
    if not rights.may_ask(by, found.departure, found.customer):
        raise Refused(_("Somebody else looks after this customer."), code="not_yours", status=403)
    if (found.outcome, found.outcome_note) == (outcome, note):
        return found
    if outcome == PromiseOutcome.NOT_KEPT and not note:
        raise Refused(_("Say why it was not kept."), code="words_needed", status=422)
    is_open = outcome == PromiseOutcome.OPEN
    found.outcome, found.outcome_note = outcome, note
    found.outcome_by, found.outcome_at = (None, None) if is_open else (by, at)
    found.save(update_fields=["outcome", "outcome_note", "outcome_by", "outcome_at"])
    verb = "promise.still_to_keep" if is_open else f"promise.{outcome}"
    audit.record(verb=verb, subject=found.departure, by=by, at=at, details=_details(found) | {"note": note})
    return found


def _locked(promise: Promise, of: QuerySet[Promise] | None = None) -> Promise:
    rows = Promise.objects.all() if of is None else of
    with_people = rows.select_related("departure__leaver__team__manager", "departure__supervisor", "customer")
    return with_people.select_for_update(of=("self",)).get(pk=promise.pk)


def _check(customer: Customer, contact: Contact | None, *, what: str, to_whom: str) -> None:
    if not what or not to_whom:
        raise Refused(_("Say what was promised, and to whom."), code="words_needed", status=422)
    if contact is not None and contact.customer_id != customer.pk:
        raise Refused(_("This person belongs to another customer."), code="contact_elsewhere", status=422)


def _check_room(departure: Departure, customer: Customer) -> None:
    if Promise.objects.filter(departure=departure, customer=customer).count() >= MOST_PER_CUSTOMER:
        sentence = _("A customer takes at most %(count)s promises.")
        raise Refused(sentence, code="too_many", params={"count": MOST_PER_CUSTOMER})


def _attach(promise: Promise, evidence: File | None) -> None:
    if evidence is None:
        return
    kept = fit_to_keep(evidence, evidence.name or "")
    promise.evidence_type, promise.evidence_name = kept.content_type, kept.name
    promise.evidence.save("evidence", kept.file, save=False)


def _details(promise: Promise) -> dict[str, object]:
    return {
        "promise": promise.pk,
        "customer": promise.customer.name,
        "customer_id": promise.customer_id,
        "what": promise.what,
        "to_whom": promise.to_whom,
    }
