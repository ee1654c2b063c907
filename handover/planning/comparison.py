"""What the comparison of strategies shows: a column for each, reckoned at once or, for a large book, by a worker."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy

from accounts.models import User
from handover.actions import weights
from handover.models import Assignment, Plan, Strategy
from handover.planning import balance
from handover.planning.balance import CAPACITY_AT

#: Up to so many (record, person) pairs the page reckons itself: about three seconds.
AT_ONCE = 200_000
#: How long a worker's answer is kept, and how long it is waited for before it is asked for again, in seconds.
KEPT = 3600
WAITED = 120


@dataclass(frozen=True)
class Bar:
    """How full one person (by id) ends up; the label names the seat somebody stands in for."""

    person: int
    label: str
    percent: int

    @property
    def width(self) -> str:
        """Of the bar, in percent, the capacity standing at `CAPACITY_AT`."""
        return f"{min(self.percent * CAPACITY_AT / 100, 100):.1f}"

    @property
    def percent_shown(self) -> str:
        """The same with its sign, for sentences."""
        return f"{self.percent}%"

    @property
    def is_over(self) -> bool:
        """Whether it is more than the capacity."""
        return self.percent > 100


@dataclass(frozen=True)
class Column:
    """One strategy: `is_used` by the draft, or one to use instead."""

    strategy: Strategy
    fit: int
    lowest: int
    highest: int
    new_faces: int
    at_risk: dict[str, int]
    bars: Sequence[Bar]
    is_used: bool
    best_in: frozenset[str] = frozenset()

    @property
    def aim(self) -> str:
        """What the strategy does, in a sentence."""
        return str(AIMS[self.strategy])


#: What each strategy does, for who never heard its name.
AIMS = {
    Strategy.BEST_FIT: gettext_lazy("Each customer goes to whoever suits them best and has room."),
    Strategy.EVEN: gettext_lazy("Everybody is about equally full afterwards."),
    Strategy.FEWEST_NEW: gettext_lazy("As many customers as possible go to somebody they know."),
    Strategy.ROUND_ROBIN: gettext_lazy("Customers are dealt out one by one, whoever suits them."),
}


def columns(plan: Plan, at: datetime.datetime) -> list[Column] | None:
    """A column for each strategy; None while a worker reckons them."""
    found = figures(plan, at)
    if found is None:
        return None
    labels = {str(share.person.pk): share.label for share in balance.shares(plan)}
    best = _best(found)
    return [
        Column(
            Strategy(row["strategy"]),
            row["fit"],
            min(row["percents"].values(), default=0),
            max(row["percents"].values(), default=0),
            row["new_faces"],
            row["at_risk"],
            [Bar(int(pk), labels.get(str(pk), ""), percent) for pk, percent in row["percents"].items()],
            row["strategy"] == plan.strategy,
            frozenset(name for name, values in best.items() if row["strategy"] in values),
        )
        for row in found
    ]


def _best(found: list[dict[str, Any]]) -> dict[str, list[str]]:
    """By figure the strategies best in it; none where more than half are, or for money of several currencies."""
    currencies = {currency for row in found for currency in row["at_risk"]}
    ranks = {
        "fit": {row["strategy"]: -row["fit"] for row in found},
        "load": {row["strategy"]: max(row["percents"].values(), default=0) for row in found},
        "new_faces": {row["strategy"]: row["new_faces"] for row in found},
    }
    if len(currencies) == 1:
        ranks["at_risk"] = {row["strategy"]: sum(row["at_risk"].values()) for row in found}
    best = {}
    for name, ranked in ranks.items():
        least = min(ranked.values(), default=0)
        winners = [strategy for strategy, rank in ranked.items() if rank == least]
        best[name] = winners if 2 * len(winners) <= len(ranked) else []
    return best


def figures(plan: Plan, at: datetime.datetime) -> list[dict[str, Any]] | None:
    """The figures of each strategy for a draft; None when the book is large and a worker was asked for them."""
    leads = Assignment.objects.filter(plan=plan, follows=False, locked=False).count()
    if leads * plan.successors.count() <= AT_ONCE:
        return reckon(plan, at)
    if (known := kept(plan)) is not None:
        return known
    if cache.add(f"{_key(plan)}:asked", 1, WAITED):
        from handover.tasks import compare_strategies

        compare_strategies.delay(plan.pk)
    return None


def kept(plan: Plan) -> list[dict[str, Any]] | None:
    """The figures a worker reckoned for this draft as it is now, if it has."""
    found: list[dict[str, Any]] | None = cache.get(_key(plan))
    return found


def keep(plan: Plan, at: datetime.datetime) -> None:
    """Reckon the figures of a large book and keep them for the page."""
    cache.set(_key(plan), reckon(plan, at), KEPT)


def reckon(plan: Plan, at: datetime.datetime) -> list[dict[str, Any]]:
    """The figures of each strategy, as JSON has them."""
    from handover.proposing import comparing, facts
    from handover.proposing.strategies import Ground

    users = list(User.objects.filter(pk__in=plan.successors.values("user")))
    book = facts.read(plan, users, at)
    return [asdict(row) for row in comparing.outcomes(Ground(book, weights.in_force()))]


def loss() -> float:
    """What share of a year's sales a change of person costs, in percent."""
    from handover.proposing.comparing import LOSS

    return round(100 * LOSS, 1)


def _key(plan: Plan) -> str:
    locked = Assignment.objects.filter(plan=plan, locked=True).count()
    return f"strategies:{plan.pk}:{plan.made_at.isoformat()}:{locked}:{hash(tuple(weights.in_force().values()))}"
