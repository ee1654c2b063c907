"""Seats in account teams: what moves did to them is what their history says."""

from handover.ledger_checks.check import Check, person

SEATS = (
    Check(
        "seats_match_their_move",
        "What a move says it did to seats is what their history says; it gave each to whom the plan's line names.",
        f"""
        SELECT 'move', move.id, 'says ' || coalesce(move.moved ->> 'seats', '0') || ' seats, the history says '
            || count(change.id)
        FROM handover_move move LEFT JOIN customers_seatchange change ON change.move_id = move.id
        GROUP BY move.id HAVING coalesce((move.moved ->> 'seats')::bigint, 0) <> count(change.id)
        UNION ALL
        SELECT 'customer', change.customer_id, 'the history of move ' || change.move_id || ' gave a seat to '
            || {person("change.to_user_id")} || ', which its plan does not say'
        FROM customers_seatchange change LEFT JOIN handover_move move ON move.id = change.move_id
        LEFT JOIN handover_seatline line ON line.plan_id = move.plan_id AND line.customer_id = change.customer_id
        WHERE move.id IS NULL OR (move.reverses_id IS NULL AND (line.successor_id IS NULL
            OR (change.to_user_id IS NOT NULL AND change.to_user_id <> line.successor_id)))
        """,  # noqa: S608 - our own SQL
    ),
)
