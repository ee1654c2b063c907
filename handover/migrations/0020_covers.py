import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0011_amounts_beside_owners"),
        ("handover", "0019_briefings_promises_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Cover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_on", models.DateField(verbose_name="from")),
                ("last_on", models.DateField(verbose_name="until")),
                (
                    "why",
                    models.CharField(
                        choices=[("departure", "somebody leaves"), ("leave", "long leave"), ("absence", "absence")],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                (
                    "at_end",
                    models.CharField(
                        choices=[("revert", "goes back to the owner"), ("stay", "stays with who covered")],
                        default="revert",
                        max_length=6,
                        verbose_name="afterwards",
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="named")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended early on")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reverted", "went back to the owner"),
                            ("stayed", "became permanent"),
                            ("kept", "could not become permanent"),
                            ("moved", "the customer got a new owner"),
                            ("lifted", "ended by hand"),
                        ],
                        max_length=8,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "days",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("first_on"),
                            django.db.models.functions.comparison.Greatest(
                                models.F("first_on"),
                                django.db.models.functions.comparison.Least(
                                    models.Func(
                                        models.F("last_on"),
                                        output_field=models.DateField(),
                                        template="(%(expressions)s + 1)",
                                    ),
                                    models.F("ended_on"),
                                ),
                            ),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covers",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="covers",
                        to="handover.departure",
                        verbose_name="departure",
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="instead of",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="covered by",
                    ),
                ),
            ],
            options={
                "ordering": ["first_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["person", "last_on"], name="cover_of_person"
                    ),
                    models.Index(condition=models.Q(("ended_at", None)), fields=["last_on"], name="cover_due"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("customer"), models.F("customer"), models.Value("[]"), function="int8range"
                                ),
                                "&&",
                            ),
                            ("days", "&&"),
                        ],
                        name="one_cover_per_customer_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="cover_days_in_order",
                        violation_error_message="A cover does not end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", models.F("owner")), _negated=True),
                            models.Q(("person", models.F("instead_of")), _negated=True),
                        ),
                        name="cover_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why__in", ["departure", "leave", "absence"])), name="cover_why_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at_end__in", ["revert", "stay"])), name="cover_end_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_on", None), ("outcome", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("outcome__in", ["reverted", "stayed", "kept", "moved", "lifted"]),
                            ),
                            _connector="OR",
                        ),
                        name="cover_ended_whole",
                    ),
                ],
            },
        ),
    ]
