"""Hundreds more of everything a firm has, by one INSERT a table: a row that is there, copied with what must differ.

What differs is an expression of SQL: `n` counts the copies, `other` is the n-th customer made here, `person` the n-th
person made here; `%(leaver)s` and the like are ids given to `grow`.
"""

from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection

NAME = "'N' || n"
#: One of each customer, all of one customer, and what only a system they came from would say.
EACH, ONE = {"customer_id": "other"}, {"customer_id": "%(customer)s"}
OWN = {"source": "''", "source_id": "''"}


class Growth(NamedTuple):
    """The table of a model, which of its rows is copied, and what stands in the copies instead."""

    label: str
    where: str = "true"
    instead: dict[str, str] = {}


#: What is pointed at comes first.
GROWTH = (
    Growth("accounts.Office", "true", {"name": NAME}),
    Growth("accounts.Team", "true", {"name": NAME}),
    Growth("accounts.User", "email LIKE 'rep@%%'", {"email": "'n' || n || '@baton.example'"}),
    Growth("accounts.ApiToken", "true", {"key_hash": NAME, "user_id": "%(reader)s"}),
    Growth("accounts.AuditEntry", "subject_id::text = %(departure)s::text"),
    Growth("customers.Product", "true", {"name": NAME}),
    Growth("customers.Customer", "owner_id = %(leaver)s", {"code": NAME, **OWN}),
    Growth("customers.Contact", "true", ONE | OWN),
    Growth("customers.Deal", "owner_id = %(leaver)s AND state = 'open'", ONE | OWN),
    Growth("customers.Activity", "deal_id IS NULL", ONE | OWN | {"contact_id": "NULL"}),
    Growth("customers.Task", "deal_id IS NULL", ONE | OWN | {"owner_id": "%(leaver)s"}),
    Growth("customers.Contract", "owner_id = %(leaver)s", ONE | OWN | {"number": NAME}),
    Growth("customers.Order", "true", ONE | OWN | {"number": NAME}),
    Growth("customers.AccountTeamMember", "true", EACH | {"user_id": "%(leaver)s"}),
    Growth("customers.AccountTeamMember", "true", ONE | {"user_id": "person"}),
    Growth("customers.OwnershipChange", "kind = 1", {"record_id": "%(customer)s"}),
    Growth("customers.RecordLink", "state = 'conflict'", {"record_id": "other", "source_id": NAME}),
    Growth("customers.VendorPerson", "true", {"vendor_id": NAME, "person_id": "person"}),
    Growth("customers.ConnectionRun", "state = 'done'", {"taken_id": "NULL"}),
    Growth("customers.Import"),
    Growth("customers.RefusedRow"),
    Growth("notices.ChatChannel", "true", {"name": NAME, "person_id": "NULL"}),
    Growth("notices.Notice", "true", {"key": NAME, "recipient_id": "%(reader)s", "read_at": "NULL"}),
    Growth("notices.WebhookEvent", "true", {"message_id": NAME}),
    Growth("notices.WebhookEndpoint", "true", {"name": NAME}),
    Growth(
        "notices.Delivery",
        "endpoint_id = %(webhook)s AND state = 'failed'",
        {"event_id": "(SELECT id FROM notices_webhookevent WHERE message_id = 'N' || n)"},
    ),
    Growth("handover.Departure", "state = 'registered'", OWN | {"leaver_id": "person"}),
    Growth("handover.Registration", "true", {"leaver_id": "person"}),
    Growth("handover.Assignment", "kind = 1 AND plan_id = %(plan)s", EACH | {"record_id": "other"}),
    Growth("handover.Assignment", "kind = 1 AND plan_id = %(draft)s", EACH | {"record_id": "other"}),
    Growth("handover.Assignment", "kind = 1 AND plan_id = %(proposed)s", EACH | {"record_id": "other"}),
    Growth("handover.SeatLine", "plan_id = %(plan)s", EACH),
    Growth("handover.Verification", "departure_id = %(departure)s AND customer_id IS NOT NULL", EACH),
    Growth("handover.Inheritance", "departure_id = %(departure)s AND accepted_at IS NULL", EACH),
    Growth("handover.ChecklistItem", "departure_id = %(departure)s AND state = 'open'", {"key": NAME}),
    Growth("handover.Evidence"),
    Growth("handover.Briefing", "departure_id = %(departure)s", EACH),
    Growth("handover.Promise", "departure_id = %(departure)s AND verdict = 'waiting'", ONE | {"contact_id": "NULL"}),
    Growth("handover.Question", "departure_id = %(departure)s AND answered_at IS NULL", ONE),
    Growth("handover.Meeting", "departure_id = %(departure)s", {"uid": "gen_random_uuid()", "instead_of_id": "NULL"}),
    Growth("handover.MeetingCustomer", "meeting_id = %(meeting)s", EACH | {"activity_id": "NULL"}),
    Growth("handover.MeetingGuest", "meeting_id = %(meeting)s AND contact_id IS NULL", {"person_id": "person"}),
    Growth("handover.Cover", "departure_id = %(departure)s", EACH),
    Growth("handover.SampledCustomer", "sample_id = %(sample)s", EACH),
    Growth("handover.TransitionRow", "departure_id = %(departure)s"),
    Growth("handover.HandoverDocument", "departure_id = %(departure)s"),
    Growth("handover.Transfer"),
    Growth("handover.BoardView", "true", {"name": NAME, "person_id": "%(reader)s", "is_default": "false"}),
    Growth("handover.ReturnReason", "true", {"position": "1000 + n"}),
    Growth("handover.TemplateItem"),
)
COPIES = """INSERT INTO {table} ({columns})
SELECT {values} FROM (SELECT * FROM {table} WHERE {where} ORDER BY 1 LIMIT 1) one, (
  SELECT n, (SELECT id FROM customers_customer WHERE code = 'N' || n) AS other,
    (SELECT id FROM accounts_user WHERE email = 'n' || n || '@baton.example') AS person
  FROM generate_series(%(first)s, %(last)s) n) each"""


def grow(first: int, last: int, **ids: int) -> list[str]:
    """Make the copies from number `first` to `last` in each table of `GROWTH`; the tables with no row to copy."""
    return [growth.label for growth in GROWTH if not _copied(growth, ids | {"first": first, "last": last})]


def _copied(growth: Growth, params: dict[str, Any]) -> int:
    own = apps.get_model(growth.label)._meta.concrete_fields
    fields = [each for each in own if not each.primary_key and not each.generated]
    columns = [each.column for each in fields]
    statement = COPIES.format(
        table=apps.get_model(growth.label)._meta.db_table,
        columns=", ".join(f'"{column}"' for column in columns),
        values=", ".join(growth.instead.get(column, f'one."{column}"') for column in columns),
        where=growth.where,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount
