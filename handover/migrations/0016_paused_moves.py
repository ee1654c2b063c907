import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

#: A paused move waits for its time again where pausing is not known.
GO_ON = """
    UPDATE handover_move SET state = 'due', paused_by_id = NULL, paused_at = NULL, pause_reason = ''
    WHERE state = 'paused';
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0015_reversals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="move",
            name="move_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="move",
            name="move_finished_with_time",
        ),
        migrations.RemoveConstraint(
            model_name="move",
            name="one_waiting_reversal",
        ),
        migrations.AddField(
            model_name="move",
            name="pause_reason",
            field=models.TextField(blank=True, verbose_name="why it is paused"),
        ),
        migrations.AddField(
            model_name="move",
            name="paused_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="paused"),
        ),
        migrations.AddField(
            model_name="move",
            name="paused_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="move",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "waiting for its time"),
                    ("paused", "paused"),
                    ("running", "running"),
                    ("done", "done"),
                    ("failed", "stopped"),
                    ("undone", "undone"),
                ],
                default="due",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["due", "paused", "running", "done", "failed", "undone"])),
                name="move_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("state__in", ("due", "running", "paused"))),
                    models.Q(
                        models.Q(("state__in", ("due", "running", "paused")), _negated=True),
                        ("finished_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="move_finished_with_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paused_at__isnull", False), ("paused_by__isnull", False), ("state", "paused")),
                    models.Q(
                        models.Q(("state", "paused"), _negated=True),
                        ("pause_reason", ""),
                        ("paused_at", None),
                        ("paused_by", None),
                    ),
                    _connector="OR",
                ),
                name="move_paused_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["due", "paused"])), fields=("reverses",), name="one_waiting_reversal"
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, GO_ON),
    ]
