"""What was counted for a departure, and which departures have to be counted anew."""

from django.db import models


class KeptCount(models.Model):
    """The answer to one question about a departure, counted once and good until something it counts changes.

    Without a key in the database, so that keeping one never waits for who holds the departure's row.
    """

    departure = models.ForeignKey(
        "handover.Departure", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    name = models.CharField(max_length=10)
    found = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["departure", "name"], name="kept_count_once")]

    def __str__(self) -> str:
        return self.name


class Outdated(models.Model):
    """A note that something a departure's counts rest on has changed. Triggers leave it, in the change's transaction;
    whoever counts next takes it away. Only ever added, so that two changes never wait for each other.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="+", db_constraint=False)

    class Meta:
        verbose_name_plural = "outdated"

    def __str__(self) -> str:
        return str(self.departure_id)
