import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0012_cover_in_the_ledger"),
        ("handover", "0023_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CustomerWay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("in_person", "in person"), ("in_writing", "in writing"), ("skip", "not at all")],
                        default="in_person",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("place", models.PositiveIntegerField(verbose_name="place")),
                ("chosen_at", models.DateTimeField(verbose_name="chosen")),
                (
                    "chosen_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="customers.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "departure",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways",
                        to="handover.departure",
                    ),
                ),
            ],
            options={
                "ordering": ["place", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("departure", "customer"), name="customer_way_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["in_person", "in_writing", "skip"])), name="customer_way_known"
                    ),
                ],
            },
        ),
    ]
