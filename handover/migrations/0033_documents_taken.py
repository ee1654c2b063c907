from django.db import migrations, models
from django.db.models import F, Q


def say_when_begun(apps, _editor):
    """What is being made was begun when it was asked for, as far as is known."""
    document = apps.get_model("handover", "HandoverDocument")
    document.objects.filter(state__in=("reading", "writing")).update(taken_at=F("asked_at"))


class Migration(migrations.Migration):
    dependencies = [("handover", "0032_plan_steps")]

    operations = [
        migrations.AddField(
            "handoverdocument", "taken_at", models.DateTimeField(blank=True, null=True, verbose_name="begun")
        ),
        migrations.RunPython(say_when_begun, migrations.RunPython.noop),
        migrations.AddConstraint(
            "handoverdocument",
            models.CheckConstraint(
                condition=Q(state__in=("reading", "writing"), taken_at__isnull=False)
                | Q(state="waiting", taken_at=None)
                | Q(state__in=("ready", "failed")),
                name="document_taken_when_begun",
            ),
        ),
    ]
