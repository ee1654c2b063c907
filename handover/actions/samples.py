"""The supervisor's sample: drawn by the system, kept in step with the plan, drawn again with a reason, and scored."""

import datetime
import secrets
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import audit
from accounts.models import User
from handover.checking import rights, sampling
from handover.lifecycle import Who
from handover.models import FINAL_VERDICTS, Departure, Sample, SampledCustomer, Score, Verification
from handover.relations import relations
from handover.verifying.verdicts import VERIFIED_IN
from web.errors import Refused

UNSCORED = {"score": "", "note": "", "scored_by": None, "scored_at": None}


@transaction.atomic
def keep_up(*, departure: Departure, at: datetime.datetime, by: User | None = None, seed: str = "") -> Sample | None:
    """Draw the sample if there is none yet, or bring it up to the customers that are handed over now.

    A score stays as long as the customer goes to the same successor. Nothing is drawn where no customer is verified.
    """
    sample = Sample.objects.select_for_update().filter(departure=departure, replaced_at=None).first()
    if sample is None:
        if not departure.verifications.filter(customer__isnull=False).exists():
            return None
        sample = Sample.objects.create(departure=departure, seed=seed or secrets.token_hex(8), drawn_at=at)
        many = _fill(sample)
        details = {"seed": sample.seed, "rows": many}
        audit.record(verb="sample.drawn", subject=departure, by=by, at=at, details=details)
        return sample
    before = set(sample.customers.values_list("customer", "successor"))
    _follow_successors(sample)
    many = _fill(sample)
    if before != set(sample.customers.values_list("customer", "successor")):
        details = {"seed": sample.seed, "rows": many}
        audit.record(verb="sample.followed", subject=departure, by=by, at=at, details=details)
    return sample


@transaction.atomic
def draw_first(*, departure: Departure, by: User, at: datetime.datetime) -> Sample | None:
    """Have the sample drawn of a handover that began before there were samples. Raises `Refused` as `draw_again`."""
    departure = _locked(departure.pk)
    _check_draws(departure, by)
    return keep_up(departure=departure, by=by, at=at)


@transaction.atomic
def draw_again(
    *, departure: Departure, reason: str, size: int | None = None, by: User, at: datetime.datetime, seed: str = ""
) -> Sample:
    """Another draw instead of the present one, with its reason; what was scored and is drawn again stays scored.

    Raises `Refused`: `not_yours` (403), `not_now`, `signed_off`, `words_needed` (422).
    """
    departure = _locked(departure.pk)
    _check_draws(departure, by)
    if not (reason := reason.strip()):
        raise Refused(_("Say why the sample is drawn again."), code="words_needed", status=422)
    former = Sample.objects.filter(departure=departure, replaced_at=None).first()
    if former is None:
        raise Refused(_("There is no sample yet."), code="not_now")
    Sample.objects.filter(pk=former.pk).update(replaced_at=at)
    sample = Sample.objects.create(
        departure=departure,
        number=former.number + 1,
        seed=seed or secrets.token_hex(8),
        size=size,
        drawn_by=by,
        drawn_at=at,
        reason=reason,
    )
    many = _fill(sample, former)
    details = {"seed": sample.seed, "former_seed": former.seed, "rows": many, "reason": reason}
    audit.record(verb="sample.drawn_again", subject=departure, by=by, at=at, details=details)
    return sample


@transaction.atomic
def score(*, sampled: SampledCustomer, score: str, note: str = "", by: User, at: datetime.datetime) -> SampledCustomer:
    """Say how well one customer was handed over. Saying the same twice changes nothing.

    Raises `Refused`: `not_yours` and `supervisor_is_successor` (403), `not_now`, `signed_off`, `words_needed` (422).
    """
    departure = _locked(sampled.sample.departure_id)
    row = SampledCustomer.objects.select_for_update(of=("self",)).select_related("customer", "sample")
    found = row.get(pk=sampled.pk)
    score, note = Score(score), note.strip()
    _check_checks(departure, found, by)
    if (found.score, found.note, found.scored_by_id) == (score, note, by.pk):
        return found
    _check_open(departure)
    _check_scorable(departure, found)
    if score == Score.UNUSABLE and not note:
        raise Refused(_("Say in words what is missing."), code="words_needed", status=422)
    found.score, found.note, found.scored_by, found.scored_at = score, note, by, at
    found.save(update_fields=list(UNSCORED))
    details = {"customer": found.customer.name, "score": str(score), "note": note, "former": sampled.score}
    audit.record(verb="sample.scored", subject=departure, by=by, at=at, details=details)
    return found


def forget(*, departure: Departure, customers: Collection[int | None]) -> None:
    """Take the scores of customers away about which something was said anew."""
    rows = SampledCustomer.objects.standing().filter(sample__departure=departure, customer__in=customers)
    SampledCustomer.objects.filter(pk__in=rows.values("pk")).update(**UNSCORED)


def check_scored(departure: Departure, note: str) -> None:
    """Raise `Refused` unless the sample is drawn and scored: `no_sample`, `sample_unscored`; `words_needed` (422) when
    something is not usable and nothing is said to it.
    """
    if not departure.verifications.filter(customer__isnull=False).exists():
        return
    rows = SampledCustomer.objects.standing().filter(sample__departure=departure)
    if not rows.exists():
        raise Refused(_("The sample is not drawn yet."), code="no_sample")
    if left := rows.unscored().count():
        sentence = ngettext(
            "%(count)s customer of the sample is not checked yet.",
            "%(count)s customers of the sample are not checked yet.",
            left,
        )
        raise Refused(sentence, code="sample_unscored", params={"count": left})
    if not note.strip() and rows.filter(score=Score.UNUSABLE).exists():
        sentence = _("Part of the sample is not usable; say in words why you sign all the same.")
        raise Refused(sentence, code="words_needed", status=422)


def _fill(sample: Sample, former: Sample | None = None) -> int:
    """Make the customers of a sample those that its seed draws; returns how many there are."""
    rows = sample.departure.verifications.filter(customer__isnull=False)
    takers = {pk: taker for pk, taker in rows.order_by().values_list("customer", "successor") if pk is not None}
    pairs = rows.order_by().values_list("customer", "customer__grade")
    chosen = sampling.drawn(sample.seed, [(pk, grade) for pk, grade in pairs if pk is not None], sample.size)
    kept = _kept(sample, takers)
    sample.customers.exclude(customer__in=chosen | kept).delete()
    known = set(sample.customers.values_list("customer", flat=True))
    scored = _scored(former, chosen) if former else {}
    new = [_sampled(sample, pk, takers[pk], scored.get(pk)) for pk in takers if pk in chosen and pk not in known]
    SampledCustomer.objects.bulk_create(new, batch_size=2000)
    return len(known) + len(new)


def _kept(sample: Sample, takers: Collection[int]) -> set[int]:
    """What is scored already and still handed over."""
    rows = sample.customers.exclude(score="").filter(customer__in=takers)
    return set(rows.values_list("customer", flat=True))


def _scored(former: Sample, chosen: Collection[int]) -> dict[int, SampledCustomer]:
    return {row.customer_id: row for row in former.customers.filter(customer__in=chosen).exclude(score="")}


def _sampled(sample: Sample, customer: int, successor: int, scored: SampledCustomer | None) -> SampledCustomer:
    row = SampledCustomer(sample=sample, customer_id=customer, successor_id=successor)
    if scored and scored.successor_id == successor:
        row.score, row.note = scored.score, scored.note
        row.scored_by_id, row.scored_at = scored.scored_by_id, scored.scored_at
    return row


def _follow_successors(sample: Sample) -> None:
    """A customer that goes to somebody else is checked anew."""
    takers = dict(sample.departure.verifications.order_by().values_list("customer", "successor"))
    for row in sample.customers.all():
        successor = takers.get(row.customer_id)
        if successor is not None and successor != row.successor_id:
            SampledCustomer.objects.filter(pk=row.pk).update(successor=successor, **UNSCORED)


def _locked(pk: int) -> Departure:
    return Departure.objects.select_related("leaver", "supervisor").select_for_update(of=("self",)).get(pk=pk)


def _check_draws(departure: Departure, by: User) -> None:
    if not relations(by, departure) & {Who.SUPERVISOR, Who.PLANNER}:
        raise Refused(_("The sample is for the supervisor and the manager."), code="not_yours", status=403)
    _check_open(departure)


def _check_checks(departure: Departure, row: SampledCustomer, by: User) -> None:
    if by.pk == row.successor_id:
        sentence = _("You take this customer over yourself, so somebody else must check it.")
        raise Refused(sentence, code="supervisor_is_successor", status=403)
    if not rights.may_check(by, departure, row.successor_id):
        raise Refused(_("This is for somebody else to check."), code="not_yours", status=403)


def _check_open(departure: Departure) -> None:
    if departure.state not in VERIFIED_IN:
        raise Refused(_("Samples are checked while the customers are handed over, not now."), code="not_now")
    if departure.signed_off_at:
        raise Refused(_("The supervisor has signed off; nothing changes any more."), code="signed_off")


def _check_scorable(departure: Departure, row: SampledCustomer) -> None:
    if row.sample.replaced_at:
        raise Refused(_("Another sample was drawn meanwhile."), code="not_now")
    agreed = Verification.objects.filter(departure=departure, customer=row.customer_id, verdict__in=FINAL_VERDICTS)
    if not agreed.exists():
        raise Refused(_("Leaver and successor have not agreed on this customer yet."), code="not_now")
