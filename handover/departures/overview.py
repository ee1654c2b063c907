"""What the page of a departure shows to one person."""

import datetime
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission
from handover import access, guards, holdings
from handover.actions import supervision
from handover.actions.messages import managers
from handover.coverage import uncovered
from handover.departures import change_of_hands, figures, next_steps
from handover.departures.board import Row
from handover.departures.board import row as board_row
from handover.departures.change_of_hands import ChangeOfHands
from handover.departures.counts import Found
from handover.departures.next_steps import Known, Step
from handover.holdings import Summary
from handover.lifecycle import State, Transition, Verb, Who, verbs_from
from handover.models import Departure, Plan, PlanState
from handover.planning import balance
from handover.planning.balance import Gain
from handover.references import sweep
from handover.relations import knows_reasons


@dataclass(frozen=True)
class Offer:
    """A verb the person may do now, or could if nothing were missing."""

    arrow: Transition
    missing: list[str]

    @property
    def leads_on(self) -> bool:
        """Whether the verb takes the handover towards its end."""
        return self.arrow.verb not in (Verb.WITHDRAW, Verb.REPLAN)


@dataclass(frozen=True)
class Overview:
    """A departure, as far as its reader may know it."""

    who: frozenset[Who]
    row: Row
    hands: ChangeOfHands
    steps: list[Step]
    offers: list[Offer]
    held: Summary
    shows_reason: bool
    shows_plan: bool
    may_change: bool
    may_name: bool
    candidates: list[supervision.Candidate]
    others: list[User]
    gains: list[Gain]
    managers: list[User]

    @property
    def most_gained(self) -> int:
        """How many customers whoever gets most gets."""
        return max((gain.gains["customers"] for gain in self.gains), default=0)


#: How many people beyond the proposed ones the page offers as supervisors.
OTHERS = 100


def build(user: User, departure: Departure, at: datetime.datetime, today: datetime.date) -> Overview:
    """The page of `departure` for `user`."""
    counted = figures.of([departure], today, with_gains=True)[departure.pk]
    who = access.relations(user, departure)
    plan = counted.plan if counted.plan and access.sees_plan(user, counted.plan, departure, who) else None
    may_name = departure.is_open and bool(who & supervision.NAMERS)
    candidates = supervision.propose(departure, user) if may_name else []
    proposed = {candidate.user.pk for candidate in candidates}
    others = supervision.eligible(departure, user).exclude(pk__in=proposed)[:OTHERS] if may_name else []
    knows_reason = bool(knows_reasons(user, [departure]))
    knows_values = user.may(Permission.SEE_BOOK) and (knows_reason or Who.SUPERVISOR in who)
    row = board_row(user, departure, counted, knows_values, today)
    hands = change_of_hands.of(departure)
    return Overview(
        who=who,
        row=row,
        hands=hands,
        steps=next_steps.steps(departure, counted, _known(user, row, who, hands, today), at=at)
        if departure.is_open
        else [],
        offers=_offers(departure, who),
        held=holdings.summary(departure.leaver, today, counted.held if departure.is_open else None),
        shows_reason=knows_reason,
        shows_plan=departure.leaver_id != user.pk or counted.plan_state == PlanState.APPROVED,
        may_change=departure.is_open and Who.REGISTRAR in who,
        may_name=may_name,
        candidates=candidates,
        others=list(others),
        gains=_gains(user, departure, plan, counted.parts, who),
        managers=managers(departure),
    )


def _known(user: User, row: Row, who: frozenset[Who], hands: ChangeOfHands, today: datetime.date) -> Known:
    """What `user` may know of an open departure and do about it, where the next steps ask."""
    departure = row.departure
    sees_coverage = access.sees_coverage(user, departure, who)
    knows_cover = row.shows_cover and row.figures.plan is not None and (sees_coverage or Who.REGISTRAR in who)
    return Known(
        hands=hands,
        may_name=bool(who & supervision.NAMERS),
        sees_plan=departure.leaver_id != user.pk or row.figures.plan_state == PlanState.APPROVED,
        sees_coverage=sees_coverage,
        uncovered=uncovered.counts([departure], today, row.figures.groups)[departure.pk] if knows_cover else None,
        references=sweep.tally(departure) if access.sees_references(user, departure, who) else None,
    )


def _gains(user: User, departure: Departure, plan: Plan | None, parts: Found, who: frozenset[Who]) -> list[Gain]:
    """What each successor gets, as far as `user` may know: all, or their own part."""
    if plan is None:
        return []
    found = balance.gains(plan, parts)
    if access.sees_all(user, departure, who) or departure.leaver_id == user.pk:
        return found
    return [gain for gain in found if gain.person.pk == user.pk]


def _offers(departure: Departure, who: frozenset[Who]) -> list[Offer]:
    offers = []
    arrows = [arrow for arrow in verbs_from(State(departure.state)) if who & set(arrow.who)]
    asked = dict.fromkeys(guard for arrow in arrows for guard in arrow.guards)
    answers = {guard: guards.missing(guard, departure) for guard in asked}
    for arrow in arrows:
        missing = [sentence for guard in arrow.guards if (sentence := answers[guard])]
        if arrow.verb == Verb.PLAN and missing:
            continue  # settling the plan is approving it, on the plan's own page
        offers.append(Offer(arrow, missing))
    return sorted(offers, key=lambda offer: not offer.leads_on)
