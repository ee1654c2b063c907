"""Departures and plans: one story at a time per leaver, each state reached by its steps, nothing left behind."""

# ruff: noqa: S608 - the SQL is made of our own words

from handover.ledger_checks.check import RECORDS, Check, kind, person

STORY = (
    Check(
        "one_open_departure",
        "Nobody has two open departures.",
        f"""
        SELECT 'person', leaver_id, {person("leaver_id")} || ' has ' || count(*) || ' open departures'
        FROM handover_departure WHERE ended_at IS NULL GROUP BY leaver_id HAVING count(*) > 1
        """,
    ),
    Check(
        "one_living_plan",
        "No departure has two plans that are made or approved.",
        """
        SELECT 'departure', departure_id, 'has ' || count(*) || ' plans that are not put aside'
        FROM handover_plan WHERE state <> 'discarded' AND departure_id IS NOT NULL
        GROUP BY departure_id HAVING count(*) > 1
        """,
    ),
    Check(
        "states_are_reached_by_steps",
        "Each departure stands where its last step led, and each step starts where the one before ended.",
        """
        SELECT 'departure', departure_id, 'is ' || state || ' but step ' || id || ' goes from ' || from_state || ' to '
            || to_state
        FROM (
            SELECT step.*, departure.state, lag(to_state, 1, '') OVER steps AS before,
                lead(from_state, 1, departure.state) OVER steps AS after
            FROM handover_transitionrow step JOIN handover_departure departure ON departure.id = step.departure_id
            WINDOW steps AS (PARTITION BY departure_id ORDER BY step.id)
        ) step WHERE from_state <> before OR to_state <> after
        """,
    ),
    Check(
        "approved_plans_have_a_move",
        "An approved plan has a move, and a move that is to come or done has its approved plan.",
        """
        SELECT 'plan', plan.id, 'is ' || plan.state || ' and its move ' || coalesce(move.state, 'missing')
        FROM handover_plan plan LEFT JOIN handover_move move ON move.plan_id = plan.id AND move.reverses_id IS NULL
        WHERE (plan.state = 'approved') <> (move.id IS NOT NULL)
            AND NOT (plan.state = 'discarded' AND move.state = 'undone')
        """,
    ),
    Check(
        "planned_departures_have_a_plan",
        "A departure that is past planning has an approved plan, one before it or withdrawn has none.",
        """
        SELECT 'departure', departure.id, 'is ' || departure.state || ' and has ' || count(plan.id) || ' approved plans'
        FROM handover_departure departure
        LEFT JOIN handover_plan plan ON plan.departure_id = departure.id AND plan.state = 'approved'
        GROUP BY departure.id
        HAVING (departure.state NOT IN ('registered', 'withdrawn')) <> (count(plan.id) = 1)
        """,
    ),
    Check(
        "successors_are_of_the_plan",
        "Whoever gets a line of a plan is one of its successors, and never whose it is.",
        f"""
        SELECT {kind("line.kind")}, line.record_id,
            'plan ' || line.plan_id || ' gives it to ' || {person("line.successor_id")}
        FROM handover_assignment line
        LEFT JOIN handover_plansuccessor named ON named.plan_id = line.plan_id AND named.user_id = line.successor_id
        WHERE line.successor_id IS NOT NULL AND (named.id IS NULL OR line.successor_id = line.from_owner_id)
        """,
    ),
    Check(
        "departures_plan_their_own_book",
        "A departure's plan takes records from its leaver and from nobody else.",
        f"""
        SELECT {kind("line.kind")}, line.record_id,
            'plan ' || plan.id || ' takes it from ' || {person("line.from_owner_id")}
        FROM handover_assignment line JOIN handover_plan plan ON plan.id = line.plan_id
        JOIN handover_departure departure ON departure.id = plan.departure_id
        WHERE line.from_owner_id <> departure.leaver_id
        """,
    ),
    Check(
        "followers_follow",
        "In an approved plan, a record that goes along with its customer goes to the same successor.",
        f"""
        SELECT {kind("line.kind")}, line.record_id, 'plan ' || line.plan_id || ' gives it to '
            || {person("line.successor_id")} || ', its customer to ' || {person("lead.successor_id")}
        FROM handover_assignment line JOIN handover_plan plan ON plan.id = line.plan_id AND plan.state = 'approved'
        JOIN handover_assignment lead
            ON lead.plan_id = line.plan_id AND lead.kind = 1 AND lead.record_id = line.customer_id
        WHERE line.follows AND line.successor_id IS DISTINCT FROM lead.successor_id
        """,
    ),
    Check(
        "closed_departures_moved",
        "A departure that is closed has handed its records over.",
        """
        SELECT 'departure', departure.id, 'is closed without a move that is done'
        FROM handover_departure departure WHERE departure.state = 'closed' AND NOT EXISTS (
            SELECT FROM handover_plan plan JOIN handover_move move ON move.plan_id = plan.id
            WHERE plan.departure_id = departure.id AND move.state = 'done' AND move.reverses_id IS NULL
        )
        """,
    ),
    Check(
        "closed_departures_hold_nothing",
        "Nothing that a handover moves is left with somebody who left from before their departure was closed.",
        f"""
        SELECT {kind("record.kind")}, record.id, 'is with ' || {person("record.owner_id")}
            || ' since before departure ' || departure.id || ' was closed'
        FROM handover_departure departure JOIN ({RECORDS}) record ON record.owner_id = departure.leaver_id
        WHERE departure.state = 'closed' AND departure.kind NOT IN ('transfer', 'leave') AND record.moves
            AND departure.ended_at > coalesce(
            (SELECT max(change.at) FROM customers_ownershipchange change
             WHERE change.kind = record.kind AND change.record_id = record.id), record.created_at)
        """,
    ),
)
