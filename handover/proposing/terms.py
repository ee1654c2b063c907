"""What speaks for whom: one term per reason, each a table of counts that points are read from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from handover.proposing.book import NONE, STAGES, Book, Candidate, Ints
from handover.proposing.weights import Weights

Counts = npt.NDArray[np.uint16]
Points = npt.NDArray[np.float32]
MOST = np.iinfo(np.uint16).max

#: From which count a term has all its points, and the share of them the first one brings.
FULL_AT = {
    "won_here": (6, 0.7),
    "met": (6, 0.7),
    "in_touch": (6, 0.7),
    "same_group": (3, 0.7),
    "industry_won": (15, 0.35),
    "industry_customers": (11, 0.4),
    "deal_size": (2, 0.5),
    "stage": (5, 0.5),
}
#: Deals whose typical sizes differ by less than this factor are alike; by less than the first, much alike.
ALIKE = (1.8, 3.5)


@dataclass(frozen=True)
class Term:
    """One reason. `counts` has a row per kind of lead (`rows` says which; `NONE` for those it says nothing about) and a
    column per person: how much of it there is.
    """

    code: str
    counts: Counts
    rows: Ints

    def points(self, weights: Weights) -> Points:
        """The table in points: the first brings a share, the rest comes in equal steps until the count is full."""
        full, first = FULL_AT.get(self.code, (1, 1.0))
        step = (1 - first) / max(full - 1, 1)
        bounded = np.minimum(self.counts, full).astype(np.float32)
        found = np.where(self.counts > 0, first + step * (bounded - 1), 0)
        return (weights.points(self.code) * found).astype(np.float32)


def terms(book: Book) -> list[Term]:
    """All terms of a book, in the order reasons with equal points are named."""
    return [*_ties(book), *_experience(book), *_place(book)]


def fit(found: Sequence[Term], weights: Weights, leads: int, people: int) -> Points:
    """Points of everybody for every lead: (leads, people)."""
    total = np.zeros((leads, people), np.float32)
    for term in found:
        table = np.vstack([term.points(weights), np.zeros((1, people), np.float32)])
        if table.any():
            total += table[term.rows]
    return total


def importance(book: Book, weights: Weights) -> Points:
    """How many times each lead counts: by its grade, and when a deal closes soon."""
    by_grade = np.array([weights.of["grade_a"], weights.of["grade_b"], 1])
    closing = np.where(book.leads.closing, weights.of["closing_soon"], 1)
    return (by_grade[book.leads.grade] * closing).astype(np.float32)


def _ties(book: Book) -> list[Term]:
    leads, ties = book.leads, book.ties
    customers, rows = np.unique(leads.customer, return_inverse=True)
    rows = np.where(leads.customer > 0, rows, NONE)
    known = np.isin(ties.customer, customers) & np.isin(ties.person, book.people_ids)
    at = np.searchsorted(customers, ties.customer[known]), np.searchsorted(book.people_ids, ties.person[known])

    def table(count: Ints) -> Term:
        counts = np.zeros((len(customers), len(book.people)), np.uint16)
        counts[at] = np.minimum(count[known], MOST)
        return Term("", counts, rows)

    found = {
        "won_here": table(ties.won),
        "met": table(ties.meetings),
        "open_here": table(ties.open),
        "account_team": table(ties.seat),
        "in_touch": table(np.where(ties.meetings > 0, 0, ties.touches)),
        "same_group": table(ties.group),
    }
    owners = (leads.owner[:, None] == book.people_ids).astype(np.uint16) if (leads.kind != 1).any() else None
    own = [Term("owns_customer", owners, np.arange(len(leads)))] if owners is not None else []
    return [*own, *(Term(code, term.counts, term.rows) for code, term in found.items())]


def _experience(book: Book) -> list[Term]:
    leads, people = book.leads, book.people
    won = _counts([[person.won.get(name, 0) for person in people] for name in leads.industries], len(people))
    held = _counts([[person.industries.get(name, 0) for person in people] for name in leads.industries], len(people))
    stages = _counts([[person.stages.get(name, 0) for person in people] for name in STAGES], len(people))
    return [
        Term("industry_won", won, leads.industry),
        Term("industry_customers", np.where(won > 0, 0, held).astype(np.uint16), leads.industry),
        Term("stage", stages, leads.stage),
        _size(book),
    ]


def _size(book: Book) -> Term:
    """Whether the deals are of the size a person is used to: sizes by tenths of a power of ten."""
    typical = np.array([_typical(person) for person in book.people])
    sizes = np.log10(np.maximum(book.leads.value, 1))
    steps, rows = np.unique(np.round(sizes, 1), return_inverse=True)
    apart = np.abs(steps[:, None] - typical)
    near, far = (np.log10(factor) for factor in ALIKE)
    counts = np.where(apart <= near, 2, np.where(apart <= far, 1, 0)).astype(np.uint16)
    return Term("deal_size", counts, np.where(book.leads.value > 0, rows, NONE))


def _typical(person: Candidate) -> float:
    return float(np.log10(person.size)) if person.size else np.inf


def _place(book: Book) -> list[Term]:
    leads, people = book.leads, book.people
    held = _counts([[person.territories.get(name, 0) for person in people] for name in leads.territories], len(people))
    speaks = _counts([[person.language.startswith("zh") for person in people]], len(people))
    near = _counts([[person.same_office for person in people]], len(people))
    return [
        Term("territory", held, leads.territory),
        Term("language", speaks, np.where(leads.han, 0, NONE)),
        Term("office", near, np.where(leads.customer > 0, 0, NONE)),
    ]


def _counts(rows: Sequence[Sequence[int]], people: int) -> Counts:
    return np.minimum(np.array(rows, np.int64).reshape(-1, people), MOST).astype(np.uint16)
