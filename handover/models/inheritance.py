"""Inheritances: a customer that comes, or came, to a successor, and what the successor says to it."""

import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import CharField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Contract, ContractState, Deal, Grade
from handover.models.move import UNFINISHED, Move
from handover.models.plan import Plan, PlanState
from handover.models.promise import Promise, PromiseOutcome, PromiseVerdict

if TYPE_CHECKING:
    from accounts.models import User
    from handover.models.departure import Departure
    from handover.models.transfer import Transfer

#: So many days ahead a deal's expected close, a renewal or a promise counts as soon.
SOON_DAYS = 30


class InheritanceQuerySet(models.QuerySet["Inheritance"]):
    """Inheritances by whether they stand and what was said to them."""

    def standing(self) -> "InheritanceQuerySet":
        """Those an approved plan still gives, as long as the customer is on its way or with the successor."""
        approved = Plan.objects.filter(state=PlanState.APPROVED)
        of_departure = Exists(approved.filter(departure=OuterRef("departure")))
        of_transfer = Exists(approved.filter(transfer=OuterRef("transfer")))
        there = Q(arrived_at=None) | Q(customer__owner=F("successor"))
        return self.filter(there, of_departure | of_transfer)

    def of(self, successor: "User") -> "InheritanceQuerySet":
        """What comes to one person."""
        return self.standing().filter(successor=successor)

    def waiting(self) -> "InheritanceQuerySet":
        """Neither accepted nor sent back."""
        return self.filter(accepted_at=None, returned_at=None)

    def without_contact(self) -> "InheritanceQuerySet":
        """Those that have arrived and whose customer has not heard from the successor."""
        return self.filter(arrived_at__isnull=False, first_contact_at=None, returned_at=None)

    def timed(self) -> "InheritanceQuerySet":
        """With `expected_at`, when they are to change hands: when the move of their plan is due, else as agreed."""
        moves = Move.objects.main().filter(plan__state=PlanState.APPROVED, held_until=None, state__in=UNFINISHED)
        return self.annotate(
            expected_at=Coalesce(
                Subquery(moves.filter(plan__departure=OuterRef("departure")).values("due_at")[:1]),
                Subquery(moves.filter(plan__transfer=OuterRef("transfer")).values("due_at")[:1]),
                "departure__effective_at",
                "transfer__effective_at",
            )
        )

    def dated(self) -> "InheritanceQuerySet":
        """`timed()`, and with `closes_on`, `renews_on` and `promised_on`, the first days of their open deals, running
        contracts and promises still to keep, and `place`, by which they are ordered: the grade, then the first of
        these days.
        """
        deals = Deal.objects.open().filter(customer=OuterRef("customer")).order_by().values("customer")
        contracts = Contract.objects.filter(customer=OuterRef("customer"), state=ContractState.ACTIVE)
        ends: Any = Least("renewal_notice_on", "ends_on")
        day = models.DateField()
        dated = self.timed().annotate(
            closes_on=Subquery(deals.annotate(first=Min("expected_close_on")).values("first"), output_field=day),
            renews_on=Subquery(
                contracts.order_by().values("customer").annotate(first=Min(ends)).values("first"), output_field=day
            ),
        )
        promised = _open_promises().order_by().values("customer").annotate(first=Min("until")).values("first")
        dated = dated.annotate(promised_on=Subquery(promised, output_field=day))
        urgent = Coalesce(Cast(Least("closes_on", "renews_on", "promised_on"), CharField()), Value("~"))
        return dated.annotate(place=Concat("customer__grade", urgent, output_field=CharField()))

    def in_order(self) -> "InheritanceQuerySet":
        """`dated()`, the most important and most pressing first."""
        rows: Any = self.dated()
        return rows.order_by("place", "pk")

    def small(self, today: datetime.date) -> "InheritanceQuerySet":
        """Those one can take on without reading first: grade B or C, and nothing that is about to be decided."""
        by = today + datetime.timedelta(days=SOON_DAYS)
        closing = Deal.objects.open().filter(customer=OuterRef("customer"), expected_close_on__lte=by)
        return self.exclude(customer__grade=Grade.A).filter(~Exists(closing), ~Exists(_open_promises()))


def _open_promises() -> QuerySet[Promise]:
    """What was promised to the customer of the row outside, still to keep and not refused."""
    to_keep = Promise.objects.filter(outcome=PromiseOutcome.OPEN).exclude(verdict=PromiseVerdict.REFUSED)
    return to_keep.filter(departure=OuterRef("departure"), customer=OuterRef("customer"))


class Inheritance(models.Model):
    """One customer that goes from `from_owner` to `successor` by the plan of a departure or a transfer.

    Rows follow the plan and its moves (`handover/inheriting/following.py`) and are written nowhere else; people only
    say something to them. `arrived_at` is when the customer changed hands, `contact_due_on` the day by which it should
    have heard from the successor, `first_contact_at` when it did.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, null=True, blank=True, related_name="+")
    transfer = models.ForeignKey("handover.Transfer", models.CASCADE, null=True, blank=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("from")
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("successor")
    )
    arrived_at = models.DateTimeField(_("changed hands"), null=True, blank=True)
    contact_due_on = models.DateField(_("first contact by"), null=True, blank=True)
    first_contact_at = models.DateTimeField(_("first contact"), null=True, blank=True)
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    returned_at = models.DateTimeField(_("sent back"), null=True, blank=True)
    return_reason = models.TextField(_("why it was sent back"), blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    kept_note = models.TextField(_("why it stays"), blank=True)

    objects = InheritanceQuerySet.as_manager()

    expected_at: datetime.datetime

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["successor", "id"], condition=Q(accepted_at=None), name="inheritance_to_accept"),
            models.Index(
                fields=["contact_due_on"],
                condition=Q(arrived_at__isnull=False, first_contact_at=None, returned_at=None),
                name="inheritance_without_contact",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(departure=None, transfer__isnull=False) | Q(departure__isnull=False, transfer=None),
                name="inheritance_of_departure_or_transfer",
            ),
            models.UniqueConstraint(
                fields=["departure", "customer"],
                condition=Q(departure__isnull=False),
                name="inheritance_once_per_departure",
            ),
            models.UniqueConstraint(
                fields=["transfer", "customer"],
                condition=Q(transfer__isnull=False),
                name="inheritance_once_per_transfer",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(returned_at=None), name="inheritance_accepted_or_sent_back"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | ~Q(return_reason=""), name="inheritance_sent_back_in_words"
            ),
            models.CheckConstraint(
                condition=Q(contact_due_on=None) | Q(arrived_at__isnull=False), name="inheritance_due_once_arrived"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer} → {self.successor}"

    def get_absolute_url(self) -> str:
        """The address of the customer's briefing."""
        if self.departure_id is not None:
            return reverse("departure_customer", args=[self.departure_id, self.customer_id])
        return reverse("transfer_customer", args=[self.transfer_id, self.customer_id])

    @property
    def changes_at(self) -> datetime.datetime:
        """When it changed hands or is to, of a row that was `timed()`."""
        return self.arrived_at or self.expected_at

    @property
    def occasion(self) -> "Departure | Transfer":
        """What it comes by."""
        found = self.departure or self.transfer
        if found is None:  # the database holds that there is one
            raise ValueError
        return found


class FollowedPlan(models.Model):
    """How far the inheritances have followed a plan: `as_of` is what its state and moves were."""

    plan = models.OneToOneField("handover.Plan", models.CASCADE, primary_key=True, related_name="+")
    as_of = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.as_of
