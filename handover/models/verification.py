"""Verifying together: the leaver states, the successor confirms or disputes, the supervisor settles."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """How far a customer's verification has come."""

    WAITING = "waiting", _("waiting for the leaver")
    STATED = "stated", _("stated by the leaver")
    CONFIRMED = "confirmed", _("confirmed")
    DISPUTED = "disputed", _("disputed")
    SETTLED = "settled", _("settled")


#: Verdicts after which nothing is left to do.
FINAL_VERDICTS = (Verdict.CONFIRMED, Verdict.SETTLED)


class VerificationQuerySet(models.QuerySet["Verification"]):
    """Verifications by what is left of them."""

    def unfinished(self) -> "VerificationQuerySet":
        """Those somebody still has to say something about."""
        return self.exclude(verdict__in=FINAL_VERDICTS)


class Verification(models.Model):
    """One customer, with its deals, contracts and tasks, verified between leaver and successor.

    `customer` is empty for the records that belong to no customer of the leaver's: one row per successor holds them.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="verifications", db_index=False)
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, default=Verdict.WAITING)
    statement = models.TextField(_("statement"), blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stated_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    settlement = models.TextField(_("settlement"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["departure", "id"], name="verification_page")]
        constraints = [
            models.UniqueConstraint(
                fields=["departure", "customer"], condition=Q(customer__isnull=False), name="verification_once"
            ),
            models.UniqueConstraint(
                fields=["departure", "successor"], condition=Q(customer=None), name="verification_of_the_rest_once"
            ),
            models.CheckConstraint(
                condition=Q(verdict="waiting") | Q(stated_at__isnull=False), name="verification_stated_first"
            ),
            models.CheckConstraint(
                condition=~Q(verdict__in=["confirmed", "disputed"]) | Q(answered_at__isnull=False),
                name="verification_answered_with_time",
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="verification_verdict_known"),
            models.CheckConstraint(
                condition=Q(stated_at=None, stated_by=None) | Q(stated_at__isnull=False, stated_by__isnull=False),
                name="verification_statement_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="verification_settlement_whole",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="settled") | (Q(settled_at__isnull=False) & ~Q(settlement="")),
                name="verification_settled_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="disputed") | ~Q(answer=""), name="verification_disputed_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer or self.successor}: {self.get_verdict_display()}"
