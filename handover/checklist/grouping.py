"""How a leaver's records become checklist items: few enough to work through, and none left out.

The rule, by kind of record:

| Records | Items |
|---|---|
| customers of grade A | each its own, the 40 with the greatest annual value; further ones in batches |
| other customers | batches of 20 by grade, in order of territory and name |
| open deals | three groups (no customer; expected to close this month or earlier; later or undated), batches of 25 |
| contracts | each its own whose renewal notice or end is within 60 days, the 40 soonest; the rest in batches of 25 |
| unfinished tasks | two groups (overdue; the rest), batches of 50 |

A group never makes more than `MOST_BATCHES` batches: with more records the batches grow instead. So a checklist has at
most `MOST_ITEMS` items about records, whether the leaver holds forty or forty thousand.
"""

import datetime
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from customers.kinds import RecordKind
from handover.models import Section

MOST_SINGLE = 40
MOST_BATCHES = 12
SOON = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Rule:
    """A group of records that make items alike. `size` is how many records an item holds; 1: each is its own item.

    `offset` counts working days to the last working day. `overflow` names the group for what is too much for singles.
    """

    name: str
    kind: RecordKind
    section: Section
    size: int
    offset: int
    overflow: str = ""

    def batch_size(self, records: int) -> int:
        """How many records an item of this group holds when there are so many in all."""
        return max(self.size, math.ceil(records / MOST_BATCHES))


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("customer", RecordKind.CUSTOMER, Section.CUSTOMERS, 1, -5, overflow="customers_a"),
        Rule("customers_a", RecordKind.CUSTOMER, Section.CUSTOMERS, 20, -5),
        Rule("customers_b", RecordKind.CUSTOMER, Section.CUSTOMERS, 20, -4),
        Rule("customers_c", RecordKind.CUSTOMER, Section.CUSTOMERS, 20, -3),
        Rule("deals_without_customer", RecordKind.DEAL, Section.DEALS, 25, -5),
        Rule("deals_closing", RecordKind.DEAL, Section.DEALS, 25, -4),
        Rule("deals_later", RecordKind.DEAL, Section.DEALS, 25, -3),
        Rule("contract", RecordKind.CONTRACT, Section.CONTRACTS, 1, -4, overflow="contracts"),
        Rule("contracts", RecordKind.CONTRACT, Section.CONTRACTS, 25, -3),
        Rule("tasks_overdue", RecordKind.TASK, Section.TASKS, 50, -5),
        Rule("tasks", RecordKind.TASK, Section.TASKS, 50, -2),
    )
}
MOST_ITEMS = sum(MOST_SINGLE if rule.size == 1 else MOST_BATCHES for rule in RULES.values())


@dataclass(frozen=True, order=True)
class Record:
    """One record on its way into an item: `order` is where it stands in its group, `label` how a person finds it."""

    order: tuple[Any, ...]
    pk: int
    label: str = field(compare=False)
    territory: str = field(default="", compare=False)


@dataclass
class Group:
    """The records of one rule, in order."""

    rule: Rule
    records: list[Record]

    def batches(self, size: int) -> Iterator[list[Record]]:
        """The records, `size` at a time."""
        for start in range(0, len(self.records), size):
            yield self.records[start : start + size]


def customer_rule(row: dict[str, Any]) -> str:
    """The group of a customer, by grade."""
    return "customer" if row["grade"] == "A" else f"customers_{row['grade'].lower()}"


def deal_rule(row: dict[str, Any], today: datetime.date) -> str:
    """The group of an open deal: nobody to sell to, about to close, or later."""
    if row["customer_id"] is None:
        return "deals_without_customer"
    closes = row["expected_close_on"]
    if closes is None:
        return "deals_later"
    return "deals_closing" if (closes.year, closes.month) <= (today.year, today.month) else "deals_later"


def contract_date(row: dict[str, Any]) -> datetime.date | None:
    """The day a contract next asks for something: its renewal notice or its end, whichever comes first."""
    days = [day for day in (row["renewal_notice_on"], row["ends_on"]) if day]
    return min(days) if days else None


def contract_rule(row: dict[str, Any], today: datetime.date) -> str:
    """The group of a contract: by itself when it asks for something within 60 days."""
    day = contract_date(row)
    return "contract" if day is not None and day <= today + SOON else "contracts"


def task_rule(row: dict[str, Any], today: datetime.date) -> str:
    """The group of an unfinished task."""
    return "tasks_overdue" if row["due_on"] is not None and row["due_on"] < today else "tasks"


def worth(row: dict[str, Any]) -> Decimal:
    """What a customer is worth a year; unknown counts nothing."""
    return row["annual_value"] or Decimal()


def within_bounds(groups: Iterable[Group], singles: dict[str, int]) -> list[Group]:
    """The groups, with what is too much for single items moved to batches; `singles`: how many there are already."""
    found = {group.rule.name: group for group in groups}
    for name, rule in RULES.items():
        group = found.get(name)
        if group is None or rule.size > 1:
            continue
        room = max(0, MOST_SINGLE - singles.get(name, 0))
        group.records, too_many = group.records[:room], group.records[room:]
        if too_many:
            found.setdefault(rule.overflow, Group(RULES[rule.overflow], [])).records.extend(too_many)
    return [found[name] for name in RULES if name in found and found[name].records]
