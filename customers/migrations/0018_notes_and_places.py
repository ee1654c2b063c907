"""Notes on customers in other CRMs, and the comparison with what differs first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0017_mapping_remembered")]

    operations = [
        migrations.AddField(
            model_name="connection",
            name="notes_language",
            field=models.CharField(
                blank=True,
                choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                max_length=10,
                verbose_name="leave a note on each customer handed over",
            ),
        ),
        migrations.AddField(
            model_name="connection",
            name="notes_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.CheckConstraint(
                condition=models.Q(("notes_language", ""), ("notes_since", None))
                | models.Q(
                    models.Q(("notes_language", ""), _negated=True),
                    ("notes_since__isnull", False),
                    ("writes_owners", True),
                ),
                name="connection_notes_follow_owners",
                violation_error_message="Notes follow the owners: let Baton write owners there as well.",
            ),
        ),
        migrations.AddField(
            model_name="recordlink",
            name="place",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(state__in=["conflict", "refused", "full", "failed", "gone"], then=models.Value(0)),
                    models.When(state__in=["waiting", "asked"], then=models.Value(1)),
                    models.When(state="settled", then=models.Value(2)),
                    default=models.Value(3),
                ),
                output_field=models.PositiveSmallIntegerField(),
            ),
        ),
        migrations.AddIndex(
            model_name="recordlink",
            index=models.Index(fields=["connection", "place", "id"], name="record_link_compared"),
        ),
        migrations.CreateModel(
            name="RecordNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change_id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be written"),
                            ("asked", "Being written"),
                            ("written", "Written"),
                            ("unclear", "Perhaps written"),
                            ("failed", "Could not be written"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("code", models.CharField(blank=True, max_length=80)),
                ("detail", models.CharField(blank=True, max_length=300)),
                (
                    "connection",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="customers.connection",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="customers.recordlink",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["connection", "state", "id"], name="record_note_by_state"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "asked"])),
                        fields=["connection", "id"],
                        name="record_note_to_write",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("link", "change_id"), name="record_note_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "asked", "written", "unclear", "failed"])),
                        name="record_note_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__isnull", False), ("state__in", ["waiting", "asked"]))
                        | models.Q(models.Q(("state__in", ["waiting", "asked"]), _negated=True), ("due_at", None)),
                        name="record_note_due_while_to_write",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "failed"]))
                        | models.Q(("asked_at__isnull", False)),
                        name="record_note_asked_before_written",
                    ),
                ],
            },
        ),
    ]
