"""The ways a peer moves records: correct owners and a ledger row for each, and nothing else of what a move does."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from customers.actions.ownership import MODELS, _unlocked
from customers.kinds import RecordKind
from customers.models import Owned, OwnershipChange
from handover.models import Assignment, Plan
from tests.benchmarks.books import AT, BY_HAND

CHUNK = 5_000


def _row(kind: RecordKind, record_id: int, to: int | None, plan: Plan) -> OwnershipChange:
    return OwnershipChange(
        kind=kind,
        record_id=record_id,
        from_owner_id=plan.departure.leaver_id,
        to_owner_id=to,
        by_id=plan.made_by_id,
        why="handover",
        move_id=BY_HAND + plan.pk,
        at=AT,
    )


def _records(plan: Plan, kind: RecordKind) -> Iterator[Owned]:
    """The planned records of a kind, each with its new owner set and not yet saved."""
    successors = dict(Assignment.objects.filter(plan=plan, kind=kind).values_list("record_id", "successor"))
    for record in MODELS[kind]._default_manager.filter(pk__in=list(successors)):
        record.owner_id = successors[record.pk]  # type: ignore[assignment]
        yield record


@transaction.atomic
def save_each(plan: Plan) -> None:
    """Load, `save()`, and `save()` a ledger row."""
    with _unlocked():
        for kind in MODELS:
            for record in _records(plan, kind):
                record.save(update_fields=["owner"])
                _row(kind, record.pk, record.owner_id, plan).save()


@transaction.atomic
def bulk_update(plan: Plan) -> None:
    """Load all, `bulk_update` by 500, `bulk_create`."""
    with _unlocked():
        for kind, model in MODELS.items():
            changed = list(_records(plan, kind))
            model._default_manager.bulk_update(changed, ["owner"], batch_size=500)
            OwnershipChange.objects.bulk_create(
                (_row(kind, record.pk, record.owner_id, plan) for record in changed), batch_size=CHUNK
            )


@transaction.atomic
def update_per_successor(plan: Plan) -> None:
    """One `update()` per successor, kind and 5,000 ids, and `bulk_create`."""
    lines = Assignment.objects.filter(plan=plan)
    successors = list(lines.order_by().values_list("successor", flat=True).distinct())
    with _unlocked():
        for kind, model in MODELS.items():
            for to in successors:
                ids = lines.filter(kind=kind, successor=to).values_list("record_id", flat=True).iterator()
                while chunk := list(islice(ids, CHUNK)):
                    rows: Any = model._default_manager.filter(pk__in=chunk, owner=plan.departure.leaver_id)
                    rows.update(owner=to)
                    OwnershipChange.objects.bulk_create(_row(kind, pk, to, plan) for pk in chunk)


#: Each with the largest n at which it is still worth the wait.
NAIVE: list[tuple[str, Callable[[Plan], None], int]] = [
    ("`save()` per row", save_each, 1_000),
    ("`bulk_update`", bulk_update, 10_000),
    ("`update()` per successor", update_per_successor, 100_000),
]
