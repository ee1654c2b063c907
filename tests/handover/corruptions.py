"""Corruptions to plant over the history of `test_check_ledger.py`: what each does, and which checks have to find it."""

from django.db import connection

#: By name: the SQL, and the checks that find it. No other check may.
PLANTED: dict[str, tuple[str, set[str]]] = {}


def planted(name: str, sql: str, *found_by: str) -> None:
    PLANTED[name] = (sql, set(found_by))


def another(table: str, where: str, **values: str) -> str:
    """SQL that adds a copy of a row, with these values (SQL too) in place of its own."""
    changed = "".join(f", '{name}', {value}" for name, value in values.items())
    return f"""
    INSERT INTO {table} SELECT made.* FROM {table} model, jsonb_populate_record(model, jsonb_build_object(
        'id', nextval(pg_get_serial_sequence('{table}', 'id')){changed})) made WHERE model.{where};
    """


def another_departure(state: str, leaver: str, ended: str = "NULL") -> str:
    return another("handover_departure", "id > 0", leaver_id=leaver, state=f"'{state}'", ended_at=ended)


def person(name: str) -> str:
    return f"(SELECT id FROM accounts_user WHERE name = '{name}')"


LAST, UNDONE = "(SELECT max(id) FROM handover_move)", "(SELECT min(id) FROM handover_move)"
UNDO = "(SELECT id FROM handover_move WHERE reverses_id IS NOT NULL)"
THERE_AND_BACK = """
    INSERT INTO customers_ownershipchange (kind, record_id, from_owner_id, to_owner_id, by_id, why, move_id, at)
    SELECT kind, record_id, to_owner_id, from_owner_id, by_id, 'by_hand', NULL, at FROM customers_ownershipchange
    WHERE id = {row};
    INSERT INTO customers_ownershipchange (kind, record_id, from_owner_id, to_owner_id, by_id, why, move_id, at)
    SELECT kind, record_id, from_owner_id, to_owner_id, {by}, '{why}', {move}, at FROM customers_ownershipchange
    WHERE id = {row};
"""
#: A row of the last move about a customer the first one had moved too, and that customer.
GIVEN = f"""(SELECT min(id) FROM customers_ownershipchange WHERE move_id = {LAST} AND kind = 1
    AND record_id IN (SELECT record_id FROM customers_ownershipchange WHERE move_id = {UNDONE} AND kind = 1))"""
CUSTOMER = f"(SELECT record_id FROM customers_ownershipchange WHERE id = {GIVEN})"
#: The changes by hand of the deal that was handed on twice after the last move.
HANDED_ON = """FROM customers_ownershipchange
    WHERE why = 'by_hand' AND record_id = (SELECT id FROM customers_deal WHERE stage = 'quoted')"""
PLAN = "(SELECT max(id) FROM handover_plan)"
#: The loose deal, whose first row is of the undone move; and the task, which the second move left alone.
LOOSE = "(SELECT id FROM customers_deal WHERE name = 'Nobody yet')"

planted(
    "an owner changed behind the ledger's back",
    f"UPDATE customers_customer SET owner_id = {person('孙丽')} WHERE id = {CUSTOMER}",
    "owner_is_last_in_ledger",
)
planted(
    "a ledger row taken out of the middle",
    f"DELETE FROM customers_ownershipchange WHERE id = (SELECT min(id) {HANDED_ON})",
    "ledger_has_no_gap",
)
planted(
    "a ledger row that starts from somebody else",
    f"UPDATE customers_ownershipchange SET from_owner_id = {person('王芳')} WHERE id = (SELECT min(id) {HANDED_ON})",
    "ledger_has_no_gap",
)
planted(
    "a ledger row dated before the one it follows",
    f"UPDATE customers_ownershipchange SET at = at - interval '3 days' WHERE id = {GIVEN}",
    "ledger_never_overlaps",
)
planted(
    "a ledger row by somebody nobody knows",
    THERE_AND_BACK.format(row=GIVEN, by=999_999, why="by_hand", move="NULL"),
    "ledger_names_people",
)
planted(
    "an owner whose account was closed",
    f"UPDATE accounts_user SET is_active = false FROM customers_customer customer "
    f"WHERE customer.owner_id = accounts_user.id AND customer.id = {CUSTOMER}",
    "customers_are_covered",
)
planted(
    "a ledger row of a move that never was",
    THERE_AND_BACK.format(row=GIVEN, by="by_id", why="by_hand", move=999_999),
    "ledger_rows_have_a_move",
)
planted(
    "a plan's line rewritten after the move",
    f"UPDATE handover_assignment line SET successor_id = named.user_id FROM handover_plansuccessor named "
    f"WHERE line.plan_id = named.plan_id AND line.plan_id = (SELECT min(id) FROM handover_plan) "
    f"AND line.kind = 2 AND line.record_id = {LOOSE} AND line.successor_id <> named.user_id",
    "moves_follow_their_plan",
)
planted(
    "a record taken from somebody who does not leave",
    f"UPDATE customers_ownershipchange SET from_owner_id = {person('王芳')} "
    f"WHERE kind = 2 AND record_id = {LOOSE} AND why = 'handover'",
    "moves_take_from_whom_they_say",
)
planted(
    "a record moved twice",
    THERE_AND_BACK.format(row=GIVEN, by="by_id", why="handover", move=LAST)
    + f"""UPDATE handover_move SET moved = jsonb_set(moved, '{{customers}}', to_jsonb((moved ->> 'customers')::int + 1))
    WHERE id = {LAST}""",
    "moves_happen_once",
)
planted(
    "a figure that says more than moved",
    f"UPDATE handover_move SET moved = jsonb_set(moved, '{{deals}}', '77') WHERE id = {LAST}",
    "moved_is_what_moved",
)
planted(
    "a figure that says more than came back",
    f"UPDATE handover_move SET moved = jsonb_set(moved, '{{deals}}', '77') WHERE id = {UNDO}",
    "moved_is_what_moved",
)
planted(
    "an undone move that says it stands",
    f"UPDATE handover_move SET state = 'done' WHERE id = {UNDONE}",
    "undone_by_a_reversal", "approved_plans_have_a_move",
)  # fmt: skip
planted(
    "a conflict forgotten",
    f"DELETE FROM handover_conflict WHERE move_id = {LAST}",
    "moves_explain_every_line",
)
planted(
    "a conflict about what moved",
    "INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id) "
    f"SELECT move_id, kind, record_id, 'closed', to_owner_id FROM customers_ownershipchange WHERE id = {GIVEN}",
    "moves_explain_every_line",
)
planted(
    "a conflict of an undo forgotten",
    f"DELETE FROM handover_conflict WHERE move_id = {UNDO}",
    "undo_explains_every_row",
)
planted(
    "a record that came back to somebody else",
    f"""
    UPDATE customers_ownershipchange SET to_owner_id = {person("王芳")}
    WHERE why = 'undo' AND kind = 4;
    UPDATE customers_task SET owner_id = {person("王芳")};
    """,
    "undo_reverses_a_row",
)
planted(
    "a conflict about a record of another book",
    "INSERT INTO handover_conflict (move_id, kind, record_id, cause, present_owner_id) "
    f"SELECT {LAST}, 1, 999999, 'gone', NULL",
    "conflicts_are_of_their_move",
)
planted(
    "a conflict that names no owner",
    f"UPDATE handover_conflict SET present_owner_id = NULL WHERE move_id = {LAST}",
    "conflicts_are_of_their_move",
)
planted(
    "a move whose proof was lost",
    f"UPDATE handover_move SET before = '{{}}' WHERE id = {LAST}",
    "moves_prove_themselves",
)
planted(
    "a move whose proof fails",
    f"UPDATE handover_move SET after = jsonb_set(after, '{{deals,digest}}', '\"0\"') WHERE id = {LAST}",
    "moves_prove_themselves",
)
planted(
    "a move struck from the audit trail",
    f"DELETE FROM accounts_auditentry WHERE verb = 'move.done' AND (details ->> 'move')::bigint = {LAST}",
    "moves_are_audited",
)
planted(
    "an undo audited twice",
    "INSERT INTO accounts_auditentry (at, by_id, verb, subject_kind, subject_id, details) "
    "SELECT at, by_id, verb, subject_kind, subject_id, details FROM accounts_auditentry WHERE verb = 'move.undone'",
    "undos_are_audited",
)
planted(
    "a successor who was never told",
    """
    DELETE FROM notices_delivery WHERE notice_id = (SELECT max(id) FROM notices_notice WHERE kind = 'move_received');
    DELETE FROM notices_notice WHERE id = (SELECT max(id) FROM notices_notice WHERE kind = 'move_received');
    """,
    "successors_are_told",
)
planted(
    "a second open departure of one person",
    "DROP INDEX one_open_departure_per_leaver;" + another_departure("registered", "model.leaver_id"),
    "one_open_departure", "constraints_stand_guard",
)  # fmt: skip
planted(
    "a second living plan",
    "DROP INDEX one_living_plan_per_departure;"
    + another("handover_plan", "state = 'approved'", state="'draft'", approved_by_id="NULL", approved_at="NULL"),
    "one_living_plan", "constraints_stand_guard",
)  # fmt: skip
planted(
    "a step of the story taken out",
    "DELETE FROM handover_transitionrow WHERE verb = 'replan'",
    "states_are_reached_by_steps",
)
planted(
    "a departure put elsewhere",
    "UPDATE handover_departure SET state = 'verifying'",
    "states_are_reached_by_steps",
)
planted(
    "an approval taken back under a move",
    "UPDATE handover_plan SET state = 'discarded' WHERE state = 'approved'",
    "approved_plans_have_a_move", "planned_departures_have_a_plan",
)  # fmt: skip
planted(
    "a departure planned without a plan",
    another_departure("planned", "model.registered_by_id"),
    "planned_departures_have_a_plan",
)
planted(
    "a line given to somebody who is not in the plan",
    "DELETE FROM handover_plansuccessor WHERE id = (SELECT min(named.id) FROM handover_plansuccessor named "
    f"JOIN handover_assignment line USING (plan_id) WHERE plan_id = {PLAN} AND line.successor_id = named.user_id)",
    "successors_are_of_the_plan",
)
planted(
    "a line about somebody else's record",
    f"UPDATE handover_assignment SET from_owner_id = {person('王芳')} WHERE plan_id = {PLAN} AND kind = 4",
    "departures_plan_their_own_book",
)
planted(
    "a task that left its customer's way",
    f"UPDATE handover_assignment line SET successor_id = named.user_id FROM handover_plansuccessor named "
    f"WHERE line.plan_id = named.plan_id AND line.plan_id = {PLAN} AND line.kind = 4 "
    "AND line.successor_id <> named.user_id",
    "followers_follow",
)
planted(
    "a departure closed before anything moved",
    another_departure("closed", "model.registered_by_id", ended="now()")
    + another("handover_plan", "state = 'approved'", departure_id="(SELECT max(id) FROM handover_departure)")
    + another("handover_move", f"id = {LAST}", plan_id=PLAN, state="'due'", finished_at="NULL", moved="'{}'::jsonb"),
    "closed_departures_moved",
)
planted(
    "a record left with somebody whose departure is closed",
    """
    UPDATE handover_departure SET state = 'closed', ended_at = now();
    UPDATE handover_transitionrow SET to_state = 'closed' WHERE id = (SELECT max(id) FROM handover_transitionrow);
    UPDATE customers_task SET created_at = created_at - interval '1 day';
    UPDATE customers_deal SET created_at = created_at - interval '1 day', state = 'open', closed_on = NULL;
    """,
    "closed_departures_hold_nothing",
)
planted(
    "the guard of owners switched off",
    "ALTER TABLE customers_deal DISABLE TRIGGER guard_owner",
    "triggers_stand_guard",
)
planted("a trigger dropped", "DROP TRIGGER append_only ON customers_ownershipchange", "triggers_stand_guard")
planted(
    "a constraint dropped",
    "ALTER TABLE handover_move DROP CONSTRAINT move_finished_with_time",
    "constraints_stand_guard",
)
planted(
    "a constraint nobody checked the rows against",
    """
    ALTER TABLE customers_deal DROP CONSTRAINT deal_state_known;
    ALTER TABLE customers_deal ADD CONSTRAINT deal_state_known CHECK (state <> 'x') NOT VALID
    """,
    "constraints_stand_guard",
)
planted(
    "a notice without a way out",
    "DELETE FROM notices_delivery WHERE id = (SELECT max(id) FROM notices_delivery)",
    "notices_leave",
)
planted(
    "an import that lost a refused row",
    "INSERT INTO customers_import (source, state, preset, rows_total, rows_read, created, updated, unchanged, refused, "
    "problem, problem_params) VALUES ('', 'done', '', 3, 3, '{}', '{}', '{}', 1, '', '{}')",
    "refused_rows_are_kept",
)

GUARDED = ("customers_customer", "customers_deal", "customers_contract", "customers_task")


def plant(sql: str) -> None:
    """Do it where no trigger looks."""
    switched = [("guard_owner", table) for table in GUARDED]
    switched += [("append_only", ledger) for ledger in ("customers_ownershipchange", "accounts_auditentry")]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for trigger, table in switched:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        for statement in sql.split(";"):
            if statement.strip():
                cursor.execute(statement)
        for trigger, table in switched:
            if trigger not in sql:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
            elif "DROP" not in sql:
                cursor.execute(f"ALTER TABLE {table} {'DISABLE' if table in sql else 'ENABLE'} TRIGGER {trigger}")


planted(
    "a move that claims a seat nobody gave",
    f"UPDATE handover_move SET moved = moved || '{{\"seats\": 1}}' WHERE id = {LAST}",
    "seats_match_their_move",
)
planted(
    "a seat given to somebody the plan does not name",
    f"""
    INSERT INTO customers_seatchange (move_id, customer_id, role, from_user_id, to_user_id, at)
    SELECT {LAST}, {CUSTOMER}, '', {person("陈静")}, {person("孙丽")}, now();
    UPDATE handover_move SET moved = moved || '{{"seats": 1}}' WHERE id = {LAST}
    """,
    "seats_match_their_move",
)


def cover(by: str, first: str, last: str, **fields: str) -> str:
    """SQL that plants a cover of the customer."""
    said = {
        "customer_id": CUSTOMER, "person_id": person(by), "owner_id": person("陈静"),
        "first_on": first, "last_on": last,
        "instead_of_id": f"(SELECT owner_id FROM customers_customer WHERE id = {CUSTOMER})", "why": "'departure'",
        "at_end": "'revert'", "named_by_id": person("王芳"), "named_at": "now()", "outcome": "''",
    } | fields  # fmt: skip
    return f"INSERT INTO handover_cover ({', '.join(said)}) VALUES ({', '.join(said.values())});"


TODAY, TOMORROW = "current_date", "current_date + 1"
planted(
    "two covers on one day",
    "ALTER TABLE handover_cover DROP CONSTRAINT one_cover_per_customer_and_day;"
    + cover("孙丽", TODAY, TOMORROW) + cover("Ada Park", TOMORROW, TOMORROW),
    "one_person_a_day", "constraints_stand_guard",
)  # fmt: skip
planted(
    "an access that ends with nobody to follow",
    f"""
    UPDATE accounts_user SET access_ends_at = now() + interval '9 days' FROM customers_customer customer
    WHERE customer.owner_id = accounts_user.id AND customer.id = {CUSTOMER};
    """
    + cover("孙丽", "current_date + 9", "current_date + 20"),
    "days_ahead_are_covered",
)
planted(
    "a cover by somebody who has left",
    cover("Ada Park", TODAY, TOMORROW) + "UPDATE accounts_user SET access_ends_at = now() WHERE name = 'Ada Park'",
    "covers_hold",
)
planted("a cover nobody ended", cover("孙丽", "current_date - 9", "current_date - 5"), "covers_hold")
planted(
    "a cover that says it became permanent",
    cover("孙丽", TODAY, TODAY, outcome="'stayed'", ended_at="now()"),
    "covers_hold",
)
