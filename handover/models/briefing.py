"""What the leaver knows of one customer and no record says."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Briefing(models.Model):
    """The leaver's answers about one customer in one departure.

    Who decides and who uses it stand here not: they are the roles of the customer's contacts, and the next step is the
    customer's own too. `done_at` says that the leaver has nothing more to say, whatever is still missing.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="briefings", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    never_do = models.TextField(_("what never to do"), blank=True)
    next_step = models.CharField(_("best next step"), max_length=300, blank=True)
    next_step_on = models.DateField(_("by when"), null=True, blank=True)
    background = models.TextField(_("what else to know"), blank=True)
    nothing_promised = models.BooleanField(_("nothing was promised beyond the contracts"), default=False)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["departure", "customer"], name="briefing_once"),
            models.CheckConstraint(
                condition=Q(next_step_on=None) | ~Q(next_step=""), name="briefing_step_before_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.departure}: {self.customer}"

    @property
    def says(self) -> bool:
        """Whether there is anything here to read."""
        return bool(self.never_do or self.next_step or self.background)
