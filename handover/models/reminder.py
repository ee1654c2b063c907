"""What people were reminded of, so that nobody is reminded of the same thing twice."""

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """One rung of a ladder, for one subject, reached by one person. Many rows make one notice.

    `day` is the day the rung is counted from: when it moves, the ladder starts again.
    """

    rule = models.CharField(max_length=30)
    step = models.PositiveSmallIntegerField()
    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    day = models.DateField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "subject_id", "recipient", "day", "step"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.step}: {self.subject_id}"
