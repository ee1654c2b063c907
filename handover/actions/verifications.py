"""Verifying together: a row per customer of the approved plan, what is said about it, and the supervisor's sign-off."""

import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import audit
from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer
from handover.actions import samples, verdict_undo
from handover.actions import verification_messages as messages
from handover.checklist.responsible import leaver_answers
from handover.meetings import visits
from handover.models import FINAL_VERDICTS, Assignment, Departure, Plan, PlanState, Verdict, Verification
from handover.verifying.verdicts import SAYINGS, VERIFIED_IN, Part, Saying, check_open
from web.errors import Refused

UNSAID = {
    "answer": "",
    "answered_at": None,
    "settlement": "",
    "settled_by": None,
    "settled_at": None,
}


@transaction.atomic
def open_for(*, departure: Departure, at: datetime.datetime, by: User | None = None) -> int:
    """Bring the rows up to the approved plan: one per customer, with the successor the plan gives it to, and one per
    successor for records that follow no customer. Returns how many were added, changed hands or went.

    A customer that changed successor is put to the new one: what the leaver stated stays, the answer starts afresh. A
    sign-off made before such a change no longer counts.
    """
    plan = Plan.objects.filter(departure=departure, state=PlanState.APPROVED).first()
    if plan is None:
        return 0
    lines = Assignment.objects.filter(plan=plan, successor__isnull=False)
    lead = lines.filter(kind=RecordKind.CUSTOMER, record_id=OuterRef("customer_id"))
    rest = lines.filter(follows=False, successor=OuterRef("successor_id")).exclude(kind=RecordKind.CUSTOMER)
    rows = departure.verifications
    changed = rows.filter(~Exists(lead), customer__isnull=False).delete()[0]
    changed += rows.filter(~Exists(rest), customer=None).delete()[0]
    changed += _follow_successors(rows.filter(customer__isnull=False), lead)
    added = [*_customers(departure, lines), *_rests(departure, lines)]
    Verification.objects.bulk_create(added, batch_size=2000)
    if added:
        audit.record(verb="verification.opened", subject=departure, by=by, at=at, details={"rows": len(added)})
        messages.to_state(departure=departure, at=at)
    if changed or added:
        take_back_sign_off(departure=departure, by=by, at=at)
        samples.keep_up(departure=departure, by=by, at=at)
    return changed + len(added)


@transaction.atomic
def say(*, verification: Verification, verdict: str, note: str = "", by: User, at: datetime.datetime) -> Verification:
    """Say one thing about one customer (`handover/verifying/verdicts.py`), and tell whoever is next.

    Raises `Refused`: `not_yours` and `supervisor_is_successor` (403), `not_now`, `signed_off`, `words_needed` (422).
    Saying the same twice changes nothing.
    """
    departure = _locked(verification.departure_id)
    row = Verification.objects.select_related("customer", "successor").select_for_update(of=("self",))
    found = row.get(pk=verification.pk)
    found.departure = departure
    saying, note = SAYINGS[Verdict(verdict)], note.strip()
    _check_part(found, saying, by, at)
    if _is_said(found, saying, note):
        return found
    _check_moment(found, saying, note)
    before = verdict_undo.before([found])
    _write(found, saying, note, by=by, at=at)
    found.save()
    if found.verdict not in FINAL_VERDICTS:
        samples.forget(departure=departure, customers=[found.customer_id])
    details: dict[str, object] = {
        "verification": found.pk,
        "customer": found.customer.name if found.customer else None,
        "note": note,
    }
    details |= {"successor": found.successor.name, "before": before}
    audit.record(verb=_verb(saying), subject=departure, by=by, at=at, details=details)
    messages.said(departure=departure, verdict=saying.verdict, rows=[found], note=note, by=by, at=at)
    return found


@transaction.atomic
def say_all(
    *, departure: Departure, rows: QuerySet[Verification], verdict: str, by: User, at: datetime.datetime
) -> int:
    """State or confirm many customers at once: those of `rows` where it is `by`'s turn. Returns how many.

    One audit row and one notice per person, however many there are. Raises `Refused` as `say` does.
    """
    departure = _locked(departure.pk)
    saying = SAYINGS[Verdict(verdict)]
    if saying.in_words:
        raise Refused(_("This is said one by one, in words."), code="words_needed", status=422)
    check_open(departure)
    turn = turns(departure, by, at, saying).filter(pk__in=rows.order_by().values("pk"))
    found = list(turn.select_related("customer", "successor").select_for_update(of=("self",)))
    before = verdict_undo.before(found)
    for row in found:
        _write(row, saying, row.statement if saying.part == Part.LEAVER else "", by=by, at=at)
    fields = ["verdict", "statement", "stated_by", "stated_at", *UNSAID]
    Verification.objects.bulk_update(found, fields, batch_size=1000)
    if found:
        details = {"rows": len(found), "before": before}
        audit.record(verb=_verb(saying), subject=departure, by=by, at=at, details=details)
        messages.said(departure=departure, verdict=saying.verdict, rows=found, note="", by=by, at=at)
    return len(found)


def turns(departure: Departure, by: User, at: datetime.datetime, saying: Saying) -> QuerySet[Verification]:
    """The rows about which `by` has still to say this at `at`.

    What is disputed is left out: taking an objection back is said one by one.
    """
    rows: QuerySet[Verification] = departure.verifications.filter(verdict__in=saying.after)
    rows = rows.exclude(verdict__in=[saying.verdict, Verdict.DISPUTED])
    if saying.part == Part.SUCCESSOR:
        return rows.filter(successor=by).exclude(successor=departure.supervisor)
    if saying.part == Part.SUPERVISOR:
        return rows.exclude(successor=by) if by == departure.supervisor else rows.none()
    return rows if by == states(departure, at) else rows.none()


def states(departure: Departure, at: datetime.datetime) -> User | None:
    """Who states what is true about the customers: the leaver, or the supervisor who stands in."""
    return departure.leaver if leaver_answers(departure, at) else departure.supervisor


@transaction.atomic
def sign_off(*, departure: Departure, note: str = "", by: User, at: datetime.datetime) -> Departure:
    """The supervisor's word that all was verified. Signing twice changes nothing.

    Raises `Refused`: `not_yours` (403), `not_now`, `unfinished` with how many are open, `supervisor_is_successor`, and
    what `samples.check_scored` and `visits.check` raise.
    """
    departure = _locked(departure.pk)
    if departure.supervisor_id != by.pk:
        raise Refused(_("Only the supervisor signs off."), code="not_yours", status=403)
    if departure.signed_off_at:
        return departure
    if departure.state not in VERIFIED_IN:
        raise Refused(_("There is nothing to sign off before the handover has started."), code="not_now")
    if departure.verifications.filter(successor=by).exists():
        sentence = _("You take over customers here yourself; somebody else must supervise and sign off.")
        raise Refused(sentence, code="supervisor_is_successor")
    open_rows = departure.verifications.unfinished().count()
    if open_rows:
        sentence = ngettext(
            "%(count)s customer is not verified yet.", "%(count)s customers are not verified yet.", open_rows
        )
        raise Refused(sentence, code="unfinished", params={"count": open_rows})
    samples.check_scored(departure, note)
    visits.check(departure)
    departure.signed_off_by, departure.signed_off_at, departure.sign_off_note = by, at, note.strip()
    departure.save(update_fields=["signed_off_by", "signed_off_at", "sign_off_note"])
    audit.record(verb="verification.signed_off", subject=departure, by=by, at=at, details={"note": note.strip()})
    messages.signed_off(departure=departure, by=by, at=at)
    return departure


@transaction.atomic
def take_back_sign_off(*, departure: Departure, at: datetime.datetime, by: User | None = None) -> bool:
    """Make a sign-off no longer count, because what it was about has changed; returns whether there was one."""
    signed = Departure.objects.filter(pk=departure.pk, signed_off_at__isnull=False)
    if not signed.update(signed_off_by=None, signed_off_at=None, sign_off_note=""):
        return False
    departure.signed_off_by, departure.signed_off_at, departure.sign_off_note = None, None, ""
    audit.record(verb="verification.sign_off_taken_back", subject=departure, by=by, at=at)
    return True


def _follow_successors(rows: QuerySet[Verification], lead: QuerySet[Assignment]) -> int:
    by_plan = Subquery(lead.values("successor_id")[:1])
    moved = rows.annotate(by_plan=by_plan).exclude(successor_id=F("by_plan"))
    pks = list(moved.select_for_update(of=("self",)).values_list("pk", flat=True))
    chosen = Verification.objects.filter(pk__in=pks)
    chosen.exclude(verdict=Verdict.WAITING).update(verdict=Verdict.STATED)
    return chosen.update(successor_id=by_plan, **UNSAID)


def _customers(departure: Departure, lines: QuerySet[Assignment]) -> list[Verification]:
    known = departure.verifications.filter(customer__isnull=False).values("customer_id")
    given = dict(
        lines.filter(kind=RecordKind.CUSTOMER).exclude(record_id__in=known).values_list("record_id", "successor_id")
    )
    ordered = Customer.objects.filter(pk__in=given).order_by("grade", F("annual_value").desc(nulls_last=True), "name")
    return [
        Verification(departure=departure, customer_id=pk, successor_id=given[pk])
        for pk in ordered.values_list("pk", flat=True)
    ]


def _rests(departure: Departure, lines: QuerySet[Assignment]) -> list[Verification]:
    known = departure.verifications.filter(customer=None).values("successor_id")
    rest = lines.filter(follows=False).exclude(kind=RecordKind.CUSTOMER).exclude(successor_id__in=known)
    people = rest.order_by("successor_id").values_list("successor_id", flat=True).distinct()
    return [Verification(departure=departure, successor_id=pk) for pk in people]


def _locked(pk: int) -> Departure:
    people = ("leaver__team__manager", "leaver__office", "supervisor", "registered_by")
    return Departure.objects.select_related(*people).select_for_update(of=("self",)).get(pk=pk)


def _check_part(row: Verification, saying: Saying, by: User, at: datetime.datetime) -> None:
    whose = {
        Part.LEAVER: states(row.departure, at),
        Part.SUCCESSOR: row.successor,
        Part.SUPERVISOR: row.departure.supervisor,
    }[saying.part]
    if whose != by:
        raise Refused(_("This is for somebody else to say."), code="not_yours", status=403)
    if saying.part != Part.LEAVER and row.successor == row.departure.supervisor:
        sentence = _("You take this over yourself, so you can't also supervise it; somebody else must.")
        raise Refused(sentence, code="supervisor_is_successor", status=403)


def _is_said(row: Verification, saying: Saying, note: str) -> bool:
    words = {Verdict.STATED: row.statement, Verdict.CONFIRMED: row.answer, Verdict.DISPUTED: row.answer}
    return row.verdict == saying.verdict and words.get(saying.verdict, row.settlement) == note


def _check_moment(row: Verification, saying: Saying, note: str) -> None:
    check_open(row.departure)
    if row.verdict not in saying.after and not (saying.verdict == Verdict.SETTLED and _successor_is_away(row)):
        sentence = _("This can't be said now: the customer is at “%(verdict)s”.")
        raise Refused(sentence, code="not_now", params={"verdict": row.get_verdict_display()})
    if saying.in_words and not note:
        raise Refused(_("Say it in words."), code="words_needed", status=422)


def _successor_is_away(row: Verification) -> bool:
    """Whether the successor can't answer what was stated, so that the supervisor may settle it."""
    return row.verdict == Verdict.STATED and (row.successor.is_placeholder or not row.successor.has_access())


def _write(row: Verification, saying: Saying, note: str, *, by: User, at: datetime.datetime) -> None:
    row.verdict = saying.verdict
    if saying.part == Part.LEAVER:
        row.statement, row.stated_by, row.stated_at = note, by, at
    elif saying.part == Part.SUCCESSOR:
        row.answer, row.answered_at = note, at
    else:
        row.settlement, row.settled_by, row.settled_at = note, by, at


def _verb(saying: Saying) -> str:
    return "verification.sent_back" if saying.verdict == Verdict.WAITING else f"verification.{saying.verdict}"
