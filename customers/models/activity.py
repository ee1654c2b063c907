"""What was done with a customer, and what is still to do."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.models.base import Owned, Sourced


class ActivityKind(models.TextChoices):
    """How the customer was in touch with us."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("Mail")
    NOTE = "note", _("Note")


class Activity(Sourced):
    """One call, visit, mail or note: the communication history."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="activities", verbose_name=_("customer")
    )
    deal = models.ForeignKey(
        "customers.Deal", models.SET_NULL, null=True, blank=True, related_name="activities", verbose_name=_("deal")
    )
    contact = models.ForeignKey(
        "customers.Contact",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("contact"),
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ActivityKind.choices, default=ActivityKind.NOTE)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="activities", verbose_name=_("who"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)

    class Meta(Sourced.Meta):
        abstract = False
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["customer", "-at", "-id"], name="activity_of_customer")]
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_kind_known"),
        ]

    def __str__(self) -> str:
        return self.subject


class TaskState(models.TextChoices):
    """Whether a task is still to do."""

    OPEN = "open", _("to do")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class TaskQuerySet(models.QuerySet["Task"]):
    """Tasks by whether they are still to do."""

    def open(self) -> "TaskQuerySet":
        """Unfinished: what a handover moves."""
        return self.filter(state=TaskState.OPEN)


class Task(Owned):
    """Something somebody still has to do."""

    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("customer")
    )
    deal = models.ForeignKey(
        "customers.Deal", models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("deal")
    )
    title = models.CharField(_("title"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta(Owned.Meta):
        abstract = False
        ordering = ["due_on", "id"]
        indexes = [
            *Owned.Meta.indexes,
            models.Index(fields=["owner", "due_on"], condition=Q(state="open"), name="task_open_of_owner"),
        ]
        constraints = [
            *Owned.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | (~Q(state="done") & Q(done_at=None)),
                name="task_done_with_time",
                violation_error_message=_("A task that is done says when."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def tidy(self, before: Self | None, at: datetime.datetime) -> None:
        """Let the time of completion follow the state."""
        if self.state != TaskState.DONE:
            self.done_at = None
        elif self.done_at is None:
            self.done_at = at
