"""Writing one record of the book by hand or by REST: checked by the database, refused in words, audited."""

import copy
import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.models import Sourced
from web.errors import Refused

Record = TypeVar("Record", bound=Sourced)

KEPT = {"id", "created_at", "updated_at"}
LONGEST_KEPT = 200


@contextmanager
def in_words(model: type[models.Model]) -> Iterator[None]:
    """Turn a broken constraint of `model` into `Refused` with the constraint's sentence and code (422)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        broken = next((rule for rule in model._meta.constraints if rule.name == name), None)
        if broken is None:
            raise
        code = "source_taken" if broken.violation_error_code == "source_taken" else broken.name
        raise Refused(str(broken.get_violation_error_message()), code=code, status=422) from error


@transaction.atomic
def create(*, record: Record, by: User, at: datetime.datetime) -> Record:
    """Store a new record. Raises `Refused` when a constraint forbids it."""
    record.tidy(None, at)
    with in_words(type(record)):
        record.save(force_insert=True)
    audit.record(verb=f"{noun(record)}.created", subject=record, by=by, at=at, details={"name": str(record)})
    return record


@transaction.atomic
def update(
    *,
    record: Record,
    changes: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
    seen: datetime.datetime | None = None,
) -> Record:
    """Store `changes` and return the record as it is now; nothing is written when nothing differs.

    `seen` is the `updated_at` the person had before their eyes. Raises `Refused` with `changed_meanwhile` when the
    record has been changed since, with `owner_not_here` when `changes` would give it another owner.
    """
    model = type(record)
    stored = model._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=record.pk)
    _check_may_change(stored, changes, seen)
    before, old = _values(stored), copy.copy(stored)
    for name, value in changes.items():
        setattr(stored, name, value)
    stored.tidy(old, at)
    after = _values(stored)
    altered = {name: [_kept(before[name]), _kept(now)] for name, now in after.items() if now != before[name]}
    if altered:
        with in_words(model):
            stored.save(update_fields=[*altered, "updated_at"])
        audit.record(verb=f"{noun(record)}.changed", subject=record, by=by, at=at, details={"changes": altered})
    return stored


def _check_may_change(stored: Sourced, changes: Mapping[str, Any], seen: datetime.datetime | None) -> None:
    if "owner" in changes and changes["owner"].pk != getattr(stored, "owner_id", None):
        raise Refused(_("An owner changes only by a handover or by handing the record on."), code="owner_not_here")
    if seen is not None and stored.updated_at != seen:
        sentence = _(
            "Somebody changed this after you opened it. What you wrote is still here: compare, then save again."
        )
        raise Refused(sentence, code="changed_meanwhile")


def noun(record: models.Model) -> str:
    """The word audit verbs and addresses use for a record's model."""
    return str(record._meta.model_name)


def _values(record: models.Model) -> dict[str, Any]:
    fields = (field for field in record._meta.concrete_fields if field.name not in KEPT)
    return {field.name: field.value_from_object(record) for field in fields}


def _kept(value: Any) -> Any:
    """A value as the audit row keeps it: plain JSON, long text cut."""
    return value if value is None or isinstance(value, bool | int) else str(value)[:LONGEST_KEPT]
