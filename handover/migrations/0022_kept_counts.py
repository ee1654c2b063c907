"""Counts of departures that are kept, and the triggers that say when they no longer hold.

A change of a record concerns the departures of whoever owns or owned it, and those whose checklist or plan names it.
Of statements that change many records only the owners are looked at, and departures that have moved are all taken to
be concerned: to count once too often does no harm.
"""

import django.db.models.deletion
from django.db import migrations, models

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

#: What is looked at in the rows a statement touched: which record it is, and whose.
OWNED = ("id", "owner_id", "{rows} touched")
PART = (
    "customer_id",
    "customer.owner_id",
    "{rows} touched JOIN customers_customer customer ON customer.id = customer_id",
)
RECORDS = {"customer": (1, OWNED), "deal": (2, OWNED), "contract": (3, OWNED), "task": (4, OWNED), "contact": (1, PART)}

ROWS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}

#: Of which departures the rows of a table speak.
SPEAK = {
    "departure": ("id", "{rows} touched"),
    "itemrecord": ("departure_id", "{rows} touched"),
    "plan": ("departure_id", "{rows} touched"),
    "assignment": ("plan.departure_id", "{rows} touched JOIN handover_plan plan ON plan.id = touched.plan_id"),
    "move": ("plan.departure_id", "{rows} touched JOIN handover_plan plan ON plan.id = touched.plan_id"),
}


def _trigger(table: str, deed: str, body: str) -> str:
    name = f"{table}_outdates_{deed.lower()}"
    rows = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in ROWS[deed])
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$;\n"
        f"CREATE TRIGGER outdates_{deed.lower()} AFTER {deed} ON {table} REFERENCING {rows} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();\n"
    )


def _of_records(noun: str, deed: str) -> str:
    kind, (record, owner, source) = RECORDS[noun]
    first = source.format(rows=f"{ROWS[deed][0]}_rows")
    people = " UNION ".join(f"SELECT {owner} FROM {source.format(rows=f'{row}_rows')}" for row in ROWS[deed])  # noqa: S608
    records = f"SELECT {record} FROM {first} LIMIT {FEW + 1}"  # noqa: S608 - our own names
    mark = f"PERFORM handover_outdate({kind}, ARRAY({records}), ARRAY({people}))"
    unless = "WHERE EXISTS (SELECT FROM handover_departure WHERE ended_at IS NULL)"
    return _trigger(f"customers_{noun}", deed, f"BEGIN {mark} {unless}; RETURN NULL; END")


def _of_handovers(noun: str, deed: str) -> str:
    departure, source = SPEAK[noun]
    found = " UNION ".join(
        f"SELECT {departure} FROM {source.format(rows=f'{row}_rows')} WHERE {departure} IS NOT NULL"  # noqa: S608
        for row in ROWS[deed]
    )
    return _trigger(
        f"handover_{noun}", deed, f"BEGIN INSERT INTO handover_outdated (departure_id) {found}; RETURN NULL; END"
    )


def _forget(app: str, noun: str) -> str:
    names = [(f"{app}_{noun}", deed.lower()) for deed in ROWS]
    return "".join(
        f"DROP TRIGGER outdates_{deed} ON {table};\nDROP FUNCTION {table}_outdates_{deed}();\n" for table, deed in names
    )


WATCH = (
    MARK
    + "".join(_of_records(noun, deed) for noun in RECORDS for deed in ROWS)
    + "".join(_of_handovers(noun, deed) for noun in SPEAK for deed in ROWS)
)
UNWATCH = (
    "".join(_forget("customers", noun) for noun in RECORDS)
    + "".join(_forget("handover", noun) for noun in SPEAK)
    + "DROP FUNCTION handover_outdate(int, bigint[], bigint[]);"
)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0010_seat_changes"),
        ("handover", "0021_inheritances"),
    ]

    operations = [
        migrations.CreateModel(
            name="Outdated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "departure",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
            ],
            options={"verbose_name_plural": "outdated"},
        ),
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=10)),
                ("found", models.JSONField()),
                (
                    "departure",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("departure", "name"), name="kept_count_once")],
            },
        ),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
