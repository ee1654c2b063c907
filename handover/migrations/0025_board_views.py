"""Saved views of the board; covers tell which departures have to be counted anew, which are counted with them now."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DEEDS = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


def _trigger(deed: str) -> str:
    name, rows = f"handover_cover_outdates_{deed.lower()}", DEEDS[deed]
    first = f"SELECT customer_id FROM {rows[0]}_rows LIMIT 51"  # noqa: S608 - our own names
    owners = " UNION ".join(
        f"SELECT owner_id FROM {row}_rows UNION SELECT instead_of_id FROM {row}_rows"  # noqa: S608
        for row in rows
    )
    tables = " ".join(f"{row.upper()} TABLE AS {row}_rows" for row in rows)
    body = f"BEGIN PERFORM handover_outdate(1, ARRAY({first}), ARRAY({owners})); RETURN NULL; END"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$;\n"
        f"CREATE TRIGGER outdates_{deed.lower()} AFTER {deed} ON handover_cover REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}();\n"
    )


#: What was kept has another shape now.
FORGET = "DELETE FROM handover_keptcount;"
WATCH = "".join(_trigger(deed) for deed in DEEDS)
UNWATCH = "".join(
    f"DROP TRIGGER outdates_{deed.lower()} ON handover_cover;\nDROP FUNCTION handover_cover_outdates_{deed.lower()}();\n"
    for deed in DEEDS
)


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0024_ways_of_customers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=400)),
                ("is_default", models.BooleanField(default=False, verbose_name="opens first")),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="board_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "name"),
                        name="board_view_name_once",
                        violation_error_message="You have a view of this name already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("person",), name="board_view_one_opens_first"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(WATCH, UNWATCH),
    ]
