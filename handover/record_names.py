"""The names of records that are known by kind and id, read with one query per kind."""

from collections.abc import Iterable
from typing import Protocol

from django.urls import reverse

from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Owned


class Known(Protocol):
    """Something that names a record by kind and id."""

    @property
    def kind(self) -> int: ...

    @property
    def record_id(self) -> int: ...


def records(lines: Iterable[Known]) -> dict[tuple[int, int], Owned]:
    """The records `lines` name, by (kind, id); those that no longer exist are absent."""
    wanted: dict[int, list[int]] = {}
    for line in lines:
        wanted.setdefault(line.kind, []).append(line.record_id)
    found: dict[tuple[int, int], Owned] = {}
    for kind, ids in wanted.items():
        rows = MODELS[RecordKind(kind)]._default_manager.filter(pk__in=ids)
        found.update({(kind, row.pk): row for row in rows})
    return found


def link(kind: int, record: Owned | None) -> str:
    """Where a record is read: its own page, or its customer's; empty when there is none."""
    if record is None:
        return ""
    if kind == RecordKind.DEAL:
        return reverse("deal", args=[record.pk])
    customer = record.pk if kind == RecordKind.CUSTOMER else getattr(record, "customer_id", None)
    return reverse("customer", args=[customer]) if customer else ""
