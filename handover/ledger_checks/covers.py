"""Coverage: on each day somebody answers for each active customer, one person and no more."""

from handover.ledger_checks.check import Check, person

COVERS = (
    Check(
        "one_person_a_day",
        "No customer has two interim covers on one day.",
        f"""
        SELECT 'customer', one.customer_id, {person("one.person_id")} || ' and ' || {person("other.person_id")}
            || ' cover it on ' || lower(one.days * other.days)
        FROM handover_cover one JOIN handover_cover other
            ON other.customer_id = one.customer_id AND other.id > one.id AND other.days && one.days
        """,  # noqa: S608 - our own SQL
    ),
    Check(
        "days_ahead_are_covered",
        "For the next 30 days each active customer has its owner with access, or a cover, or an open departure.",
        """
        SELECT 'customer', customer.id, owner.name || ' has no access after ' || ends.day || ' and nobody covers'
        FROM customers_customer customer JOIN accounts_user owner ON owner.id = customer.owner_id
        CROSS JOIN LATERAL (SELECT owner.access_ends_at::date, %(at)s::date + 30) ends (day, horizon)
        WHERE customer.status = 'active' AND owner.is_active AND ends.day < ends.horizon
            AND owner.access_ends_at > %(at)s
            AND NOT EXISTS (
                SELECT FROM handover_departure departure
                WHERE departure.leaver_id = customer.owner_id AND departure.ended_at IS NULL
            )
            AND NOT coalesce((
                SELECT range_agg(cover.days) @> daterange(ends.day + 1, ends.horizon + 1)
                FROM handover_cover cover WHERE cover.customer_id = customer.id
            ), false)
        """,
    ),
    Check(
        "covers_hold",
        "Who covers a customer today has access, and a cover whose last day is over has ended, as it says.",
        f"""
        SELECT 'cover', cover.id, {person("cover.person_id")} || ' covers it today without access'
        FROM handover_cover cover JOIN customers_customer customer ON customer.id = cover.customer_id
            AND customer.owner_id IN (cover.owner_id, cover.instead_of_id)
        JOIN accounts_user person ON person.id = cover.person_id
        WHERE cover.days @> %(at)s::date AND cover.ended_at IS NULL
            AND (NOT person.is_active OR person.access_ends_at <= %(at)s)
        UNION ALL
        SELECT 'cover', id, 'its last day was ' || last_on || ' and it has not ended'
        FROM handover_cover WHERE ended_at IS NULL AND last_on < %(at)s::date - 2
        UNION ALL
        SELECT 'cover', cover.id, 'became permanent, and the ledger has no row of it'
        FROM handover_cover cover WHERE cover.outcome = 'stayed' AND NOT EXISTS (
            SELECT FROM customers_ownershipchange change WHERE change.kind = 1 AND change.why = 'cover'
                AND change.record_id = cover.customer_id AND change.to_owner_id = cover.person_id
        )
        """,  # noqa: S608 - our own SQL
    ),
)
