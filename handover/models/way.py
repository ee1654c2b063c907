"""How each customer of a departure is handed over, and in which order: what the manager chose for the leaver."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How the leaver hands a customer over."""

    IN_PERSON = "in_person", _("in person")
    IN_WRITING = "in_writing", _("in writing")
    SKIP = "skip", _("not at all")


class CustomerWay(models.Model):
    """One customer in the order of a departure: `place` counts from 1. The order is kept whole or not at all."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="ways", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    way = models.CharField(_("how"), max_length=10, choices=Way.choices, default=Way.IN_PERSON)
    place = models.PositiveIntegerField(_("place"))
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    chosen_at = models.DateTimeField(_("chosen"))

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "customer"], name="customer_way_once"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="customer_way_known"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.customer_id}"
