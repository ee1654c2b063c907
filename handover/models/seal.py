"""Seals: the record of a closed departure, kept as it was, each bound to the one before. Added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

#: What stands for the digest of a seal before the first.
FIRST = "0" * 64


class Seal(models.Model):
    """The record of one closed departure and the seal on it (ADR 17).

    `record` is canonical JSON, as text: every sign counts. `digest` is SHA-256 over `previous`, the digest of the seal
    before, and the record. Number, time and person stand in the record too, so that neither can be changed alone.
    """

    number = models.PositiveBigIntegerField(_("number"))
    departure = models.ForeignKey("handover.Departure", models.PROTECT, related_name="+", db_index=False)
    record = models.TextField(_("record"))
    previous = models.CharField(_("digest before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    sealed_at = models.DateTimeField(_("sealed"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="seal_number_once"),
            models.UniqueConstraint(fields=["departure"], name="seal_once_per_departure"),
            models.UniqueConstraint(fields=["previous"], name="seal_follows_one"),
            models.UniqueConstraint(fields=["digest"], name="seal_digest_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seal_number_from_one"),
            models.CheckConstraint(
                condition=Q(previous__regex="^[0-9a-f]{64}$", digest__regex="^[0-9a-f]{64}$"), name="seal_digests_whole"
            ),
            models.CheckConstraint(
                condition=(Q(number=1, previous=FIRST)) | (Q(number__gt=1) & ~Q(previous=FIRST)),
                name="seal_first_follows_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"

    @property
    def address(self) -> str:
        """Where it is shown and verified."""
        return settings.BASE_URL.rstrip("/") + reverse("departure_record", args=[self.departure_id])
