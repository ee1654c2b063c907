"""Plans: who takes over what, and why."""

import calendar
import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal
from handover.models.move import MoveState
from handover.models.scope import PlanScope

if TYPE_CHECKING:
    from accounts.models import User
    from handover.models.departure import Departure
    from handover.models.transfer import Transfer


#: How many days ahead a contract's renewal counts as near.
RENEWAL_DAYS = 60
#: After how many days without contact a customer is pointed out.
SILENT_DAYS = 60


class PlanState(models.TextChoices):
    """How far a plan has come."""

    DRAFT = "draft", _("being made")
    APPROVED = "approved", _("approved")
    DISCARDED = "discarded", _("put aside")


class Strategy(models.TextChoices):
    """What a proposal aims at first."""

    BEST_FIT = "best_fit", _("best fit")
    EVEN = "even", _("most even")
    FEWEST_NEW = "fewest_new", _("fewest new faces")
    ROUND_ROBIN = "round_robin", _("in turn")


class Plan(PlanScope):
    """One answer to "who takes over what?", for a departure or for a transfer between people who stay."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, null=True, blank=True, related_name="plans")
    transfer = models.OneToOneField(
        "handover.Transfer", models.CASCADE, null=True, blank=True, related_name="plan", verbose_name=_("transfer")
    )
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    strategy = models.CharField(_("strategy"), max_length=12, choices=Strategy.choices, default=Strategy.BEST_FIT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta(PlanScope.Meta):
        abstract = False
        ordering = ["-id"]
        constraints = [
            *PlanScope.Meta.constraints,
            models.UniqueConstraint(
                fields=["departure"], condition=~Q(state="discarded"), name="one_living_plan_per_departure"
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_known"),
            models.CheckConstraint(
                condition=Q(departure=None, transfer__isnull=False) | Q(departure__isnull=False, transfer=None),
                name="plan_for_departure_or_transfer",
            ),
            models.CheckConstraint(
                condition=Q(departure=None) | Q(approved_by=None) | ~Q(approved_by=F("made_by")),
                name="plan_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="plan_approval_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_at__isnull=False), name="plan_approved_with_approval"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The address of the plan's page; what can be done with it has addresses below."""
        if self.transfer_id is not None:
            return reverse("transfer", args=[self.transfer_id])
        return reverse("departure_plan", args=[self.departure_id])

    @property
    def occasion(self) -> "Departure | Transfer":
        """What the plan is for."""
        found = self.departure or self.transfer
        if found is None:  # the database holds that there is one
            raise ValueError
        return found

    @property
    def giver(self) -> "User | None":
        """The one person whose records the plan gives away: who leaves or is away; None for a change of territory."""
        return self.departure.leaver if self.departure else self.transfer.person if self.transfer else None

    @property
    def leaving(self) -> "Departure":
        """The departure the plan is for. Raises `ValueError` for a transfer's plan."""
        if self.departure is None:
            raise ValueError
        return self.departure


class PlanSuccessor(models.Model):
    """Somebody who takes over part of the book."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="successors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="plan_successor_once")]

    def __str__(self) -> str:
        return str(self.user)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Lines of a plan by what they are and who gets them."""

    def customers(self) -> "AssignmentQuerySet":
        """The customers themselves."""
        return self.filter(kind=RecordKind.CUSTOMER)

    def beside(self) -> "AssignmentQuerySet":
        """What leads without being a customer: records that belong to no customer of the plan, or were chosen apart."""
        return self.filter(follows=False).exclude(kind=RecordKind.CUSTOMER)

    def unassigned(self) -> "AssignmentQuerySet":
        """Those nobody takes over yet."""
        return self.filter(successor=None)

    def closing_by(self, day: datetime.date) -> "AssignmentQuerySet":
        """Those of customers with a planned deal that is expected to close by `day`; deals that close by then too."""
        belongs: Any = Coalesce("customer", -F("pk"))
        mine = Coalesce(models.OuterRef("customer"), models.OuterRef("pk") * -1)
        planned = Assignment.objects.filter(plan=models.OuterRef("plan")).deals_closing_by(day)
        return self.filter(models.Exists(planned.annotate(belongs=belongs).filter(belongs=mine)))

    def deals_closing_by(self, day: datetime.date) -> "AssignmentQuerySet":
        """Those of open deals that are expected to close by `day`. Each is looked up by its id, as a value: from a join
        PostgreSQL would read all deals of the firm.
        """
        deal = Deal.objects.open().filter(pk=models.OuterRef("record_id")).order_by()
        lines = self.filter(kind=RecordKind.DEAL).alias(closes_on=models.Subquery(deal.values("expected_close_on")))
        return lines.filter(closes_on__lte=day)

    def graded(self, grade: str) -> "AssignmentQuerySet":
        """Those of customers of this grade; of many lines, without reading all customers of the firm."""
        customer = Customer.objects.filter(pk=models.OuterRef("customer")).order_by()
        return self.alias(of_grade=models.Subquery(customer.values("grade"))).filter(of_grade=grade)

    def renewing_by(self, day: datetime.date) -> "AssignmentQuerySet":
        """Those of customers with a running contract that ends or wants notice by `day`."""
        soon = Q(ends_on__lte=day) | Q(renewal_notice_on__lte=day)
        contracts = Contract.objects.running().filter(soon, customer=models.OuterRef("customer"))
        return self.filter(models.Exists(contracts))

    def silent_since(self, day: datetime.date) -> "AssignmentQuerySet":
        """Those of customers nobody was in touch with since `day` began, or ever; read like grades, one by one."""
        since = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
        customer = Customer.objects.filter(pk=models.OuterRef("customer")).order_by()
        is_heard: Any = models.Subquery(
            customer.values(heard=Q(last_contact_at__gte=since) & Q(last_contact_at__isnull=False))
        )
        return self.alias(is_heard=is_heard).filter(is_heard=False)

    def matching(self, chosen: Mapping[str, Any], today: datetime.date) -> "AssignmentQuerySet":
        """Those that answer to every name in `chosen`: kind, grade, territory, industry, successor, customer,
        customers (several ids), unassigned, held, closes_week (the deals themselves), closing (this month),
        closing_week, renewal, silent.
        """
        lines: AssignmentQuerySet = self
        values = dict(chosen)
        if kind := values.pop("kind", None):
            lines = lines.filter(kind=RecordKind[kind.upper()])
        if values.pop("unassigned", None):
            lines = lines.unassigned()
        if values.pop("held", None):
            lines = lines.filter(held_until__isnull=False)
        if values.pop("closes_week", None):
            lines = lines.deals_closing_by(today + datetime.timedelta(days=7))
        if values.pop("closing", None):
            lines = lines.closing_by(month_end(today))
        if values.pop("closing_week", None):
            lines = lines.closing_by(today + datetime.timedelta(days=7))
        if values.pop("renewal", None):
            lines = lines.renewing_by(today + datetime.timedelta(days=RENEWAL_DAYS))
        if values.pop("silent", None):
            lines = lines.silent_since(today - datetime.timedelta(days=SILENT_DAYS))
        if customers := values.pop("customers", None):
            lines = lines.filter(customer__in=customers)
        paths = {name: f"customer__{name}" for name in ("grade", "territory", "industry")}
        return lines.filter(**{paths.get(name, name): value for name, value in values.items()})

    def with_move(self, **of_move: Any) -> "AssignmentQuerySet":
        """Those whose own move, of the plan or of the part they are in, answers to these lookups. `plan__moves` names
        that move in what is selected, and no other.
        """
        of_part = Q(plan__moves__held_until=F("held_until")) | Q(plan__moves__held_until=None, held_until=None)
        asked = {f"plan__moves__{lookup}": value for lookup, value in of_move.items()}
        return self.filter(of_part, plan__moves__reverses=None, **asked)

    def moved(self, since: datetime.datetime | None = None) -> "AssignmentQuerySet":
        """Those whose part of the plan was carried out (after `since`) and not undone as a whole."""
        later = {} if since is None else {"finished_at__gt": since}
        return self.with_move(state=MoveState.DONE, **later)


def month_end(day: datetime.date) -> datetime.date:
    """The last day of the month `day` is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


class Assignment(models.Model):
    """One record in a plan: whose it is by this plan, and who gets it.

    A record of a customer in the same plan `follows` it: when the customer's successor changes, so does its own.
    `held_until`: the day until which the leaver keeps the record; it follows then, by a move of its own.
    What is `locked` stays as it is when the rest is proposed again: what somebody chose by hand, and what they fixed.
    `reasons` (for records that lead) are codes with values, put into words by `handover/wording/plan.py`; so are the
    `next_reasons` of `next_best`, whom the proposal would have taken else.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assignments", db_index=False)
    kind = models.PositiveSmallIntegerField(_("kind"), choices=RecordKind.choices)
    record_id = models.BigIntegerField(_("record"))
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("from"),
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor")
    )
    follows = models.BooleanField(_("goes along with its customer"), default=False)
    locked = models.BooleanField(_("kept in a new proposal"), default=False)
    held_until = models.DateField(_("kept until"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    next_best = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("next best"),
    )
    next_reasons = models.JSONField(_("reasons for the next best"), default=list, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "record_id"], name="assignment_once"),
            models.CheckConstraint(condition=Q(kind__in=RecordKind.values), name="assignment_kind_known"),
            models.CheckConstraint(
                condition=Q(follows=False) | (~Q(kind=RecordKind.CUSTOMER) & Q(customer__isnull=False)),
                name="assignment_follows_a_customer",
            ),
            models.CheckConstraint(condition=Q(follows=False) | Q(locked=False), name="assignment_follows_or_locked"),
        ]
        indexes = [models.Index(fields=["plan", "successor", "kind"], name="assignment_of_successor")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"
