"""The public set “CRM Sales Opportunities” (Maven Analytics): five files as they are, whatever their order.

The set has no owners for its accounts. The rule: a customer belongs to the rep with the most won value there (equal:
more won deals, then the name); the other reps with deals there become its account team.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from customers.importing.headers import plain

NAME = "crm-sales-opportunities"
CURRENCY = "USD"
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class FilePreset:
    """One table of the set: its exact header, what it holds and which field each column fills. No kind: skipped."""

    kind: str
    columns: dict[str, str]


FILES = (
    FilePreset("people", {"sales_agent": "name", "manager": "manager", "regional_office": "office"}),
    FilePreset("products", {"product": "name", "series": "series", "sales_price": "list_price"}),
    FilePreset(
        "customers",
        {
            "account": "name",
            "sector": "industry",
            "year_established": "",
            "revenue": "",
            "employees": "",
            "office_location": "region",
            "subsidiary_of": "parent",
        },
    ),
    FilePreset(
        "deals",
        {
            "opportunity_id": "source_id",
            "sales_agent": "owner",
            "product": "product",
            "account": "customer",
            "deal_stage": "stage",
            "engage_date": "opened_on",
            "close_date": "closed_on",
            "close_value": "amount",
        },
    ),
    FilePreset("", {"Table": "", "Field": "", "Description": ""}),
)


def recognise(headers: list[str]) -> FilePreset | None:
    """The table of this set that has exactly these columns."""
    return next((preset for preset in FILES if set(preset.columns) == set(headers)), None)


@dataclass
class Book:
    """What the pipeline tells about accounts: whose each one is, and what it was worth in its last twelve months."""

    won: dict[str, dict[str, list[Decimal]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    offices: dict[str, str] = field(default_factory=dict)
    sales: list[tuple[str, datetime.date, Decimal]] = field(default_factory=list)

    def owner(self, account: str) -> str:
        """The rep with the most won value at this account, empty when nothing was won there."""
        reps = self.won.get(account, {})
        ranked = sorted(reps, key=lambda rep: (-sum(reps[rep]), -len(reps[rep]), rep))
        return ranked[0] if ranked else ""

    def annual_values(self) -> dict[str, Decimal]:
        """Won value by account in the twelve months up to the last closed deal of the set."""
        last = max((day for _account, day, _value in self.sales), default=None)
        values: dict[str, Decimal] = defaultdict(Decimal)
        for account, day, value in self.sales:
            if last and day > last - YEAR:
                values[account] += value
        return values


def read_book(pipeline: Iterable[dict[str, str]], teams: Iterable[dict[str, str]]) -> Book:
    """Go through the pipeline and the teams once, keeping sums only."""
    book = Book(offices={row["name"]: row["office"] for row in teams})
    for row in pipeline:
        try:
            value, day = Decimal(row["amount"]), datetime.date.fromisoformat(row["closed_on"])
        except (ArithmeticError, ValueError):
            continue  # the row itself is refused when its turn comes
        if row["stage"] == "Won" and row["customer"]:
            book.won[row["customer"]][row["owner"]].append(value)
            book.sales.append((row["customer"], day, value))
    return book


def customer(texts: dict[str, str], book: Book, annual: dict[str, Decimal]) -> dict[str, str]:
    """An account's row with what the pipeline says about it."""
    owner = book.owner(texts["name"])
    value = annual.get(texts["name"])
    return texts | {
        "source": NAME,
        "source_id": texts["name"],
        "owner": owner,
        "territory": book.offices.get(owner, ""),
        "annual_value": str(value) if value is not None else "",
        "currency": CURRENCY,
    }


def deal(texts: dict[str, str], products: dict[str, str]) -> dict[str, str]:
    """A pipeline row with the name people will know it by: product and account, or the id where no account is known."""
    product = products.get(plain(texts["product"]), texts["product"])
    return texts | {
        "source": NAME,
        "name": f"{product} · {texts['customer'] or texts['source_id']}",
        "currency": CURRENCY,
    }


def product(texts: dict[str, str]) -> dict[str, str]:
    """A product's row with the currency of the set."""
    return texts | {"currency": CURRENCY}


def reps(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """Everybody the pipeline names."""
    return (row["owner"] for row in rows if row["owner"])
