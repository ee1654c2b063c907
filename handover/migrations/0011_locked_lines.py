from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("handover", "0010_plan_scope")]

    operations = [
        migrations.RemoveConstraint("assignment", "assignment_follows_or_chosen_by_hand"),
        migrations.RenameField("assignment", "by_hand", "locked"),
        migrations.AlterField(
            "assignment", "locked", models.BooleanField(default=False, verbose_name="kept in a new proposal")
        ),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(condition=Q(follows=False) | Q(locked=False), name="assignment_follows_or_locked"),
        ),
    ]
