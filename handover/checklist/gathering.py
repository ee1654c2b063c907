"""Reading a leaver's records for the checklist, grouped by `handover/checklist/grouping.py`."""

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from customers.kinds import RecordKind
from handover import holdings
from handover.checklist.grouping import (
    RULES,
    Group,
    Record,
    contract_date,
    contract_rule,
    customer_rule,
    deal_rule,
    task_rule,
    worth,
)

FAR = datetime.date.max
FIELDS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.CUSTOMER: ("name", "grade", "territory", "annual_value"),
    RecordKind.DEAL: ("name", "customer_id", "customer__name", "expected_close_on"),
    RecordKind.CONTRACT: ("number", "title", "customer__name", "renewal_notice_on", "ends_on"),
    RecordKind.TASK: ("title", "due_on"),
}


def groups(leaver: User, today: datetime.date, placed: dict[int, set[int]]) -> list[Group]:
    """What `leaver` holds and no item has yet (`placed`, ids by kind), in groups and in order."""
    found: dict[str, list[Record]] = defaultdict(list)
    for kind, held in holdings.rows(leaver).items():
        for row in _rows(held, FIELDS[kind]):
            if row["pk"] not in placed.get(kind, ()):
                rule, record = _PLACES[kind](row, today)
                found[rule].append(record)
    return [Group(RULES[name], sorted(records)) for name, records in found.items()]


def _rows(held: QuerySet[Any], fields: tuple[str, ...]) -> Any:
    return held.order_by("pk").values("pk", *fields).iterator(chunk_size=2000)


def _customer(row: dict[str, Any], today: datetime.date) -> tuple[str, Record]:
    rule = customer_rule(row)
    order = (
        (-worth(row), row["name"].casefold())
        if rule == "customer"
        else (row["territory"].casefold(), row["name"].casefold())
    )
    return rule, Record(order, row["pk"], row["name"], row["territory"])


def _deal(row: dict[str, Any], today: datetime.date) -> tuple[str, Record]:
    label = row["customer__name"] or row["name"]
    rule = deal_rule(row, today)
    first = row["expected_close_on"] or FAR if rule == "deals_closing" else FAR
    return rule, Record((first, label.casefold()), row["pk"], label)


def _contract(row: dict[str, Any], today: datetime.date) -> tuple[str, Record]:
    label = " ".join(filter(None, (row["number"], row["title"] or row["customer__name"])))
    return contract_rule(row, today), Record((contract_date(row) or FAR, label.casefold()), row["pk"], label)


def _task(row: dict[str, Any], today: datetime.date) -> tuple[str, Record]:
    return task_rule(row, today), Record((row["due_on"] or FAR, row["title"].casefold()), row["pk"], row["title"])


_PLACES = {
    RecordKind.CUSTOMER: _customer,
    RecordKind.DEAL: _deal,
    RecordKind.CONTRACT: _contract,
    RecordKind.TASK: _task,
}
