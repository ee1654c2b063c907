"""References as a page shows them to one person: a card for each kind, with what may be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, Value, When

from accounts.models import User
from handover.actions import reference_deeds as deeds
from handover.actions import references as actions
from handover.models import Departure, ReferenceKind, Waiver
from handover.references import sweep
from handover.references.kinds import Kind, Shown

#: How many rows a card shows beside others, and how many people it offers.
FIRST = 5
PEOPLE = 100


@dataclass(frozen=True)
class Row:
    """One reference: in words, whether the reader may settle it, and the waiver that lets it stay."""

    pk: int
    shown: Shown
    may_settle: bool
    waiver: Waiver | None = None


@dataclass
class Card:
    """A kind of reference for one reader. `hidden` counts those they may not read, `mine` those they may settle."""

    kind: Kind
    open: int
    hidden: int
    mine: int
    left: int
    may_waive: bool
    may_reopen: bool = False
    rows: list[Row] = field(default_factory=list)
    takers: list[User] = field(default_factory=list)
    has_more_takers: bool = False

    @property
    def seen(self) -> int:
        """How many open ones the reader may read."""
        return self.open - self.hidden

    @property
    def may_give(self) -> bool:
        """Whether the reader may hand some of them over."""
        return bool(self.mine and deeds.DEEDS[self.kind.kind].give)

    @property
    def may_end(self) -> bool:
        """Whether the reader may end some of them."""
        return bool(self.mine and deeds.DEEDS[self.kind.kind].end)

    @property
    def may_act(self) -> bool:
        """Whether there is a button at all."""
        return self.may_give or self.may_end or self.may_waive


def cards(user: User, departure: Departure, only: Kind | None = None) -> list[Card]:
    """The kinds with something open or left as it is, without their rows. Four queries, however many references."""
    kinds = [only] if only else sweep.kinds_of(departure)
    found = {kind.kind: sweep.still_open(kind, departure) for kind in kinds}
    visible = {kind.kind: kind.seen(user, departure, found[kind.kind]) for kind in kinds}
    settler = actions.may_settle(user, departure)
    keeper = settler or (only is not None and actions.may_settle(user, departure, only.kind))
    theirs = {kind.kind: kind.settled_by(user, departure, visible[kind.kind]) for kind in kinds} if keeper else {}
    opened, seen, mine, left = sweep.counts(found), sweep.counts(visible), sweep.counts(theirs), _left(departure)
    return [
        Card(
            kind=kind,
            open=opened.get(kind.kind, 0),
            hidden=opened.get(kind.kind, 0) - seen.get(kind.kind, 0),
            mine=mine.get(kind.kind, 0),
            left=left.get(kind.kind, 0),
            may_waive=settler and kind.can_be_waived and bool(seen.get(kind.kind)),
            may_reopen=settler,
        )
        for kind in kinds
        if only or opened.get(kind.kind) or left.get(kind.kind)
    ]


def overview(user: User, departure: Departure) -> list[Card]:
    """All cards with the first rows of each; a fixed number of queries for each kind."""
    found = cards(user, departure)
    for card in found:
        if card.seen:
            rows = card.kind.seen(user, departure, sweep.still_open(card.kind, departure))
            card.rows = rows_of(user, departure, card.kind, rows.select_related(*card.kind.related)[:FIRST])
        offer_takers(card, departure, user, "")
    return found


def rows_of(user: User, departure: Departure, kind: Kind, found: Iterable[Any]) -> list[Row]:
    """These rows in words, with what the reader may do and why a row was left as it is."""
    rows = list(found)
    ids = [row.pk for row in rows]
    theirs: set[int] = set()
    if actions.may_settle(user, departure, kind.kind):
        mine = kind.settled_by(user, departure, kind.rows(departure.leaver_id).filter(pk__in=ids))
        theirs = set(mine.order_by().values_list("pk", flat=True))
    waivers = Waiver.objects.filter(departure=departure, kind=kind.kind, object_id__in=ids).select_related("by")
    left = {waiver.object_id: waiver for waiver in waivers}
    return [Row(row.pk, kind.show(row, user), row.pk in theirs, left.get(row.pk)) for row in rows]


def offer_takers(card: Card, departure: Departure, reader: User, typed: str) -> None:
    """Offer whom the card's rows could go to, the leaver's team first; `typed` narrows them by name."""
    if not card.may_give:
        return
    people = deeds.DEEDS[card.kind.kind].takers(departure, reader)
    if typed:
        people = people.filter(Q(name__icontains=typed) | Q(email__icontains=typed))
    near = Case(
        When(team=departure.leaver.team_id, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    found = list(people.order_by(near.desc(), "name", "pk")[: PEOPLE + 1])
    card.takers, card.has_more_takers = found[:PEOPLE], len(found) > PEOPLE


def _left(departure: Departure) -> dict[ReferenceKind, int]:
    waived = Waiver.objects.filter(departure=departure).order_by().values_list("kind")
    return {ReferenceKind(kind): count for kind, count in waived.annotate(n=Count("pk"))}
