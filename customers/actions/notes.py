"""Notes on customers in another CRM: written again where they could not be."""

import datetime

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from customers.models import Connection, NoteState, RecordNote


@transaction.atomic
def try_again(*, connection: Connection, by: User, at: datetime.datetime) -> int:
    """Write every note again that could not be written; how many there are. What may be there already is left alone."""
    failed = RecordNote.objects.filter(connection=connection, state=NoteState.FAILED)
    count = failed.update(state=NoteState.WAITING, due_at=at, attempts=0, code="", detail="")
    details = {"connection": connection.name, "deed": "notes", "count": count}
    audit.record(verb="connection.settled", subject=connection, by=by, at=at, details=details)
    return count
