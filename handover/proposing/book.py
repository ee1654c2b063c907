"""What a proposal is made from, as numbers: the records to give, the people to give them to, what connects the two.

Records are columns (one NumPy array per fact), for there may be 100,000 of them. Both records and people stand in the
order of their ids, so that nothing depends on the order somebody named them in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from customers.models import Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Grades and stages by their place in an array.
GRADES = ("A", "B", "C")
STAGES = tuple(stage.value for stage in Stage)
NONE = -1


@dataclass(frozen=True)
class Leads:
    """Records somebody has to be chosen for; one row each. `NONE` stands for no industry, territory or stage, 0 for no
    customer, owner or deal (`deal`: of a task on one). `value` is what the open deals are worth in rough yuan, `visits`
    how many a week, `closing` whether a deal closes soon; `names` are the customers'.
    """

    id: Ints
    kind: Ints
    record: Ints
    customer: Ints
    owner: Ints
    deal: Ints
    grade: Ints
    industry: Ints
    territory: Ints
    stage: Ints
    han: Flags
    closing: Flags
    value: Floats
    visits: Floats
    names: Sequence[str]
    industries: Sequence[str]
    territories: Sequence[str]

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True)
class Candidate:
    """A successor as they are today, with what was already given to them by hand.

    `capacity` is how many customers they can look after; `capacity_value` (rough yuan) and `weekly_visits` say the
    same of open deals and of visits, where it is known.
    """

    id: int
    capacity: int
    capacity_value: float | None = None
    weekly_visits: float | None = None
    customers: float = 0
    value: float = 0
    visits: float = 0
    deals: int = 0
    same_office: bool = False
    language: str = "en"
    size: float | None = None
    territories: Mapping[str, int] = field(default_factory=dict)
    industries: Mapping[str, int] = field(default_factory=dict)
    won: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ties:
    """What connects people with customers already, one row per pair that has something; `person` is an id."""

    customer: Ints
    person: Ints
    seat: Ints
    won: Ints
    open: Ints
    touches: Ints
    meetings: Ints
    group: Ints
    titles: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """All of it. `together` are pairs of customers (ids) that should stay with one person; `locked` says who was chosen
    by hand for which customer. `exposed` lists (row, currency, amount) a year that a change of person puts at stake.
    """

    leads: Leads
    people: Sequence[Candidate]
    ties: Ties
    together: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    locked: Mapping[int, int] = field(default_factory=dict)
    exposed: Sequence[tuple[int, str, float]] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", sorted(self.people, key=lambda person: person.id))

    @property
    def people_ids(self) -> Ints:
        """The people's ids, ascending."""
        return np.array([person.id for person in self.people], np.int64)


def added(places: Ints, weights: npt.NDArray[Any], count: int) -> Floats:
    """The sum of the weights at each of `count` places."""
    return np.bincount(places, weights=weights, minlength=count).astype(np.float64)


class _Columns:
    """Columns of rows that say only what they have; the others have nothing."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.rows = sorted(rows, key=lambda row: row["id"])

    def ints(self, name: str, default: int = 0) -> Ints:
        return np.array([row.get(name) or default for row in self.rows], np.int64)

    def floats(self, name: str) -> Floats:
        return np.array([row.get(name) or 0 for row in self.rows], np.float64)

    def flags(self, name: str) -> Flags:
        return np.array([bool(row.get(name)) for row in self.rows], np.bool_)

    def texts(self, name: str) -> list[str]:
        return [row.get(name) or "" for row in self.rows]

    def known(self, name: str) -> list[str]:
        """What is said there at all, each once."""
        return sorted(set(filter(None, self.texts(name))))

    def places(self, name: str, known: Sequence[str], default: str = "") -> Ints:
        """Where in `known` each stands."""
        at = {value: place for place, value in enumerate(known)}
        return np.array([at.get(text or default, NONE) for text in self.texts(name)], np.int64)


def columns(rows: Sequence[Mapping[str, Any]]) -> Leads:
    """Leads from rows that say only what they have."""
    read = _Columns(rows)
    industries, territories = read.known("industry"), read.known("territory")
    return Leads(
        id=read.ints("id"),
        kind=read.ints("kind", 1),
        record=read.ints("record"),
        customer=read.ints("customer"),
        owner=read.ints("owner"),
        deal=read.ints("deal"),
        grade=read.places("grade", GRADES, "C"),
        industry=read.places("industry", industries),
        territory=read.places("territory", territories),
        stage=read.places("stage", STAGES),
        han=read.flags("han"),
        closing=read.flags("closing"),
        value=read.floats("value"),
        visits=read.floats("visits"),
        names=read.texts("name"),
        industries=industries,
        territories=territories,
    )
