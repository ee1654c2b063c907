"""Moves: each row of theirs is of their plan, each line of the plan is accounted for, and the figures are the rows."""

# ruff: noqa: S608 - the SQL is made of our own words

from customers.kinds import RecordKind
from handover.holdings import NAMES
from handover.ledger_checks.check import Check, kind, person

_KINDS = "(VALUES " + ", ".join(f"({int(kind)}, '{NAMES[kind]}')" for kind in RecordKind) + ")"


#: A move that gives back what another gave, as opposed to the plan's own and to one that gives it again.
_GIVES_BACK = """(move.reverses_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM handover_move given WHERE given.id = move.reverses_id AND given.reverses_id IS NOT NULL))"""
#: The lines of a plan that one move is about.
_PART = "line.plan_id = move.plan_id AND line.held_until IS NOT DISTINCT FROM move.held_until"
#: Moves that gave what move `reversal` takes back: the reversed one, and those that gave it again.
_GIVERS = """(given.move_id = reversal.reverses_id OR given.move_id IN (
    SELECT again.id FROM handover_move again JOIN handover_move back ON back.id = again.reverses_id
    WHERE back.reverses_id = reversal.reverses_id))"""


def _audited(verb: str, which: str) -> str:
    return f"""
        SELECT 'move', move.id, 'has ' || count(entry.id) || ' audit rows that say {verb}'
        FROM handover_move move LEFT JOIN accounts_auditentry entry ON entry.verb = '{verb}'
            AND (entry.details ->> 'move')::bigint
                = CASE WHEN entry.details ? 'returned' THEN move.reverses_id ELSE move.id END
        WHERE move.state IN ('done', 'undone') AND {which} GROUP BY move.id HAVING count(entry.id) <> 1
    """


MOVES = (
    Check(
        "ledger_rows_have_a_move",
        "Each ledger row of a handover belongs to a move that is there, and no other row names one.",
        f"""
        SELECT {kind("change.kind")}, change.record_id, 'row ' || change.id || ' (' || change.why || ') names '
            || coalesce('move ' || change.move_id, 'no move')
        FROM customers_ownershipchange change LEFT JOIN handover_move move ON move.id = change.move_id
        WHERE (change.why IN ('by_hand', 'cover')) <> (change.move_id IS NULL)
            OR (change.move_id IS NOT NULL AND move.id IS NULL)
        """,
    ),
    Check(
        "moves_follow_their_plan",
        "What a move gave to somebody is a line of its plan with that successor.",
        f"""
        SELECT {kind("given.kind")}, given.record_id,
            'move ' || move.id || ' gave it to ' || {person("given.to_owner_id")} || ', the plan says '
                || CASE WHEN line.id IS NULL THEN 'nothing' ELSE {person("line.successor_id")} END
        FROM customers_ownershipchange given JOIN handover_move move ON move.id = given.move_id
        LEFT JOIN handover_assignment line
            ON line.plan_id = move.plan_id AND line.kind = given.kind AND line.record_id = given.record_id
        WHERE move.reverses_id IS NULL AND line.successor_id IS DISTINCT FROM given.to_owner_id
        """,
    ),
    Check(
        "moves_take_from_whom_they_say",
        "A move took each record from the person its plan's line says.",
        f"""
        SELECT {kind("given.kind")}, given.record_id, 'move ' || move.id || ' took it from '
            || {person("given.from_owner_id")} || ', the plan says ' || {person("line.from_owner_id")}
        FROM customers_ownershipchange given JOIN handover_move move ON move.id = given.move_id
        JOIN handover_assignment line
            ON line.plan_id = move.plan_id AND line.kind = given.kind AND line.record_id = given.record_id
        WHERE move.reverses_id IS NULL AND given.from_owner_id <> line.from_owner_id
        """,
    ),
    Check(
        "moves_happen_once",
        "No move changed the owner of a record twice.",
        f"""
        SELECT {kind("kind")}, record_id, 'move ' || move_id || ' changed its owner ' || count(*) || ' times'
        FROM customers_ownershipchange WHERE move_id IS NOT NULL GROUP BY kind, record_id, move_id HAVING count(*) > 1
        """,
    ),
    Check(
        "moved_is_what_moved",
        "What a move says it moved is what the ledger says, of each kind; a move that is not done moved nothing.",
        f"""
        SELECT 'move', move.id, 'says ' || coalesce(move.moved ->> of.name, '0') || ' ' || of.name
            || ', the ledger says ' || coalesce(rows.number, 0)
        FROM handover_move move CROSS JOIN {_KINDS} of (kind, name)
        LEFT JOIN (
            SELECT move_id, kind, count(*) AS number FROM customers_ownershipchange GROUP BY 1, 2
        ) rows ON rows.move_id = move.id AND rows.kind = of.kind
        WHERE coalesce((move.moved ->> of.name)::bigint, 0) <> coalesce(rows.number, 0)
        """,
    ),
    Check(
        "moves_explain_every_line",
        "A move that is done moved each line of its part of the plan or says why not, never both.",
        f"""
        SELECT {kind("line.kind")}, line.record_id, 'move ' || move.id
            || CASE WHEN given.id IS NULL THEN ' neither moved it nor says why' ELSE ' moved it and says it did not' END
        FROM handover_move move JOIN handover_assignment line ON {_PART}
        LEFT JOIN customers_ownershipchange given ON given.move_id = move.id
            AND given.kind = line.kind AND given.record_id = line.record_id
        LEFT JOIN handover_conflict conflict ON conflict.move_id = move.id
            AND conflict.kind = line.kind AND conflict.record_id = line.record_id
        WHERE move.reverses_id IS NULL AND move.state IN ('done', 'undone')
            AND (given.id IS NULL) = (conflict.id IS NULL)
        """,
    ),
    Check(
        "undo_explains_every_row",
        "A whole undo gave back each record its move gave away and no other undo had, or says why not, never both.",
        f"""
        SELECT {kind("given.kind")}, given.record_id, 'the undo of move ' || given.move_id || CASE
            WHEN back.id IS NULL THEN ' neither returned it nor says why' ELSE ' returned it and says it did not' END
        FROM handover_move reversal
        JOIN customers_ownershipchange given ON given.move_id = reversal.reverses_id
        LEFT JOIN customers_ownershipchange back ON back.move_id = reversal.id
            AND back.kind = given.kind AND back.record_id = given.record_id
        LEFT JOIN handover_conflict conflict ON conflict.move_id = reversal.id
            AND conflict.kind = given.kind AND conflict.record_id = given.record_id
        WHERE reversal.only IS NULL AND reversal.state IN ('done', 'undone')
            AND (back.id IS NULL) = (conflict.id IS NULL) AND (back.id IS NOT NULL OR NOT EXISTS (
                SELECT FROM customers_ownershipchange sooner JOIN handover_move other ON other.id = sooner.move_id
                WHERE other.reverses_id = reversal.reverses_id AND sooner.kind = given.kind
                    AND sooner.record_id = given.record_id AND sooner.id > given.id))
        """,
    ),
    Check(
        "undo_reverses_a_row",
        "Each record an undo gave back went the way its move had taken it, the other way round.",
        f"""
        SELECT {kind("back.kind")}, back.record_id, 'row ' || back.id || ' went to ' || {person("back.to_owner_id")}
        FROM customers_ownershipchange back JOIN handover_move reversal ON reversal.id = back.move_id
        LEFT JOIN customers_ownershipchange given ON given.kind = back.kind AND given.record_id = back.record_id
            AND given.id < back.id AND given.to_owner_id = back.from_owner_id
            AND given.from_owner_id = back.to_owner_id AND {_GIVERS}
        WHERE reversal.reverses_id IS NOT NULL AND given.id IS NULL
        """,
    ),
    Check(
        "undone_by_a_reversal",
        "A move is undone when a whole undo of it is done and stands, and only then.",
        """
        SELECT 'move', move.id, 'is ' || move.state || ' with ' || count(reversal.id) || ' whole undos that stand'
        FROM handover_move move LEFT JOIN handover_move reversal
            ON reversal.reverses_id = move.id AND reversal.state = 'done' AND reversal.only IS NULL
        GROUP BY move.id HAVING (move.state = 'undone') <> (count(reversal.id) = 1)
        """,
    ),
    Check(
        "conflicts_are_of_their_move",
        "Each conflict is of a line its move carries out or a row it takes back, and names the owner if there is one.",
        f"""
        SELECT {kind("conflict.kind")}, conflict.record_id, 'move ' || move.id || ' has a conflict ('
            || conflict.cause || ') that ' || CASE WHEN (conflict.cause = 'gone') <> (conflict.present_owner_id IS NULL)
            THEN 'names no owner, or one of a record that is gone' ELSE 'is about nothing it did' END
        FROM handover_conflict conflict JOIN handover_move move ON move.id = conflict.move_id
        LEFT JOIN handover_assignment line ON move.reverses_id IS NULL AND {_PART}
            AND line.kind = conflict.kind AND line.record_id = conflict.record_id
        LEFT JOIN customers_ownershipchange given ON given.move_id = move.reverses_id
            AND given.kind = conflict.kind AND given.record_id = conflict.record_id
        WHERE (conflict.cause = 'gone') <> (conflict.present_owner_id IS NULL)
            OR (line.id IS NULL AND given.id IS NULL) OR move.state NOT IN ('done', 'undone')
        """,
    ),
    Check(
        "moves_prove_themselves",
        "What moved looked the same before and after.",
        """
        SELECT 'move', id, CASE before WHEN '{}' THEN 'has no fingerprint' ELSE 'has two fingerprints that differ' END
        FROM handover_move WHERE state IN ('done', 'undone')
            AND (before <> after OR (before = '{}' AND reverses_id IS NULL))
        """,
    ),
    Check(
        "moves_are_audited",
        "The audit trail says once of each move, and of each that gave records again, that it was done.",
        _audited("move.done", f"NOT {_GIVES_BACK}"),
    ),
    Check(
        "undos_are_audited",
        "The audit trail says once of each undo that it was done.",
        _audited("move.undone", _GIVES_BACK),
    ),
    Check(
        "successors_are_told",
        "Everybody who received something from a move was told so.",
        """
        SELECT DISTINCT 'move', given.move_id, coalesce(person.name, 'nobody') || ' was not told what they received'
        FROM (
            SELECT DISTINCT move_id, to_owner_id FROM customers_ownershipchange
            WHERE why IN ('handover', 'transfer', 'redo')
        ) given JOIN handover_move move ON move.id = given.move_id
        LEFT JOIN accounts_user person ON person.id = given.to_owner_id
        LEFT JOIN notices_notice notice ON notice.kind = 'move_received' AND notice.recipient_id = given.to_owner_id
            AND split_part(notice.key, ':', 2) = given.move_id::text
        WHERE notice.id IS NULL
        """,
    ),
)
