"""Seats of the leaver in account teams, as a plan hands them on."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SeatReason(models.TextChoices):
    """Why somebody gets a seat, the strongest first."""

    OWNER = "owner", _("Looks after the customer, so the seat ends")
    MEMBER = "member", _("Sits in this account team, so the seat ends")
    TEAM = "team", _("Same team as who looks after the customer")
    TERRITORY = "territory", _("Looks after customers of the same territory")
    FEWEST = "fewest", _("In turn, from the one with the fewest seats")
    BY_HAND = "by_hand", _("Chosen by hand")


class SeatLine(models.Model):
    """One seat of the leaver, at somebody else's customer, and who gets it. Without a successor the plan leaves it
    alone, and it is settled with the other references to the leaver. What is `locked` was chosen by hand and stays.
    """

    plan = models.ForeignKey("handover.Plan", models.CASCADE, related_name="seat_lines", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )
    locked = models.BooleanField(_("kept in a new proposal"), default=False)
    reason = models.CharField(_("reason"), max_length=10, choices=SeatReason.choices, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "customer"], name="seat_line_once"),
            models.CheckConstraint(condition=Q(reason="") | Q(reason__in=SeatReason.values), name="seat_reason_known"),
        ]

    def __str__(self) -> str:
        return str(self.customer)
