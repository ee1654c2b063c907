"""Writing the audit trail."""

import datetime
from typing import Any

from django.db import models

from accounts.models import AuditEntry, User


def record(
    *, verb: str, subject: models.Model, by: User | None, at: datetime.datetime, details: dict[str, Any] | None = None
) -> AuditEntry:
    """Leave the row that says `by` did `verb` to `subject`. Call it in the transaction of the deed.

    `verb` is `noun.past_participle` (`plan.approved`); `details` hold what a reader of the timeline needs, as JSON.
    """
    return AuditEntry.objects.create(
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        by=by,
        at=at,
        details=details or {},
    )
