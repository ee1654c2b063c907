"""What follows from new records: the account team, the last contact, who belongs to whom."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import connection

from customers.importing import joining, lookups
from customers.importing.scope import Scope
from customers.models import Customer

BATCH = 5_000

#: A rep with a new deal at somebody else's customer works with that customer.
SEATS = """
    INSERT INTO customers_accountteammember (customer_id, user_id, role)
    SELECT DISTINCT deal.customer_id, deal.owner_id, ''
    FROM customers_deal deal JOIN customers_customer customer ON customer.id = deal.customer_id
    WHERE deal.id = ANY(%s) AND deal.owner_id <> customer.owner_id
    ON CONFLICT (customer_id, user_id) DO NOTHING
"""
#: A new call, visit or mail may be the latest contact.
CONTACTS = """
    UPDATE customers_customer customer SET last_contact_at = latest.at
    FROM (
        SELECT customer_id, max(at) AS at FROM customers_activity
        WHERE id = ANY(%s) AND kind <> 'note' AND at <= now() GROUP BY customer_id
    ) latest
    WHERE customer.id = latest.customer_id
      AND (customer.last_contact_at IS NULL OR customer.last_contact_at < latest.at)
"""
PARENTS = """
    UPDATE customers_customer child SET parent_id = pair.parent_id, updated_at = %(at)s
    FROM (SELECT unnest(%(children)s) AS child_id, unnest(%(parents)s) AS parent_id) pair,
         (SELECT id, updated_at FROM customers_customer) before
    WHERE child.id = pair.child_id AND before.id = child.id AND child.parent_id IS DISTINCT FROM pair.parent_id
      AND pair.parent_id <> child.id
    RETURNING before.updated_at <> %(at)s
"""


#: Where several people own a new record, those behind the first work with its customer; `{new}` tells that customer.
TEAM = """
    INSERT INTO customers_accountteammember (customer_id, user_id, role)
    SELECT DISTINCT customer.id, told.user_id, ''
    FROM (SELECT unnest(%(lines)s) AS line, unnest(%(people)s) AS user_id) told
    JOIN import_stage s ON s.line = told.line AND s.record_id IS NULL
    JOIN customers_customer customer ON {new}
    WHERE customer.owner_id <> told.user_id
    ON CONFLICT (customer_id, user_id) DO NOTHING
"""
OF_NEW = """customer.id = s.customer_id AND EXISTS (
    SELECT FROM {table} made WHERE made.id = ANY(%(made)s) AND made.customer_id = customer.id
)"""
TEAMED = {
    "customers": "customer.id = ANY(%(made)s) AND customer.name = s.name "
    "AND coalesce(s.code, customer.code) = customer.code AND coalesce(s.source_id, '') = customer.source_id",
    "deals": OF_NEW.format(table="customers_deal"),
    "contracts": OF_NEW.format(table="customers_contract"),
}


def after_of(kind: str, team: Mapping[int, list[int]]) -> Callable[[list[int]], None] | None:
    """What to do with the ids of new records of this kind, with the `team` that some lines name; None when nothing."""
    pairs = [(line, pk) for line, pks in team.items() for pk in pks]
    sql = {"deals": [SEATS], "activities": [CONTACTS]}.get(kind, [])
    if not sql and not pairs:
        return None

    def run(made: list[int]) -> None:
        with connection.cursor() as cursor:
            for each in sql:
                cursor.execute(each, [made])
            if pairs:
                lines, people = zip(*pairs, strict=True)
                cursor.execute(TEAM.format(new=TEAMED[kind]), {"lines": [*lines], "people": [*people], "made": made})

    return run


def set_parents(
    rows: Iterable[dict[str, str]], scope: Scope, source: str, at: datetime.datetime
) -> tuple[int, set[str]]:
    """Let customers belong to others of the same or an earlier file, once all are there. How many stored customers
    changed by it (new ones are not counted again), and the parents nobody knows.
    """
    changed, unknown, rest = 0, set(), iter(rows)
    customers: Any = scope.rows(Customer)
    while batch := list(islice(rest, BATCH)):
        told = [(_own(row), row["parent"]) for row in batch]
        found = lookups.customers(customers, {text for pair in told for text in pair}, source)
        pairs = {found.get(child.lower()): found.get(parent.lower()) for child, parent in told}
        strange = {parent for _child, parent in told if found.get(parent.lower(), lookups.AMBIGUOUS) < 0}
        unknown |= set(map(joining.shown, strange))
        known = {child: parent for child, parent in pairs.items() if child and parent and min(child, parent) > 0}
        if known:
            changed += _belong(known, at)
    return changed, unknown


def _own(row: dict[str, str]) -> str:
    """The customer of a row as a reference."""
    return joining.PART.join([row.get("source_id") or "", row.get("code") or row.get("name") or ""])


def _belong(known: dict[int, int], at: datetime.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(PARENTS, {"at": at, "children": list(known), "parents": list(known.values())})
        return sum(before for (before,) in cursor.fetchall())
