"""What a successor says to the customers that come to them: seen, accepted, sent back, first contact made."""

import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.actions import activities
from customers.models import Activity, ActivityKind
from handover.actions import inheritance_messages as messages
from handover.actions import verifications
from handover.lifecycle import Who
from handover.models import FINAL_VERDICTS, Departure, Inheritance, Transfer, Verdict, Verification
from handover.relations import relations
from handover.verifying.verdicts import SAYINGS, VERIFIED_IN
from web.errors import Refused


def see(*, inheritance: Inheritance, by: User, at: datetime.datetime) -> None:
    """Write down that the successor has opened it, the first time; anybody else's look changes nothing."""
    if inheritance.seen_at is None and inheritance.successor_id == by.pk:
        Inheritance.objects.filter(pk=inheritance.pk, seen_at=None).update(seen_at=at)
        inheritance.seen_at = at


@transaction.atomic
def accept(*, inheritance: Inheritance, by: User, at: datetime.datetime) -> Inheritance:
    """Take a customer on, also one sent back before; where the leaver has stated it, that is confirmed too. Accepting
    twice changes nothing. Raises `Refused` `not_yours` (403).
    """
    found = _locked(inheritance, by)
    if found.accepted_at is None:
        _audit("accepted", found, by=by, at=at, reason=found.return_reason)
        found.seen_at, found.accepted_at = found.seen_at or at, at
        found.returned_at, found.return_reason = None, ""
        found.save(update_fields=["seen_at", "accepted_at", "returned_at", "return_reason"])
        if row := _verification(found, Verdict.CONFIRMED):
            verifications.say(verification=row, verdict=Verdict.CONFIRMED, by=by, at=at)
    return found


@transaction.atomic
def accept_all(*, rows: QuerySet[Inheritance], by: User, at: datetime.datetime) -> int:
    """Take on many at once: those of `rows` that wait for `by`; returns how many. One audit row for each departure
    and transfer, and what was stated is confirmed there.
    """
    waiting = Inheritance.objects.of(by).waiting().filter(pk__in=rows.order_by().values("pk"))
    found = list(waiting.select_for_update(of=("self",)).order_by("pk"))
    mine = Inheritance.objects.filter(pk__in=[row.pk for row in found])
    mine.update(accepted_at=at, seen_at=_or_now("seen_at", at))
    for pk in sorted({row.departure_id for row in found if row.departure_id}):
        some = [row for row in found if row.departure_id == pk]
        departure = Departure.objects.get(pk=pk)
        _audit_many(departure, some, by=by, at=at)
        stated = departure.verifications.filter(customer__in=[row.customer_id for row in some])
        if departure.state in VERIFIED_IN and not departure.signed_off_at:
            verifications.say_all(departure=departure, rows=stated, verdict=Verdict.CONFIRMED, by=by, at=at)
    for pk in sorted({row.transfer_id for row in found if row.transfer_id}):
        some = [row for row in found if row.transfer_id == pk]
        _audit_many(Transfer.objects.get(pk=pk), some, by=by, at=at)
    return len(found)


@transaction.atomic
def send_back(*, inheritance: Inheritance, reason: str, by: User, at: datetime.datetime) -> Inheritance:
    """Say that a customer should not come, or not like this, and why. Who planned it and the supervisor are told;
    where it is being verified, it is disputed too. It stays the successor's until somebody decides.

    Raises `Refused`: `not_yours` (403), `words_needed` (422).
    """
    found, reason = _locked(inheritance, by), reason.strip()
    if not reason:
        raise Refused(_("Say in a sentence why it can’t stay with you."), code="words_needed", status=422)
    if found.returned_at and found.return_reason == reason:
        return found
    found.seen_at, found.returned_at, found.return_reason = found.seen_at or at, at, reason
    found.accepted_at, found.kept_by, found.kept_note = None, None, ""
    found.save()
    _audit("returned", found, by=by, at=at, reason=reason)
    if row := _verification(found, Verdict.DISPUTED):
        verifications.say(verification=row, verdict=Verdict.DISPUTED, note=reason, by=by, at=at)
    messages.returned(found, by=by, at=at)
    return found


@transaction.atomic
def keep(*, inheritance: Inheritance, note: str, by: User, at: datetime.datetime) -> Inheritance:
    """Say to a customer that was sent back that it stays where it is, and why: it waits to be accepted again.

    Raises `Refused`: `not_yours` (403), `not_now`, `words_needed` (422).
    """
    found, note = _lock(inheritance), note.strip()
    if not may_settle(by, found):
        raise Refused(_("This is for the manager or the supervisor to say."), code="not_yours", status=403)
    if found.returned_at is None:
        raise Refused(_("It was not sent back."), code="not_now")
    if not note:
        raise Refused(_("Say it in words."), code="words_needed", status=422)
    found.returned_at, found.return_reason, found.kept_by, found.kept_note = None, "", by, note
    found.save(update_fields=["returned_at", "return_reason", "kept_by", "kept_note"])
    _audit("kept", found, by=by, at=at, reason=note)
    messages.kept(found, by=by, at=at)
    return found


@transaction.atomic
def contact(*, inheritance: Inheritance, activity: Activity, by: User, at: datetime.datetime) -> Activity:
    """Log the successor's contact with the customer: a call, a visit or a mail. Raises `Refused` `not_yours` (403),
    `no_contact` (422) for a note.
    """
    _locked(inheritance, by)
    if activity.kind == ActivityKind.NOTE:
        raise Refused(_("A note is no contact."), code="no_contact", status=422)
    return activities.log(record=activity, by=by, at=at)


@activities.when_in_touch
def in_touch(activity: Activity) -> None:
    """Whatever way a successor's first call, visit or mail was logged, it is the first contact."""
    rows = Inheritance.objects.filter(customer=activity.customer_id, successor=activity.by_id)
    rows.filter(Q(first_contact_at=None) | Q(first_contact_at__gt=activity.at)).update(first_contact_at=activity.at)


def may_settle(user: User, inheritance: Inheritance) -> bool:
    """Whether `user` decides on what was sent back: who plans there, and the supervisor; never the successor."""
    is_own = inheritance.successor_id == user.pk
    return not is_own and bool(relations(user, inheritance.occasion) & {Who.PLANNER, Who.SUPERVISOR})


def _lock(inheritance: Inheritance) -> Inheritance:
    rows = Inheritance.objects.standing().select_related("customer", "successor", "departure__leaver", "transfer")
    found = rows.select_for_update(of=("self",)).filter(pk=inheritance.pk).first()
    if found is None:
        raise Refused(_("This customer no longer comes to you."), code="not_now")
    return found


def _locked(inheritance: Inheritance, by: User) -> Inheritance:
    if inheritance.successor_id != by.pk:
        raise Refused(_("This customer comes to somebody else."), code="not_yours", status=403)
    return _lock(inheritance)


def _verification(inheritance: Inheritance, verdict: Verdict) -> Verification | None:
    """The customer's verification, when the successor can say `verdict` about it now."""
    departure, saying = inheritance.departure, SAYINGS[verdict]
    if departure is None or departure.state not in VERIFIED_IN or departure.signed_off_at:
        return None
    if departure.supervisor_id == inheritance.successor_id:
        return None
    rows = departure.verifications.filter(customer=inheritance.customer_id, successor=inheritance.successor_id)
    not_undoing = Q(verdict=Verdict.DISPUTED) if verdict in FINAL_VERDICTS else Q(pk=None)
    return rows.filter(verdict__in=saying.after).exclude(not_undoing).first()


def _or_now(name: str, at: datetime.datetime) -> Coalesce:
    return Coalesce(F(name), Value(at))


def _audit(verb: str, found: Inheritance, *, by: User, at: datetime.datetime, reason: str = "") -> None:
    details = {"inheritance": found.pk, "customer": found.customer.name, "reason": reason}
    details["successor"] = found.successor.name
    if verb == "accepted" and found.returned_at:
        details["returned_at"] = found.returned_at.isoformat()
    audit.record(verb=f"inheritance.{verb}", subject=found.occasion, by=by, at=at, details=details)


def _audit_many(subject: Departure | Transfer, some: list[Inheritance], *, by: User, at: datetime.datetime) -> None:
    audit.record(verb="inheritance.accepted", subject=subject, by=by, at=at, details={"rows": len(some)})
