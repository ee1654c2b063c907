"""Why somebody: the terms that decided it, as the codes with values that `handover/wording/plan.py` puts into words."""

import json
from typing import Any

import numpy as np

from handover.models import Strategy
from handover.proposing.book import NONE, STAGES, Ints
from handover.proposing.strategies import Ground, Proposal
from handover.proposing.terms import Term
from handover.proposing.weights import Weights

Reason = dict[str, Any]
#: How many reasons a person is shown per record.
SHOWN = 2
IN_TURN = json.dumps([{"code": "in_turn"}])


def of_choice(ground: Ground, proposal: Proposal, strategy: Strategy | str) -> list[str]:
    """Why the person chosen, for each lead, as JSON."""
    if strategy == Strategy.ROUND_ROBIN:
        return [IN_TURN] * len(proposal.choice)
    return _told(ground, proposal, proposal.choice, strategy=Strategy(strategy), is_choice=True)


def of_next(ground: Ground, proposal: Proposal, strategy: Strategy | str) -> list[str]:
    """Why the next best person, for each lead, as JSON; an empty list where there is nobody else."""
    return _told(ground, proposal, proposal.next_best, strategy=Strategy(strategy), is_choice=False)


def _told(ground: Ground, proposal: Proposal, person: Ints, *, strategy: Strategy, is_choice: bool) -> list[str]:
    """The loudest terms of each lead with its person; then how full that makes them, where there is room to say it."""
    leads = ground.book.leads
    found = ground.terms
    places, counts = _loudest(found, person, ground.weighted(strategy))
    percent = percents(ground, proposal.choice)
    apart = _apart(ground, proposal) if is_choice else [""] * len(leads)
    written: dict[tuple[Any, ...], str] = {}
    told = []
    for row, column in enumerate(person.tolist()):
        pairs = zip(places[row], counts[row], strict=True)
        said = [_reason(ground, found[place], row, column, count) for place, count in pairs if count]
        key = (apart[row], column, int(leads.kind[row]) if leads.customer[row] else 0, str(said))
        if key not in written:
            written[key] = json.dumps(_whole(ground, key, said, percent[column]) if column != NONE else [])
        told.append(written[key])
    return told


def _loudest(found: list[Term], person: Ints, weights: Weights) -> tuple[list[list[int]], list[list[int]]]:
    """The places of the terms with the most points for each lead and their counts, 0 for terms that say nothing."""
    points, counts = np.zeros((len(found), len(person)), np.float32), np.zeros((len(found), len(person)), np.int64)
    for place, term in enumerate(found):
        says = np.flatnonzero((term.rows != NONE) & (person != NONE))
        at = term.rows[says], person[says]
        if len(says):
            counts[place, says] = term.counts[at]
            points[place, says] = term.points(weights)[at]
    top = np.argsort(-points, axis=0, kind="stable")[:SHOWN]
    said = np.where(np.take_along_axis(points, top, axis=0) > 0, np.take_along_axis(counts, top, axis=0), 0)
    return top.T.tolist(), said.T.tolist()


def _reason(ground: Ground, term: Term, row: int, column: int, count: int) -> Reason:
    """One term as a reason, with what its sentence needs."""
    leads = ground.book.leads
    reason: Reason = {"code": term.code}
    match term.code:
        case "owns_customer":
            reason["customer"] = leads.names[row]
        case "territory":
            reason["territory"] = leads.territories[leads.territory[row]]
        case "stage":
            reason["stage"] = STAGES[leads.stage[row]]
        case "account_team" | "language" | "office" | "deal_size":
            pass
        case _:
            reason["count"] = count
    if term.code in ("won_here", "industry_won", "industry_customers"):
        reason["industry"] = leads.industries[leads.industry[row]] if leads.industry[row] != NONE else ""
    if term.code == "met":
        pair = int(leads.customer[row]), ground.book.people[column].id
        reason["title"] = ground.book.ties.titles.get(pair, "")
    return reason


def _whole(ground: Ground, key: tuple[Any, ...], said: list[Reason], percent: int) -> list[Reason]:
    """All that is said of one lead."""
    apart, column, kind, _said = key
    if apart in ("same_deal", "group_by_hand"):
        return [{"code": apart}]
    if not kind:
        return [{"code": "no_customer", "deals": ground.book.people[column].deals}]
    if apart:
        said = [*said[: SHOWN - 1], {"code": apart}]
    if kind != 1:
        return said or [{"code": "least_load"}]
    said = said or [{"code": "least_load"}]
    if percent > 100:
        return [*said[:1], {"code": "over", "percent": percent - 100}]
    return said if len(said) >= SHOWN else [*said, {"code": "load", "percent": percent}]


def _apart(ground: Ground, proposal: Proposal) -> list[str]:
    """What else decided it: a task went with its deal, a customer with its group, or where the group went by hand."""
    leads, of = ground.book.leads, ground.units.of
    customers = np.bincount(of, weights=leads.kind == 1, minlength=len(ground.units))
    deals = set(leads.record[leads.kind == 2].tolist())
    with_deal = np.isin(leads.deal, list(deals)) & (leads.deal > 0)
    found = np.where((leads.kind == 1) & (customers[of] > 1), "together", "")
    found = np.where(with_deal, "same_deal", found)
    return [str(code) for code in np.where(proposal.pinned != NONE, "group_by_hand", found)]


def percents(ground: Ground, choice: Ints) -> list[int]:
    """How full everybody is once the choice is carried out, in customers, in percent of their own capacity."""
    leads, people = ground.book.leads, ground.book.people
    given = np.bincount(choice, weights=leads.kind == 1, minlength=len(people))
    return [
        round(100 * float(person.customers + given[column]) / max(person.capacity, 1))
        for column, person in enumerate(people)
    ]
