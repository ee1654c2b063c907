from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0011_amounts_beside_owners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ownershipchange",
            name="ownership_why_known",
        ),
        migrations.AlterField(
            model_name="ownershipchange",
            name="why",
            field=models.CharField(
                choices=[
                    ("handover", "handover"),
                    ("undo", "handover undone"),
                    ("redo", "handed over again"),
                    ("transfer", "transfer"),
                    ("return", "transfer returned"),
                    ("cover", "interim cover became permanent"),
                    ("by_hand", "changed by hand"),
                ],
                max_length=10,
                verbose_name="why",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__in", ["handover", "undo", "redo", "transfer", "return", "cover", "by_hand"])),
                name="ownership_why_known",
            ),
        ),
    ]
