"""Triggers that say when the kept counts of a departure no longer hold, and one that lets nobody rewrite a seal.

A change of a record concerns the departures of whoever owns or owned it, and those whose checklist or plan names it.
Of statements that change many records only the owners are looked at, and departures that have moved are all taken to
be concerned: to count once too often does no harm.
"""

from django.db import migrations

#: A statement that changes more records than this is one that changes many.
FEW = 50

MARK = """
CREATE FUNCTION handover_outdate(of_kind int, records bigint[], people bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(records) > 50 THEN
        INSERT INTO handover_outdated (departure_id)
        SELECT id FROM handover_departure departure
        WHERE ended_at IS NULL AND (leaver_id = ANY(people) OR EXISTS (
            SELECT FROM handover_plan plan JOIN handover_move move ON move.plan_id = plan.id
            WHERE plan.departure_id = departure.id AND move.state = 'done'
        ));
    ELSE
        INSERT INTO handover_outdated (departure_id)
        SELECT id FROM handover_departure departure
        WHERE ended_at IS NULL AND (leaver_id = ANY(people) OR EXISTS (
            SELECT FROM handover_itemrecord
            WHERE departure_id = departure.id AND kind = of_kind AND record_id = ANY(records)
        ) OR EXISTS (
            SELECT FROM handover_plan plan JOIN handover_assignment line ON line.plan_id = plan.id
            WHERE plan.departure_id = departure.id AND plan.state <> 'discarded'
                AND line.kind = of_kind AND line.record_id = ANY(records)
        ));
    END IF;
END $$;
"""

#: Beginning to count in one call: the lock, then with a later look at the data the notes, and what is still kept.
BEGIN_COUNT = """
CREATE FUNCTION handover_begin_count(ids bigint[], names text[])
RETURNS TABLE (name text, departure_id bigint, found text) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM pg_advisory_xact_lock(1903, one.id::int) FROM (SELECT unnest(ids) AS id ORDER BY 1) one;
    RETURN QUERY
    WITH noted AS (DELETE FROM handover_outdated WHERE departure_id = ANY(ids) RETURNING departure_id),
        gone AS (DELETE FROM handover_keptcount WHERE departure_id IN (SELECT departure_id FROM noted))
    SELECT kept.name::text, kept.departure_id, kept.found::text FROM handover_keptcount kept
    WHERE kept.departure_id = ANY(ids) AND kept.name = ANY(names)
        AND kept.departure_id NOT IN (SELECT departure_id FROM noted);
END $$;
"""

#: The tables of rows a statement touched.
ROWS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}

#: What is looked at in rows about records: of which kind, which record it is, and whose.
OWNED = ("id", ("owner_id",), "{rows} touched")
PART = (
    "customer_id",
    ("customer.owner_id",),
    "{rows} touched JOIN customers_customer customer ON customer.id = customer_id",
)
COVERED = ("customer_id", ("owner_id", "instead_of_id"), "{rows} touched")
RECORDS = {
    "customers_customer": (1, OWNED),
    "customers_deal": (2, OWNED),
    "customers_contract": (3, OWNED),
    "customers_task": (4, OWNED),
    "customers_contact": (1, PART),
    "handover_cover": (1, COVERED),
}

#: Of which departures the other rows speak.
OF_A_PLAN = ("plan.departure_id", "{rows} touched JOIN handover_plan plan ON plan.id = touched.plan_id")
OF_A_DEPARTURE = ("departure_id", "{rows} touched")
SPEAK = {
    "handover_departure": ("id", "{rows} touched"),
    "handover_itemrecord": OF_A_DEPARTURE,
    "handover_plan": OF_A_DEPARTURE,
    "handover_assignment": OF_A_PLAN,
    "handover_move": OF_A_PLAN,
    "handover_briefing": OF_A_DEPARTURE,
    "handover_promise": OF_A_DEPARTURE,
    "handover_question": OF_A_DEPARTURE,
}


def _trigger(table: str, deed: str, body: str) -> str:
    name = f"{table}_outdates_{deed.lower()}"
    rows = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in ROWS[deed])
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$;\n"
        f"CREATE TRIGGER outdates_{deed.lower()} AFTER {deed} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();\n"
    )


def _of_records(table: str, deed: str) -> str:
    kind, (record, owners, source) = RECORDS[table]
    first = source.format(rows=f"{ROWS[deed][0]}_rows")
    people = " UNION ".join(
        f"SELECT {owner} FROM {source.format(rows=f'{row}_rows')}"  # noqa: S608 - our own names
        for row in ROWS[deed]
        for owner in owners
    )
    records = f"SELECT {record} FROM {first} LIMIT {FEW + 1}"  # noqa: S608 - our own names
    mark = f"PERFORM handover_outdate({kind}, ARRAY({records}), ARRAY({people}))"
    unless = "WHERE EXISTS (SELECT FROM handover_departure WHERE ended_at IS NULL)"
    return _trigger(table, deed, f"BEGIN {mark} {unless}; RETURN NULL; END")


def _of_departures(table: str, deed: str) -> str:
    departure, source = SPEAK[table]
    found = " UNION ".join(
        f"SELECT {departure} FROM {source.format(rows=f'{row}_rows')} WHERE {departure} IS NOT NULL"  # noqa: S608
        for row in ROWS[deed]
    )
    return _trigger(table, deed, f"BEGIN INSERT INTO handover_outdated (departure_id) {found}; RETURN NULL; END")


def _forget(table: str, deed: str) -> str:
    name = f"outdates_{deed.lower()}"
    return f"DROP TRIGGER {name} ON {table};\nDROP FUNCTION {table}_{name}();\n"


WATCH = (
    MARK
    + "".join(_of_records(table, deed) for table in RECORDS for deed in ROWS)
    + "".join(_of_departures(table, deed) for table in SPEAK for deed in ROWS)
)
UNWATCH = (
    "".join(_forget(table, deed) for table in (*RECORDS, *SPEAK) for deed in ROWS)
    + "DROP FUNCTION handover_outdate(int, bigint[], bigint[]);"
)

SEALED = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON handover_seal
    FOR EACH ROW EXECUTE FUNCTION customers_append_only();
"""


#: What came before the first release, so that a database of that time goes on.
REPLACED = [
    ("handover", "0022_kept_counts"),
    ("handover", "0025_board_views"),
    ("handover", "0026_begin_count"),
    ("handover", "0029_what_is_told_outdates_counts"),
    ("handover", "0030_documents_and_seals"),
]


class Migration(migrations.Migration):
    replaces = REPLACED
    dependencies = [("customers", "0002_triggers"), ("handover", "0001_initial")]

    operations = [
        migrations.RunSQL(BEGIN_COUNT, "DROP FUNCTION handover_begin_count(bigint[], text[]);"),
        migrations.RunSQL(WATCH, UNWATCH),
        migrations.RunSQL(SEALED, "DROP TRIGGER append_only ON handover_seal;"),
    ]
