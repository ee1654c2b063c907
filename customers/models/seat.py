"""What moves did to seats in account teams: one row for each, so that it can be taken back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SeatChange(models.Model):
    """A seat went from one person to the next by the move `move_id`. It ended where nobody got it, and began (given
    back after it had ended) where nobody had it. Kept without foreign keys, as the ledger of owners is.
    """

    move_id = models.BigIntegerField(_("move"))
    customer = models.ForeignKey(
        "customers.Customer", models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("customer")
    )
    role = models.CharField(_("role"), max_length=80, blank=True)
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name=_("from"),
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name=_("to"),
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["move_id", "customer"], name="seat_change_once"),
            models.CheckConstraint(
                condition=Q(from_user__isnull=False, to_user=None)
                | Q(from_user=None, to_user__isnull=False)
                | ~Q(from_user=F("to_user")),
                name="seat_really_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.from_user_id} → {self.to_user_id}"
