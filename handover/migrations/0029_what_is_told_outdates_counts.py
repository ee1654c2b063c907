"""What is told of customers tells which departures have to be counted anew: the checklist says what is missing."""

from django.db import migrations

TABLES = ("handover_briefing", "handover_promise", "handover_question")
DEEDS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


def _trigger(table: str, deed: str) -> str:
    name, rows = f"{table}_outdates_{deed.lower()}", DEEDS[deed]
    found = " UNION ".join(f"SELECT departure_id FROM {row}_rows" for row in rows)  # noqa: S608 - our own names
    tables = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in rows)
    body = f"BEGIN INSERT INTO handover_outdated (departure_id) {found}; RETURN NULL; END"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$;\n"
        f"CREATE TRIGGER outdates_{deed.lower()} AFTER {deed} ON {table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();\n"
    )


#: Counted before anything told was looked at.
FORGET = "DELETE FROM handover_keptcount;"
WATCH = "".join(_trigger(table, deed) for table in TABLES for deed in DEEDS)
UNWATCH = "".join(
    f"DROP TRIGGER outdates_{deed.lower()} ON {table};\nDROP FUNCTION {table}_outdates_{deed.lower()}();\n"
    for table in TABLES
    for deed in DEEDS
)


class Migration(migrations.Migration):
    dependencies = [("handover", "0028_meetings")]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
