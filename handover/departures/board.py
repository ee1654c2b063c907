"""What the board shows: a row for each departure, and four figures over all that are open."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from handover.coverage import uncovered
from handover.departures import figures, lateness
from handover.departures.figures import Figures
from handover.departures.lateness import Late
from handover.lifecycle import State
from handover.models import Departure, PlanState
from handover.relations import knows_reasons

SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One departure on the board, with what its reader may know and do."""

    departure: Departure
    figures: Figures
    shows_values: bool
    shows_cover: bool
    is_soon: bool
    is_behind: bool
    uncovered: int = 0
    late: Late | None = None
    may_pick: bool = False

    @property
    def is_covered(self) -> bool:
        """Whether somebody answers for each of the customers on every day ahead, if the draft there may be holds."""
        return bool(self.figures.customers) and not self.uncovered

    @property
    def hangs_on_draft(self) -> bool:
        """Whether that somebody answers is so far only proposed: the plan waits for approval."""
        return self.figures.plan_state == PlanState.DRAFT


@dataclass(frozen=True)
class Cards:
    """Four figures over all open departures in view."""

    leaving: int
    uncovered: int
    customers: int
    values: dict[str, Decimal]
    deals_closing: int
    items: int
    items_late: int
    next_to_leave: Departure | None

    @property
    def items_on_time(self) -> int:
        return self.items - self.items_late


@dataclass(frozen=True)
class Board:
    """The rows of one page and the cards above them."""

    rows: list[Row]
    cards: Cards

    @property
    def may_pick(self) -> bool:
        """Whether the reader may do something with several of the rows."""
        return any(row.may_pick for row in self.rows)


@dataclass(frozen=True)
class Known:
    """What was found out about all departures in view, by their ids."""

    figures: dict[int, Figures]
    uncovered: dict[int, int]
    reached: set[int]
    valued: set[int]


def build(user: User, in_view: Iterable[Departure], page: Collection[Departure], at: datetime.datetime) -> Board:
    """The board for `user`: `in_view` are all open departures, `page` those shown."""
    today = timezone.localdate(at)
    every = {departure.pk: departure for departure in (*in_view, *page)}
    counted = figures.of(list(every.values()), today)
    groups = [group for one in counted.values() for group in one.groups]
    reached = knows_reasons(user, every.values())
    supervised = {one.pk for one in every.values() if one.supervisor_id == user.pk}
    valued = reached | supervised if user.may(Permission.SEE_BOOK) else set()
    known = Known(counted, uncovered.counts(list(every.values()), today, groups), reached, valued)
    late = lateness.of(user, page, reached, at)
    may_name = user.may(Permission.PLAN) or user.may(Permission.REGISTER_DEPARTURE)
    rows = [
        row(
            user,
            departure,
            counted[departure.pk],
            departure.pk in valued,
            today,
            uncovered=known.uncovered.get(departure.pk, 0),
            late=late.get(departure.pk),
            may_pick=may_name and departure.is_open and departure.pk in reached and departure.leaver_id != user.pk,
        )
        for departure in page
    ]
    return Board(rows, _cards(user, list(in_view), known, today))


def row(
    user: User,
    departure: Departure,
    counted: Figures,
    shows_values: bool,
    today: datetime.date,
    *,
    uncovered: int = 0,
    late: Late | None = None,
    may_pick: bool = False,
) -> Row:
    """One departure with what `user` may know of it."""
    left = departure.last_day_on - today
    early = departure.state in (State.REGISTERED, State.PLANNED)
    overdue = timezone.localdate(departure.effective_at) < today and not counted.moved
    return Row(
        departure=departure,
        figures=counted,
        shows_values=shows_values,
        shows_cover=departure.is_open and (departure.leaver_id != user.pk or counted.plan_state == PlanState.APPROVED),
        is_soon=departure.is_open and datetime.timedelta() <= left <= SOON,
        is_behind=departure.is_open and (overdue or (early and left <= SOON)),
        uncovered=uncovered,
        late=late,
        may_pick=may_pick,
    )


def _cards(user: User, in_view: list[Departure], known: Known, today: datetime.date) -> Cards:
    total, nobody, closing = Figures(), 0, 0
    for departure in in_view:
        one = known.figures[departure.pk]
        total.customers += one.customers
        total.items += one.items
        total.items_late += one.items_late
        nobody += known.uncovered[departure.pk] if departure.leaver_id != user.pk else 0
        if departure.pk in known.valued:
            total.add(one.values)
            closing += one.held.closing.get(f"{today:%Y-%m}", 0)
    to_come = [departure for departure in in_view if departure.last_day_on >= today]
    return Cards(
        leaving=len(in_view),
        uncovered=nobody,
        customers=total.customers,
        values=total.values,
        deals_closing=closing,
        items=total.items,
        items_late=total.items_late,
        next_to_leave=min(to_come, key=lambda departure: departure.last_day_on, default=None),
    )
