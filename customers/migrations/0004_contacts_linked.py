"""Contacts can be linked: in a CRM they have owners."""

from django.db import migrations, models

#: Without contacts among the kinds there are no links of them.
UNLINK = "DELETE FROM customers_recordlink WHERE kind = 5; SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_currencies_of_more_countries")]

    operations = [
        migrations.RemoveConstraint(model_name="recordlink", name="record_link_kind_known"),
        migrations.AlterField(
            model_name="recordlink",
            name="kind",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "customer"), (2, "deal"), (3, "contract"), (4, "task"), (5, "contact")],
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordlink",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=[1, 2, 3, 4, 5]), name="record_link_kind_known"
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, UNLINK),
    ]
