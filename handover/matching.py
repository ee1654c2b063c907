"""Choosing a successor for each record, from facts alone: it knows no database.

A proposal is greedy: the weightiest customer first, each to the person who fits best and still has room.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from customers.kinds import RecordKind
from handover.models import Strategy
from handover.scoring import Candidate, Lead, Tie, Ties

Reason = dict[str, Any]
HAN = re.compile("[\u3400-\u9fff]")
NO_TIE = Tie()
#: How many reasons a person is shown per record.
SHOWN = 2


@dataclass(frozen=True)
class Term:
    """One thing that speaks for a candidate, and how loudly."""

    points: float
    reason: Reason


@dataclass(frozen=True)
class Choice:
    """Who gets a record, and why: codes with values for `handover/wording/plan.py`."""

    lead: Lead
    candidate: Candidate
    reasons: list[Reason]


def terms(lead: Lead, person: Candidate, tie: Tie) -> list[Term]:
    """All that speaks for `person` taking `lead` over, loudest first. Ties weigh most, then industry and territory."""
    found = [
        *_ties(lead, person, tie),
        *_experience(lead, person),
        *_place(lead, person),
    ]
    return sorted(found, key=lambda term: -term.points)


def _ties(lead: Lead, person: Candidate, tie: Tie) -> list[Term]:
    found = []
    if lead.owner_id == person.id:
        found.append(Term(60, {"code": "owns_customer", "customer": lead.name}))
    if tie.won:
        found.append(Term(25 + 3 * min(tie.won, 5), {"code": "won_here", "count": tie.won, "industry": lead.industry}))
    if tie.meetings:
        found.append(Term(16 + 2 * min(tie.meetings, 5), {"code": "met", "count": tie.meetings, "title": tie.title}))
    elif tie.touches:
        found.append(Term(8 + min(tie.touches, 5), {"code": "in_touch", "count": tie.touches}))
    if tie.open:
        found.append(Term(18, {"code": "open_here", "count": tie.open}))
    if tie.seat:
        found.append(Term(15, {"code": "account_team"}))
    return found


def _experience(lead: Lead, person: Candidate) -> list[Term]:
    if not lead.industry:
        return []
    if won := person.won.get(lead.industry, 0):
        return [Term(6 + min(won, 14), {"code": "industry_won", "count": won, "industry": lead.industry})]
    if customers := person.industries.get(lead.industry, 0):
        return [
            Term(5 + min(customers, 10), {"code": "industry_customers", "count": customers, "industry": lead.industry})
        ]
    return []


def _place(lead: Lead, person: Candidate) -> list[Term]:
    found = []
    if lead.territory and person.territories.get(lead.territory):
        found.append(Term(18, {"code": "territory", "territory": lead.territory}))
    if HAN.search(lead.name) and person.language.startswith("zh"):
        found.append(Term(6, {"code": "language"}))
    if person.same_office and lead.customer_id:
        found.append(Term(5, {"code": "office"}))
    return found


def match(leads: Sequence[Lead], people: Sequence[Candidate], ties: Ties, strategy: Strategy | str) -> list[Choice]:
    """A successor for every lead, in the order given. Customers weigh on the capacity; other records on the deals."""
    choices: list[Choice] = []
    deal_of: dict[int, Candidate] = {}
    for turn, lead in enumerate(leads):
        if strategy == Strategy.ROUND_ROBIN:
            person = people[turn % len(people)]
            reasons: list[Reason] = [{"code": "in_turn"}]
        elif lead.deal_id in deal_of:
            person, reasons = deal_of[lead.deal_id], [{"code": "same_deal"}]
        else:
            person, reasons = _best(lead, people, ties, Strategy(strategy))
        if lead.kind == RecordKind.CUSTOMER:
            person.customers += 1
        elif lead.kind == RecordKind.DEAL:
            person.deals += 1
            deal_of[lead.record_id] = person
        choices.append(Choice(lead, person, reasons))
    return [_with_load(choice) for choice in choices]


def _best(lead: Lead, people: Sequence[Candidate], ties: Ties, strategy: Strategy) -> tuple[Candidate, list[Reason]]:
    """The person with the most points once their load is taken off; between equals the one who carries less."""
    scored = []
    for person in people:
        found = terms(lead, person, ties.get((lead.customer_id or 0, person.id), NO_TIE))
        fit = sum(term.points for term in found)
        load = _load(lead, person, people)
        points = fit - load if strategy == Strategy.BEST_FIT else fit / 10 - 100 * load
        scored.append((points, -_carried(lead, person), -person.id, person, found))
    *_rest, person, found = max(scored, key=lambda row: row[:3])
    reasons = [term.reason for term in found[:SHOWN]]
    if not lead.customer_id:
        reasons = [{"code": "no_customer", "deals": person.deals}]
    return person, reasons or [{"code": "least_load"}]


def _carried(lead: Lead, person: Candidate) -> float:
    return person.filled if lead.kind == RecordKind.CUSTOMER else float(person.deals)


def _load(lead: Lead, person: Candidate, people: Sequence[Candidate]) -> float:
    """Points taken off for what a person carries already; beyond the capacity they weigh heavily."""
    if lead.kind == RecordKind.CUSTOMER:
        filled = (person.customers + 1) / max(person.capacity, 1)
        return 30 * filled + (200 * (filled - 1) + 60 if filled > 1 else 0)
    most = max(other.deals for other in people) or 1
    return 30 * person.deals / most


def _with_load(choice: Choice) -> Choice:
    """Say how full the person ends up, where that helps: few other reasons, or too much to carry."""
    if choice.lead.kind != RecordKind.CUSTOMER:
        return choice
    percent = round(100 * choice.candidate.filled)
    reasons = list(choice.reasons)
    if percent > 100:
        reasons = [*reasons[:1], {"code": "over", "percent": percent - 100}]
    elif len(reasons) < SHOWN:
        reasons.append({"code": "load", "percent": percent})
    return Choice(choice.lead, choice.candidate, reasons)
