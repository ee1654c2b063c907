"""The audit trail is added to and never changed, whoever asks the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actions import audit
from accounts.models import AuditEntry, User
from tests.cast import NOW


@pytest.mark.parametrize("statement", ["UPDATE accounts_auditentry SET at = now()", "DELETE FROM accounts_auditentry"])
def test_what_was_written_stays(statement: str, manager: User) -> None:
    entry = audit.record(verb="person.invited", subject=manager, by=manager, at=NOW)
    refused = pytest.raises(DatabaseError, match="accounts_auditentry is append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get(pk=entry.pk).at == NOW
