"""What the board shows: a row for each departure, and four figures over all that are open."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from customers import access as book
from customers.models import Customer, Deal
from handover import figures
from handover.figures import Figures
from handover.lifecycle import State
from handover.models import Departure, PlanState
from handover.relations import knows_values
from web.keyset import COUNTED_TO, Total

SOON = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One departure on the board, with what its reader may know."""

    departure: Departure
    figures: Figures
    shows_values: bool
    shows_cover: bool
    is_soon: bool
    is_behind: bool

    @property
    def is_covered(self) -> bool:
        """Whether each of the customers has a successor in the plan."""
        return bool(self.figures.customers) and not self.figures.uncovered


@dataclass(frozen=True)
class Cards:
    """Four figures over all open departures in view."""

    leaving: int
    uncovered: int
    customers: int
    customers_of: Total | None
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


def build(user: User, in_view: Iterable[Departure], page: Iterable[Departure], today: datetime.date) -> Board:
    """The board for `user`: `in_view` are all open departures, `page` those shown."""
    known = {departure.pk: departure for departure in (*in_view, *page)}
    counted = figures.of(list(known.values()), today)
    valued = knows_values(user, known.values())
    rows = [row(user, departure, counted[departure.pk], departure.pk in valued, today) for departure in page]
    return Board(rows, _cards(user, list(in_view), counted, valued, today))


def row(user: User, departure: Departure, counted: Figures, shows_values: bool, today: datetime.date) -> Row:
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
    )


def _cards(
    user: User, in_view: list[Departure], counted: dict[int, Figures], valued: set[int], today: datetime.date
) -> Cards:
    total = Figures()
    for departure in in_view:
        one = counted[departure.pk]
        total.customers += one.customers
        total.uncovered += one.uncovered if departure.leaver_id != user.pk else 0
        total.items += one.items
        total.items_late += one.items_late
        total.add(one.values if departure.pk in valued else {})
    owners = {departure.leaver_id for departure in in_view if departure.pk in valued}
    month = {"expected_close_on__year": today.year, "expected_close_on__month": today.month}
    to_come = [departure for departure in in_view if departure.last_day_on >= today]
    return Cards(
        leaving=len(in_view),
        uncovered=total.uncovered,
        customers=total.customers,
        customers_of=_all_customers(user),
        values=total.values,
        deals_closing=Deal.objects.open().filter(owner__in=owners, **month).count(),
        items=total.items,
        items_late=total.items_late,
        next_to_leave=min(to_come, key=lambda departure: departure.last_day_on, default=None),
    )


def _all_customers(user: User) -> Total | None:
    if not user.may(Permission.SEE_BOOK):
        return None
    return Total(book.records(user, Customer).order_by().values("pk")[: COUNTED_TO + 1].count())
