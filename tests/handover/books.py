"""Made-up books for proposals: the same for the same seed."""

from typing import Any

import numpy as np

from handover.proposing.book import Book, Candidate, Ties, columns

INDUSTRIES = [f"industry {number}" for number in range(12)]
TERRITORIES = [f"territory {number}" for number in range(15)]
STAGES = ["prospecting", "qualifying", "engaging", "quoted", "negotiating"]


def person(chance: np.random.Generator, number: int, **fields: Any) -> Candidate:
    """Somebody with a book, some industries and some territories."""
    capacity = int(chance.choice([80, 120, 150, 200]))
    customers = int(capacity * chance.uniform(0.2, 0.95))

    def some(of: list[str], most: int, share: float) -> dict[str, int]:
        return {name: int(chance.integers(1, most)) for name in of if chance.random() < share}

    usual = {
        "capacity": capacity,
        "customers": customers,
        "value": customers * float(chance.uniform(40_000, 90_000)),
        "visits": customers * float(chance.uniform(0.05, 0.2)),
        "deals": int(chance.integers(0, 60)),
        "same_office": bool(chance.random() < 0.5),
        "language": "zh-hans" if chance.random() < 0.5 else "en",
        "size": float(chance.lognormal(10, 1)),
        "territories": some(TERRITORIES, 20, 0.25),
        "industries": some(INDUSTRIES, 20, 0.4),
        "won": some(INDUSTRIES, 25, 0.3),
        "stages": some(STAGES, 8, 0.6),
    }
    return Candidate(id=number, **usual | fields)


def lead(chance: np.random.Generator, number: int, **fields: Any) -> dict[str, Any]:
    """A customer with what it is worth."""
    return {
        "id": number,
        "kind": 1,
        "record": 1000 + number,
        "customer": 1000 + number,
        "grade": str(chance.choice(["A", "B", "C"], p=[0.2, 0.3, 0.5])),
        "industry": str(chance.choice(INDUSTRIES)),
        "territory": str(chance.choice(TERRITORIES)),
        "stage": str(chance.choice(STAGES)),
        "han": bool(chance.random() < 0.5),
        "closing": bool(chance.random() < 0.15),
        "value": float(chance.lognormal(10, 1.2)) if chance.random() < 0.8 else 0.0,
        "visits": float(chance.integers(0, 6)) / 13,
    } | fields


def ties(chance: np.random.Generator, leads: int, people: int) -> Ties:
    """Somebody knows about every second customer."""
    count = leads // 2
    customer, who = 1001 + chance.integers(0, leads, count), 1 + chance.integers(0, people, count)
    pairs = np.unique(np.stack([customer, who], axis=1), axis=0)
    met = chance.integers(0, 4, len(pairs)) * (chance.random(len(pairs)) < 0.4)
    won = chance.integers(0, 5, len(pairs)) * (chance.random(len(pairs)) < 0.4)
    seat = (chance.random(len(pairs)) < 0.3).astype(np.int64)
    none = np.zeros(len(pairs), np.int64)
    return Ties(pairs[:, 0], pairs[:, 1], seat, won, none, met + 1, met, none)


def made(seed: int, *, customers: int, people: int, groups: int = 0, loose: int = 0) -> Book:
    """A book of so many customers for so many people; `groups` pairs of customers belong together."""
    chance = np.random.default_rng(seed)
    rows = [lead(chance, number) for number in range(1, customers + 1)]
    rows += [
        {"id": customers + number, "kind": 2, "record": number, "value": float(chance.lognormal(10, 1))}
        for number in range(1, loose + 1)
    ]
    together = 1001 + chance.integers(0, customers, (groups, 2))
    return Book(
        leads=columns(rows),
        people=[person(chance, number) for number in range(1, people + 1)],
        ties=ties(chance, customers, people),
        together=together[together[:, 0] != together[:, 1]].astype(np.int64),
    )
