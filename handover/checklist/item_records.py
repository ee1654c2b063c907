"""The records of one checklist item, a page at a time, with links to those the reader may open."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from customers.access import records
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Customer
from handover.briefings.told import told
from handover.models import ChecklistItem
from handover.wording import checklist as wording
from web import keyset

SORTS: dict[RecordKind, str] = {
    RecordKind.CUSTOMER: "name",
    RecordKind.DEAL: "expected_close_on",
    RecordKind.CONTRACT: "ends_on",
    RecordKind.TASK: "due_on",
}
SIZE = 25


@dataclass(frozen=True)
class Records:
    """The page of records, their kind, which of their customers the reader may open, and what those lack by id."""

    kind: RecordKind
    page: keyset.Page[Any]
    open_customers: frozenset[int]
    missing: dict[int, str]


def page(item: ChecklistItem, reader: User, params: QueryDict) -> Records | None:
    """The page of `item`'s records that the URL asks for; None when the item is about no records."""
    kinds = list(item.records.values_list("kind", flat=True)[:1])
    if not kinds:
        return None
    kind = RecordKind(kinds[0])
    rows: QuerySet[Any] = MODELS[kind]._default_manager.filter(pk__in=item.records.values("record_id"))
    if kind != RecordKind.CUSTOMER:
        rows = rows.select_related("customer")
    found = keyset.page(rows, params, sorts={"usual": SORTS[kind]}, default="usual", size=SIZE)
    about = [row.pk if kind == RecordKind.CUSTOMER else row.customer_id for row in found.rows]
    visible = records(reader, Customer).filter(pk__in=[pk for pk in about if pk]).values_list("pk", flat=True)
    missing = _missing(item, found.rows) if kind == RecordKind.CUSTOMER else {}
    return Records(kind, found, frozenset(visible), missing)


def _missing(item: ChecklistItem, customers: list[Customer]) -> dict[int, str]:
    """What is missing of each customer nobody has told of to the end, in words; "" where nothing is."""
    known = told(item.departure, customers)
    return {pk: wording.in_words(one.gaps) or _("Something to add?") for pk, one in known.items() if not one.is_done}
