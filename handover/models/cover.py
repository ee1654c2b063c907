"""Interim covers: somebody looks after a customer for some days, without owning it."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _


class CoverWhy(models.TextChoices):
    """Why somebody stands in."""

    DEPARTURE = "departure", _("somebody leaves")
    LEAVE = "leave", _("long leave")
    ABSENCE = "absence", _("absence")


class CoverEnd(models.TextChoices):
    """What happens by itself when the last day of a cover is over."""

    REVERT = "revert", _("goes back to the owner")
    STAY = "stay", _("stays with who covered")


class CoverOutcome(models.TextChoices):
    """How a cover ended."""

    REVERTED = "reverted", _("went back to the owner")
    STAYED = "stayed", _("became permanent")
    KEPT = "kept", _("could not become permanent")
    MOVED = "moved", _("the customer got a new owner")
    LIFTED = "lifted", _("ended by hand")


_AFTER_LAST = Func(F("last_on"), template="(%(expressions)s + 1)", output_field=models.DateField())
_DAYS = Func(
    F("first_on"),
    Greatest(F("first_on"), Least(_AFTER_LAST, F("ended_on"))),
    function="daterange",
    output_field=DateRangeField(),
)
#: A range of one customer, so that "the same customer" and "days in common" are both asked with the `&&` every server
#: has an index for; `=` would need the extension btree_gist, and the right to install it.
_CUSTOMER = Func(F("customer"), F("customer"), Value("[]"), function="int8range")


class CoverQuerySet(models.QuerySet["Cover"]):
    """Covers by when they hold."""

    def standing(self) -> "CoverQuerySet":
        """Those whose customer is still with whom it was with when they were named, or with whom they stand in for."""
        return self.filter(Q(customer__owner=F("owner")) | Q(customer__owner=F("instead_of")))

    def on(self, day: datetime.date) -> "CoverQuerySet":
        """Those that hold on `day`."""
        return self.standing().filter(days__contains=day)

    def to_come(self, today: datetime.date) -> "CoverQuerySet":
        """Those that hold today or later."""
        return self.standing().filter(ended_at=None, last_on__gte=today)


class Cover(models.Model):
    """`person` is responsible for `customer` from `first_on` to `last_on`, both included.

    `owner` is whose customer it was when the cover was named, and `instead_of` whom it stands in for: the same person,
    or a successor who is away. It ends early, on `ended_on`, when the customer goes to anybody else. `days` is derived.
    """

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="covers", verbose_name=_("customer")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("covered by")
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("instead of")
    )
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    why = models.CharField(_("why"), max_length=10, choices=CoverWhy.choices)
    at_end = models.CharField(_("afterwards"), max_length=6, choices=CoverEnd.choices, default=CoverEnd.REVERT)
    departure = models.ForeignKey(
        "handover.Departure", models.CASCADE, null=True, blank=True, related_name="covers", verbose_name=_("departure")
    )
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    named_at = models.DateTimeField(_("named"))
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome = models.CharField(_("how it ended"), max_length=8, choices=CoverOutcome.choices, blank=True)
    days: Any = models.GeneratedField(expression=_DAYS, output_field=DateRangeField(), db_persist=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "id"]
        indexes = [
            models.Index(fields=["person", "last_on"], condition=Q(ended_at=None), name="cover_of_person"),
            models.Index(fields=["last_on"], condition=Q(ended_at=None), name="cover_due"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_cover_per_customer_and_day",
                expressions=[(_CUSTOMER, RangeOperators.OVERLAPS), ("days", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")),
                name="cover_days_in_order",
                violation_error_message=_("A cover does not end before it begins."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("owner")) & ~Q(person=F("instead_of")), name="cover_by_another"
            ),
            models.CheckConstraint(condition=Q(why__in=CoverWhy.values), name="cover_why_known"),
            models.CheckConstraint(condition=Q(at_end__in=CoverEnd.values), name="cover_end_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="", ended_on=None)
                | Q(ended_at__isnull=False, outcome__in=CoverOutcome.values),
                name="cover_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.person_id} {self.first_on} – {self.last_on}"
