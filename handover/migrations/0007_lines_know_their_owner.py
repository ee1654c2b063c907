import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
    UPDATE handover_assignment line SET from_owner_id = departure.leaver_id
    FROM handover_plan plan JOIN handover_departure departure ON departure.id = plan.departure_id
    WHERE plan.id = line.plan_id AND line.from_owner_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0006_transfers"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="assignment",
            name="from_owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="from",
            ),
        ),
    ]
