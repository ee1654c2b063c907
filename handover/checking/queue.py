"""The queue of what is to be checked, one customer at a time: disputes first, then the sample by grade and age."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import User
from handover.checking import access, rights
from handover.models import FINAL_VERDICTS, SampledCustomer, Verdict, Verification

#: From so many days on something waits long, or too long.
LONG, TOO_LONG = 2, 5


class Age(StrEnum):
    """How long something has been waiting."""

    FRESH = "fresh"
    LONG = "long"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Left:
    """How much is left, and how many of the same samples are checked."""

    disputes: int
    sampled: int
    checked: int

    @property
    def total(self) -> int:
        return self.disputes + self.sampled


@dataclass(frozen=True)
class Item:
    """One thing to check: what was said about a customer, and its place in the sample, if that is why it is here."""

    verification: Verification
    sampled: SampledCustomer | None
    days: int
    is_mine: bool

    @property
    def is_dispute(self) -> bool:
        return self.verification.verdict == Verdict.DISPUTED

    @property
    def age(self) -> Age:
        """How long it has been waiting."""
        if self.days >= TOO_LONG:
            return Age.TOO_LONG
        return Age.LONG if self.days >= LONG else Age.FRESH


def waiting(user: User, *, of_all: bool, departure: int | None = None) -> QuerySet[Verification]:
    """What waits to be checked by `user`, or (`of_all`) by anybody as far as they may read it; not ordered."""
    rows = access.seen(user) if of_all else access.seen(user).filter(access.mine(user))
    if departure is not None:
        rows = rows.filter(departure=departure)
    return rows.filter(Q(verdict=Verdict.DISPUTED) | _to_score()).order_by()


def left(rows: QuerySet[Verification]) -> Left:
    """How many disputes and sampled customers there are, and how many customers of their samples are checked."""
    disputes = rows.filter(verdict=Verdict.DISPUTED).count()
    samples = SampledCustomer.objects.standing().filter(sample__departure__in=rows.values("departure"))
    return Left(disputes, rows.exclude(verdict=Verdict.DISPUTED).count(), samples.exclude(score="").count())


def first(rows: QuerySet[Verification], skipped: Sequence[int], wanted: int | None = None) -> Verification | None:
    """The one that comes next: the one asked for, else the first that was not put to the end."""
    places = [When(pk=pk, then=Value(number)) for number, pk in enumerate(skipped, 1)]
    found = rows.annotate(
        put_back=Case(*places, default=Value(0), output_field=IntegerField()),
        wanted=Case(When(pk=wanted or 0, then=Value(0)), default=Value(1), output_field=IntegerField()),
        rank=Case(When(verdict=Verdict.DISPUTED, then=Value(0)), default=Value(1), output_field=IntegerField()),
        since=Greatest("answered_at", "settled_at"),
    )
    people = ("customer__owner", "successor", "stated_by", "settled_by", "departure__leaver__office")
    grade = F("customer__grade").asc(nulls_last=True)
    ordered = found.select_related(*people, "departure__supervisor").order_by(
        "wanted", "put_back", "rank", grade, "since", "pk"
    )
    return ordered.first()


def item(row: Verification, user: User, at: datetime.datetime) -> Item:
    """The thing to check that a row of the queue is."""
    rows = SampledCustomer.objects.standing().filter(sample__departure=row.departure_id, customer=row.customer_id)
    sampled = rows.select_related("sample").first() if row.verdict in FINAL_VERDICTS else None
    since = max((moment for moment in (row.answered_at, row.settled_at) if moment), default=at)
    days = (timezone.localdate(at) - timezone.localdate(since)).days
    return Item(row, sampled, max(days, 0), rights.may_check(user, row.departure, row.successor_id))


def _to_score() -> Q:
    """The rows both sides agree on that are in the sample and not checked yet."""
    rows = SampledCustomer.objects.standing().unscored()
    unscored = rows.filter(sample__departure=OuterRef("departure"), customer=OuterRef("customer"))
    return Q(Exists(unscored), verdict__in=FINAL_VERDICTS)
