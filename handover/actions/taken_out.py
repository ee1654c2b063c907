"""Deleting what was taken out and not put back in time, with its files."""

import datetime

from django.db import transaction
from django.db.models import FileField
from django.db.models.fields.files import FieldFile

from handover.models import Evidence, Promise
from handover.models.taken_out import KEPT


@transaction.atomic
def sweep(*, at: datetime.datetime) -> int:
    """Delete what was taken out longer ago than it is kept; returns how many rows."""
    count = 0
    for model in (Evidence, Promise):
        files = [field.name for field in model._meta.get_fields() if isinstance(field, FileField)]
        for row in model.rows.filter(taken_out_at__lte=at - KEPT).select_for_update(skip_locked=True):
            for file in (getattr(row, name) for name in files):
                _forget(file)
            row.delete()
            count += 1
    return count


def _forget(file: FieldFile) -> None:
    storage, name = file.storage, file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
