"""Many deals are narrowed without opening them, and walked in each order a list offers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0014_seat_changes_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="deal",
            name="deal_of_owner",
        ),
        migrations.AlterField(
            model_name="deal",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deals",
                to="customers.customer",
                verbose_name="customer",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["owner", "-updated_at", "-id"],
                include=("customer", "state", "stage", "expected_close_on"),
                name="deal_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["customer", "id"],
                include=("owner", "updated_at", "state", "stage", "expected_close_on"),
                name="deal_of_customer",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(fields=["amount", "id"], name="deal_by_amount"),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(fields=["expected_close_on", "id"], name="deal_by_close"),
        ),
    ]
