from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_names_to_sort_by"),
    ]

    operations = [
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
                    ("by_hand", "changed by hand"),
                ],
                max_length=10,
                verbose_name="why",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownershipchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__in", ["handover", "undo", "redo", "transfer", "return", "by_hand"])),
                name="ownership_why_known",
            ),
        ),
    ]
