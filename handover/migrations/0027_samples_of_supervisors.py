"""Samples a supervisor checks, reasons to send a customer back, and no leaver signs their own handover off."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0013_search_text_of_many"),
        ("handover", "0026_begin_count"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=200, verbose_name="text")),
            ],
            options={
                "ordering": ["language", "position"],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("seed", models.CharField(max_length=32, verbose_name="seed")),
                ("size", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many besides grade A")),
                ("drawn_at", models.DateTimeField(verbose_name="drawn")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["departure", "number"],
            },
        ),
        migrations.CreateModel(
            name="SampledCustomer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "score",
                    models.CharField(
                        blank=True,
                        choices=[("complete", "complete"), ("gaps", "small gaps"), ("unusable", "not usable")],
                        max_length=8,
                        verbose_name="score",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("scored_at", models.DateTimeField(blank=True, null=True, verbose_name="scored")),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_off_by", None),
                    models.Q(("signed_off_by", models.F("leaver")), _negated=True),
                    _connector="OR",
                ),
                name="departure_not_signed_by_leaver",
            ),
        ),
        migrations.AddConstraint(
            model_name="returnreason",
            constraint=models.UniqueConstraint(fields=("language", "position"), name="return_reason_place_once"),
        ),
        migrations.AddConstraint(
            model_name="returnreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="return_reason_in_words"
            ),
        ),
        migrations.AddField(
            model_name="sample",
            name="departure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="samples", to="handover.departure"
            ),
        ),
        migrations.AddField(
            model_name="sample",
            name="drawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sampledcustomer",
            name="customer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddField(
            model_name="sampledcustomer",
            name="sample",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="customers",
                to="handover.sample",
            ),
        ),
        migrations.AddField(
            model_name="sampledcustomer",
            name="scored_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sampledcustomer",
            name="successor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.UniqueConstraint(fields=("departure", "number"), name="sample_number_once"),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at", None)), fields=("departure",), name="sample_one_stands"
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed", ""), _negated=True), name="sample_keeps_its_seed"
            ),
        ),
        migrations.AddConstraint(
            model_name="sample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1),
                    models.Q(models.Q(("reason", ""), _negated=True), ("drawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="sample_drawn_again_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledcustomer",
            constraint=models.UniqueConstraint(fields=("sample", "customer"), name="sampled_customer_once"),
        ),
        migrations.AddConstraint(
            model_name="sampledcustomer",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__in", ["", "complete", "gaps", "unusable"])), name="sampled_score_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledcustomer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("score", ""), ("scored_at", None), ("scored_by", None)),
                    models.Q(
                        models.Q(("score", ""), _negated=True),
                        ("scored_at__isnull", False),
                        ("scored_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="sampled_score_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledcustomer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("score", "unusable"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="sampled_unusable_in_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledcustomer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scored_by", None), models.Q(("scored_by", models.F("successor")), _negated=True), _connector="OR"
                ),
                name="sampled_scored_by_another",
            ),
        ),
    ]
