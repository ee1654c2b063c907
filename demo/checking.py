"""What the demo's supervisors have checked so far, and what waits for them."""

import datetime

from django.db.models import Count

from accounts.models import User
from handover.actions import samples, verifications, visit_exceptions
from handover.meetings import visits
from handover.models import Departure, SampledCustomer, Score, Verdict

#: Why a visit together was not needed.
MET = "上月展会上三方已见面，客户不要求再拜访。"
OBJECTION = "合同里写的是三十天账期，客户说陈静答应过六十天。"


def check_all(departure: Departure, *, at: datetime.datetime) -> None:
    """The supervisor checks the whole sample, all complete but one with small gaps, and lets visits be."""
    rows = SampledCustomer.objects.standing().filter(sample__departure=departure)
    supervisor = departure.supervisor
    if supervisor is None:
        return
    for number, row in enumerate(rows.select_related("sample")):
        score, note = (Score.GAPS, "付款习惯没有写，已口头补充。") if number == 1 else (Score.COMPLETE, "")
        when = at + datetime.timedelta(minutes=6 * number)
        samples.score(sampled=row, score=score, note=note, by=supervisor, at=when)
    missing = list(visits.missing(departure).values_list("pk", flat=True))
    if missing:
        visit_exceptions.make(departure=departure, customers=missing, reason=MET, by=supervisor, at=at)


def seed_queue(people: dict[str, User], today: datetime.date) -> None:
    """Of what 陈静 has stated, 赵敏 confirms some and disputes one, so that 孙丽 has something to check."""
    taker, at = people["zhao.min"], datetime.datetime.combine(today, datetime.time(1), datetime.UTC)
    departure = Departure.objects.get(leaver=people["chen.jing"])
    rows = departure.verifications.filter(successor=taker, customer__isnull=False, verdict=Verdict.WAITING)
    sampled = SampledCustomer.objects.standing().filter(sample__departure=departure, successor=taker)
    known = rows.filter(customer__in=sampled.values("customer")).annotate(n=Count("customer__deals"))
    chosen = list(known.order_by("-n", "pk")[:7])
    for row in chosen:
        stated_at = at - datetime.timedelta(days=7)
        verifications.say(verification=row, verdict=Verdict.STATED, by=departure.leaver, at=stated_at)
    for number, row in enumerate(chosen[1:]):
        answered = at - datetime.timedelta(days=6 - number)
        verifications.say(verification=row, verdict=Verdict.CONFIRMED, by=taker, at=answered)
    for row in chosen[:1]:
        disputed = at - datetime.timedelta(days=3)
        verifications.say(verification=row, verdict=Verdict.DISPUTED, note=OBJECTION, by=taker, at=disputed)
    if departure.supervisor and (least := visits.missing(departure).order_by("annual_value", "pk").first()):
        when = at - datetime.timedelta(days=1)
        visit_exceptions.make(departure=departure, customers=[least.pk], reason=MET, by=departure.supervisor, at=when)
