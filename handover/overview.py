"""What the page of a departure shows to one person."""

import datetime
from dataclasses import dataclass

from accounts.models import User
from handover import access, figures, guards, holdings, next_steps
from handover.actions import supervision
from handover.actions.messages import managers
from handover.balance import Share
from handover.board import Row
from handover.board import row as board_row
from handover.holdings import Summary
from handover.lifecycle import State, Transition, Verb, Who, verbs_from
from handover.memory import Memory
from handover.models import Departure, PlanState
from handover.next_steps import Step
from handover.references import sweep
from handover.relations import knows_reasons, knows_values


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

    row: Row
    steps: list[Step]
    offers: list[Offer]
    held: Summary
    shows_reason: bool
    may_change: bool
    may_name: bool
    candidates: list[supervision.Candidate]
    others: list[User]
    shares: list[Share]
    managers: list[User]


#: How many people beyond the proposed ones the page offers as supervisors.
OTHERS = 100


def build(user: User, departure: Departure, at: datetime.datetime, today: datetime.date) -> Overview:
    """The page of `departure` for `user`."""
    memory = Memory(departure)
    counted = memory.keep(f"figures.{today}", lambda: figures.of([departure], today)[departure.pk])
    who = access.relations(user, departure)
    plans = [plan for plan in access.plans(user, departure) if plan.state != PlanState.DISCARDED]
    sees_plan = departure.leaver_id != user.pk or bool(plans)
    may_name = departure.is_open and bool(who & supervision.NAMERS)
    candidates = supervision.propose(departure) if may_name else []
    proposed = {candidate.user.pk for candidate in candidates}
    references = sweep.tally(departure) if departure.is_open and access.sees_references(user, departure) else None
    others = supervision.eligible(departure).exclude(pk__in=proposed)[:OTHERS] if may_name else []
    return Overview(
        row=board_row(user, departure, counted, bool(knows_values(user, [departure])), today),
        steps=next_steps.steps(departure, counted, sees_plan=sees_plan, references=references, at=at)
        if departure.is_open
        else [],
        offers=_offers(departure, who),
        held=memory.keep(f"held.{today}", lambda: holdings.summary(departure.leaver, today)),
        shows_reason=bool(knows_reasons(user, [departure])),
        may_change=departure.is_open and Who.REGISTRAR in who,
        may_name=may_name,
        candidates=candidates,
        others=list(others),
        shares=memory.keep(f"shares.{user.pk}", lambda: access.shares(user, plans[0]) if plans else []),
        managers=managers(departure),
    )


def _offers(departure: Departure, who: frozenset[Who]) -> list[Offer]:
    offers = []
    for arrow in verbs_from(State(departure.state)):
        if not who & set(arrow.who):
            continue
        missing = list(guards.all_missing(arrow, departure).values())
        if arrow.verb == Verb.PLAN and missing:
            continue  # settling the plan is approving it, on the plan's own page
        offers.append(Offer(arrow, missing))
    return sorted(offers, key=lambda offer: not offer.leads_on)
