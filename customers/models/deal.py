"""Products and deals."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.models.base import Owned
from customers.models.search import DealSearch
from web.currency import NOT_NEGATIVE, Currency


class Product(models.Model):
    """Something we sell."""

    name = models.CharField(_("name"), max_length=120)
    series = models.CharField(_("series"), max_length=80, blank=True)
    list_price = models.DecimalField(
        _("list price"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="product_name_once",
                violation_error_code="unique",
                violation_error_message=_("There is a product of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class DealState(models.TextChoices):
    """Whether a deal is still to be decided."""

    OPEN = "open", _("open")
    WON = "won", _("won")
    LOST = "lost", _("lost")


class Stage(models.TextChoices):
    """How far an open deal has come; a closed one keeps the stage it closed from."""

    PROSPECTING = "prospecting", _("Prospecting")
    QUALIFYING = "qualifying", _("Qualifying")
    ENGAGING = "engaging", _("Engaging")
    QUOTED = "quoted", _("Quoted")
    NEGOTIATING = "negotiating", _("Negotiating")
    CLOSED = "closed", _("Closed")


class DealQuerySet(models.QuerySet["Deal"]):
    """Deals by what is to be done with them."""

    def matching(self, typed: str) -> "DealQuerySet":
        """Those whose name or source id contains each word of `typed`."""
        return self.filter(pk__in=DealSearch.objects.matching(typed).values("pk"))

    def open(self) -> "DealQuerySet":
        """Those still to be decided: what a handover moves."""
        return self.filter(state=DealState.OPEN)

    def value_by_customer(self, customers: Iterable[int]) -> dict[int, list[tuple[str, Decimal]]]:
        """For each of `customers` (ids) the sum of these deals in each currency, largest first. One query."""
        rows = self.filter(customer__in=list(customers), amount__gt=0).order_by()
        sums: dict[int, list[tuple[str, Decimal]]] = {}
        for customer, currency, total in (
            rows.values_list("customer", "currency").annotate(total=Sum("amount")).order_by("-total")
        ):
            sums.setdefault(customer, []).append((currency, total))
        return sums


#: What a list of deals is narrowed by, read off the indexes by which many deals are found.
NARROWED_BY = ("state", "stage", "expected_close_on")


class Deal(Owned):
    """A sale in the making. It may lack a customer while nobody knows who will buy."""

    customer = models.ForeignKey(
        "customers.Customer",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="deals",
        verbose_name=_("customer"),
    )
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="deals", verbose_name=_("product")
    )
    name = models.CharField(_("name"), max_length=200)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.PROSPECTING)
    state = models.CharField(_("state"), max_length=4, choices=DealState.choices, default=DealState.OPEN)
    amount = models.DecimalField(
        _("amount"), max_digits=16, decimal_places=2, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY)
    probability = models.PositiveSmallIntegerField(
        _("probability in %"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100, _("A probability is 100% at most."))],
    )
    opened_on = models.DateField(_("opened"), null=True, blank=True)
    expected_close_on = models.DateField(_("expected close"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    objects = DealQuerySet.as_manager()

    class Meta(Owned.Meta):
        abstract = False
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(
                fields=["owner", "-updated_at", "-id"], include=["customer", *NARROWED_BY], name="deal_of_owner"
            ),
            models.Index(
                fields=["customer", "id"], include=["owner", "updated_at", *NARROWED_BY], name="deal_of_customer"
            ),
            models.Index(fields=["-updated_at", "-id"], name="deal_newest"),
            models.Index(fields=["amount", "id"], name="deal_by_amount"),
            models.Index(fields=["expected_close_on", "id"], name="deal_by_close"),
            models.Index(
                fields=["owner", "expected_close_on"],
                include=["currency", "amount"],
                condition=Q(state="open"),
                name="deal_open_of_owner",
            ),
        ]
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=DealState.values), name="deal_state_known"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="deal_stage_known"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0),
                name="deal_amount_positive",
                violation_error_message=NOT_NEGATIVE.message,
            ),
            models.CheckConstraint(
                condition=Q(probability=None) | Q(probability__lte=100), name="deal_probability_percent"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(closed_on=None),
                name="deal_open_not_closed",
                violation_error_message=_("An open deal has no closing day yet."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on=None) | Q(closed_on__gte=F("opened_on")),
                name="deal_dates_in_order",
                violation_error_message=_("A deal does not close before it opened."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def tidy(self, before: Self | None, at: datetime.datetime) -> None:
        """Let the closing day follow the state: set when the deal is decided, gone when it is taken up again."""
        if self.state != DealState.OPEN and self.closed_on is None:
            self.closed_on = timezone.localdate(at)
        elif before is not None and before.state != DealState.OPEN and self.state == DealState.OPEN:
            self.closed_on = None
