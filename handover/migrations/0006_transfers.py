import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0005_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("territory", "Territory change"),
                            ("leave", "Long leave"),
                            ("single", "Handed to a colleague"),
                            ("follow_up", "Planned again after a handover"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("effective_at", models.DateTimeField(verbose_name="ownership changes")),
                ("returns_at", models.DateTimeField(blank=True, null=True, verbose_name="comes back")),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="plan",
            name="plan_approved_by_another",
        ),
        migrations.AddField(
            model_name="assignment",
            name="from_owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="from",
            ),
        ),
        migrations.AlterField(
            model_name="plan",
            name="departure",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plans",
                to="handover.departure",
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="transfer",
            name="of_move",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="handover.move",
                verbose_name="move",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="transfer",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plan",
                to="handover.transfer",
                verbose_name="transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("departure", None), ("transfer__isnull", False)),
                    models.Q(("departure__isnull", False), ("transfer", None)),
                    _connector="OR",
                ),
                name="plan_for_departure_or_transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("departure", None),
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("made_by")), _negated=True),
                    _connector="OR",
                ),
                name="plan_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["territory", "leave", "single", "follow_up"])),
                name="transfer_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("returns_at", None), ("returns_at__gt", models.F("effective_at")), _connector="OR"),
                name="transfer_returns_later",
                violation_error_message="The records come back after they have gone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "follow_up"), ("of_move__isnull", False)),
                    models.Q(models.Q(("kind", "follow_up"), _negated=True), ("of_move", None)),
                    _connector="OR",
                ),
                name="transfer_follow_up_of_move",
            ),
        ),
    ]
