"""The edits of a draft, step by step, so that whoever made one can take it back."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from customers.kinds import RecordKind

if TYPE_CHECKING:
    from accounts.models import User


class PlanDeed(models.TextChoices):
    """What was done to lines of a draft by hand."""

    GIVE = "give", _("given to somebody")
    OPEN = "open", _("left open")
    KEEP = "keep", _("kept in a new proposal")
    RELEASE = "release", _("free to be proposed again")
    HOLD = "hold", _("kept by the leaver for a while")
    UNHOLD = "unhold", _("handed over with the rest")


class PlanStepQuerySet(models.QuerySet["PlanStep"]):
    """Steps by what their author can do about them."""

    def latest_of(self, by: "User") -> "PlanStepQuerySet":
        """At most two: the step `by` can take back next, and the undo they can take back (a redo). Once somebody made
        another edit, their undos of before stay.
        """
        mine = self.filter(by=by)
        edited = PlanStep.objects.filter(plan=OuterRef("plan"), by=by, undoes=None, pk__gt=OuterRef("pk"))
        standing = mine.filter(Q(takes_back=False) | ~Exists(edited), undone_by=None, count__gt=0)
        return standing.order_by("takes_back", "-pk").distinct("takes_back")


class PlanStep(models.Model):
    """One edit of a draft, or the undo of one. Steps are added and never changed.

    An undo is a step that undoes another, and a redo one that undoes an undo (`takes_back` tells them apart); both say
    the deed of the edit. `count` is how many records were named, without those that go along with their customer;
    `details` hold what the sentence about it needs: the record when it is one, the successor, the day.
    """

    plan = models.ForeignKey("handover.Plan", models.CASCADE, related_name="steps", db_index=False)
    deed = models.CharField(_("what was done"), max_length=8, choices=PlanDeed.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("when"))
    count = models.PositiveIntegerField(_("records"), default=0)
    details = models.JSONField(_("details"), default=dict, blank=True)
    undoes = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="undone_by")
    takes_back = models.BooleanField(_("is an undo"), default=False)

    objects = PlanStepQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(deed__in=PlanDeed.values), name="plan_step_deed_known"),
            models.CheckConstraint(condition=Q(takes_back=False) | Q(undoes__isnull=False), name="plan_step_undo_of"),
        ]
        indexes = [models.Index(fields=["plan", "by", "-id"], name="plan_steps_of_planner")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} · {self.count}"


class PlanStepLine(models.Model):
    """One line a step changed, as it was `before` and `after`; named by its record, because lines come and go."""

    step = models.ForeignKey(PlanStep, models.CASCADE, related_name="lines", db_index=False)
    kind = models.PositiveSmallIntegerField(_("kind"), choices=RecordKind.choices)
    record_id = models.BigIntegerField(_("record"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))

    class Meta:
        ordering = ["kind", "record_id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "kind", "record_id"], name="plan_step_line_once"),
            models.CheckConstraint(condition=Q(kind__in=RecordKind.values), name="plan_step_line_kind_known"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="plan_step_line_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"
