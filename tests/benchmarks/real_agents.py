"""The agents of crm-sales-opportunities: their open deals as a book, and who really has each."""

import csv
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from handover.proposing.book import Book, Candidate, Ints, Ties, columns

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "crm-sales-opportunities"
STAGES = {"Prospecting": "prospecting", "Engaging": "engaging"}
#: How much more than their even share an agent can hold.
ROOM = 1.25


@dataclass(frozen=True)
class Real:
    """The book, and the column of the agent who has each deal."""

    book: Book
    choice: Ints


def _read(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def open_deals() -> Real | None:
    """The open deals with an account, one lead each; None where the data set is not there."""
    if not DATA.exists():
        return None
    sector = {row["account"]: row["sector"] for row in _read("accounts")}
    price = {row["product"].replace(" ", ""): float(row["sales_price"]) for row in _read("products")}
    accounts = {name: number for number, name in enumerate(sorted(sector), 1)}
    deals = [row for row in _read("sales_pipeline") if row["account"]]
    running = [row for row in deals if row["deal_stage"] in STAGES]
    won = [row for row in deals if row["deal_stage"] == "Won"]
    agents = {name: number for number, name in enumerate(sorted({row["sales_agent"] for row in running}), 1)}
    leads = [_lead(number, row, accounts, sector, price) for number, row in enumerate(running, 1)]
    capacity = round(ROOM * len(running) / len(agents))
    people = [_agent(name, number, capacity, won, sector) for name, number in agents.items()]
    real = np.array([agents[row["sales_agent"]] - 1 for row in running], np.int64)
    return Real(Book(columns(leads), people, _ties(won, agents, accounts)), real)


def _lead(
    number: int, row: dict[str, str], accounts: dict[str, int], sector: dict[str, str], price: dict[str, float]
) -> dict[str, Any]:
    return {
        "id": number,
        "record": number,
        "customer": accounts[row["account"]],
        "industry": sector[row["account"]],
        "stage": STAGES[row["deal_stage"]],
        "value": price[row["product"].replace(" ", "")],
    }


def _agent(name: str, number: int, capacity: int, won: list[dict[str, str]], sector: dict[str, str]) -> Candidate:
    mine = [row for row in won if row["sales_agent"] == name]
    values = [float(row["close_value"]) for row in mine]
    return Candidate(
        id=number,
        capacity=capacity,
        size=statistics.geometric_mean(values) if values else None,
        won=Counter(sector[row["account"]] for row in mine),
    )


def _ties(won: list[dict[str, str]], agents: dict[str, int], accounts: dict[str, int]) -> Ties:
    counts = Counter(
        (accounts[row["account"]], agents[row["sales_agent"]]) for row in won if row["sales_agent"] in agents
    )
    pairs = np.array(sorted(counts), np.int64)
    number = np.array([counts[pair] for pair in sorted(counts)], np.int64)
    none = np.zeros(len(pairs), np.int64)
    return Ties(pairs[:, 0], pairs[:, 1], none, number, none, none, none, none)
