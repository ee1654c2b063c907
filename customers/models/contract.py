"""Contracts and past orders."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.models.base import Owned, Sourced
from web.currency import NOT_NEGATIVE, Currency


class ContractState(models.TextChoices):
    """Where a contract stands."""

    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("in force")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts by whether they bind."""

    def running(self) -> "ContractQuerySet":
        """In force or being drafted: what a handover moves."""
        return self.filter(state__in=[ContractState.DRAFT, ContractState.ACTIVE])


class Contract(Owned):
    """A signed agreement, or one being drafted."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="contracts", verbose_name=_("customer")
    )
    number = models.CharField(_("number"), max_length=60)
    title = models.CharField(_("title"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ContractState.choices, default=ContractState.ACTIVE)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    renewal_notice_on = models.DateField(_("renewal notice by"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    paid = models.DecimalField(
        _("paid"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY)

    objects = ContractQuerySet.as_manager()

    class Meta(Owned.Meta):
        abstract = False
        ordering = ["-updated_at", "-id"]
        constraints = [
            *Owned.Meta.constraints,
            models.UniqueConstraint(
                fields=["number"],
                name="contract_number_once",
                violation_error_code="unique",
                violation_error_message=_("Another contract has this number."),
            ),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_state_known"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contract_dates_in_order",
                violation_error_message=_("A contract does not end before it starts."),
            ),
            models.CheckConstraint(
                condition=(Q(amount=None) | Q(amount__gte=0)) & (Q(paid=None) | Q(paid__gte=0)),
                name="contract_amounts_positive",
                violation_error_message=NOT_NEGATIVE.message,
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Order(Sourced):
    """Something a customer bought: the purchase history."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="orders", verbose_name=_("customer")
    )
    number = models.CharField(_("number"), max_length=60)
    product = models.ForeignKey("customers.Product", models.PROTECT, null=True, blank=True, verbose_name=_("product"))
    description = models.CharField(_("description"), max_length=200, blank=True)
    ordered_on = models.DateField(_("ordered"))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, validators=[NOT_NEGATIVE])
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY)

    class Meta(Sourced.Meta):
        abstract = False
        ordering = ["-ordered_on", "-id"]
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["number"],
                name="order_number_once",
                violation_error_code="unique",
                violation_error_message=_("Another order has this number."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="order_amount_positive", violation_error_message=NOT_NEGATIVE.message
            ),
        ]

    def __str__(self) -> str:
        return self.number
