"""Owners and their ledger: each change one row, each row where the one before ended."""

# ruff: noqa: S608 - the SQL is made of our own words

from handover.ledger_checks.check import RECORDS, Check, kind, person

#: Each ledger row beside the one before it of the same record, read in the order of the index.
_STEPS = """
    SELECT id, kind, record_id, from_owner_id, at,
        lead(to_owner_id) OVER earlier AS before, lead(at) OVER earlier AS since
    FROM customers_ownershipchange WINDOW earlier AS (PARTITION BY kind, record_id ORDER BY id DESC)
"""

OWNERS = (
    Check(
        "owner_is_last_in_ledger",
        "Each record is with the person its last ledger row names.",
        f"""
        SELECT {kind("record.kind")}, record.id, 'the ledger says ' || {person("last.to_owner_id")} || ', it is with '
            || {person("record.owner_id")}
        FROM (
            SELECT DISTINCT ON (kind, record_id) kind, record_id, to_owner_id FROM customers_ownershipchange
            ORDER BY kind, record_id, id DESC
        ) last JOIN ({RECORDS}) record ON record.kind = last.kind AND record.id = last.record_id
        WHERE record.owner_id <> last.to_owner_id
        """,
    ),
    Check(
        "ledger_has_no_gap",
        "Each ledger row of a record starts from the person the row before it ended with.",
        f"""
        SELECT {kind("kind")}, record_id, 'row ' || id || ' starts from ' || {person("from_owner_id")}
            || ', the row before ended with ' || {person("before")}
        FROM ({_STEPS}) step WHERE from_owner_id <> before
        """,
    ),
    Check(
        "ledger_never_overlaps",
        "Nobody's time as owner begins before the time of the owner before them has ended.",
        f"""
        SELECT {kind("kind")}, record_id, 'row ' || id || ' is of ' || at || ', the row before it of ' || since
        FROM ({_STEPS}) step WHERE at < since
        """,
    ),
    Check(
        "ledger_names_people",
        "Everybody a ledger row names is known.",
        f"""
        SELECT {kind("change.kind")}, change.record_id, 'row ' || change.id || ' names person ' || named.id
        FROM customers_ownershipchange change
        CROSS JOIN LATERAL (VALUES (change.from_owner_id), (change.to_owner_id), (change.by_id)) named (id)
        LEFT JOIN accounts_user person ON person.id = named.id WHERE named.id IS NOT NULL AND person.id IS NULL
        """,
    ),
    Check(
        "customers_are_covered",
        "Each active customer is today with somebody with access, with who covers it, in a book being handed over, or "
        "with somebody an import brought who never signed in: they are listed until their departure is registered.",
        """
        SELECT 'customer', customer.id, coalesce(owner.name, 'nobody') || ' has no access and no open departure'
        FROM customers_customer customer LEFT JOIN accounts_user owner ON owner.id = customer.owner_id
        WHERE customer.status = 'active'
            AND (owner.id IS NULL OR NOT owner.is_active OR owner.access_ends_at <= %(at)s)
            AND NOT EXISTS (
                SELECT FROM handover_departure departure
                WHERE departure.leaver_id = customer.owner_id AND departure.ended_at IS NULL
            )
            AND (owner.id IS NULL OR owner.is_active OR owner.password NOT LIKE '!%%' OR EXISTS (
                SELECT FROM handover_departure departure WHERE departure.leaver_id = customer.owner_id
            ))
            AND NOT EXISTS (
                SELECT FROM handover_cover cover
                WHERE cover.customer_id = customer.id AND cover.days @> %(at)s::date
                    AND customer.owner_id IN (cover.owner_id, cover.instead_of_id)
            )
        """,
    ),
)
