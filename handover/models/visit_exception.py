"""Why a customer of grade A changes hands without a joint visit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VisitException(models.Model):
    """The supervisor lets one customer go without a visit together with the leaver, and says why."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="visit_exceptions", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "customer"], name="visit_exception_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="visit_exception_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.customer}: {self.reason}"
