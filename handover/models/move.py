"""The move: a plan carried out, once, and what came of it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.kinds import RecordKind


class MoveState(models.TextChoices):
    """How far a move has come."""

    DUE = "due", _("waiting for its time")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")
    UNDONE = "undone", _("undone")


#: How long after a move it can be undone.
UNDO_DAYS = 30


class Move(models.Model):
    """A plan's execution. One per plan, so it happens once however often it is asked for.

    `running` means asked for: it stands from the request until the one transaction that moves everything has ended.
    """

    plan = models.OneToOneField("handover.Plan", models.PROTECT, related_name="move")
    state = models.CharField(_("state"), max_length=8, choices=MoveState.choices, default=MoveState.DUE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    moved = models.JSONField(_("moved"), default=dict)
    before = models.JSONField(_("fingerprint before"), default=dict)
    after = models.JSONField(_("fingerprint after"), default=dict)
    problem = models.TextField(_("problem"), blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    returned = models.JSONField(_("returned"), default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="due"), name="move_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MoveState.values), name="move_state_known"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="move_undo_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state=MoveState.UNDONE) & Q(undone_at__isnull=False))
                | (~Q(state=MoveState.UNDONE) & Q(undone_at=None)),
                name="move_undone_with_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MoveState.DUE, MoveState.RUNNING], finished_at=None)
                | (~Q(state__in=[MoveState.DUE, MoveState.RUNNING]) & Q(finished_at__isnull=False)),
                name="move_finished_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.get_state_display()}"

    @property
    def undo_until(self) -> datetime.datetime | None:
        """The last moment at which the move can be undone; None before it is done."""
        if self.state != MoveState.DONE or self.finished_at is None:
            return None
        return self.finished_at + datetime.timedelta(days=UNDO_DAYS)


class ConflictCause(models.TextChoices):
    """Why a record did not move, or did not come back."""

    OWNER_CHANGED = "owner_changed", _("somebody else owns it now")
    GONE = "gone", _("it no longer exists")
    NO_SUCCESSOR = "no_successor", _("it was added after the plan and nobody was named")
    SUCCESSOR_GONE = "successor_gone", _("the successor's access has ended")
    CLOSED = "closed", _("it was closed after the plan and stays as it is")


class Conflict(models.Model):
    """A record a move or its undo left alone, with the present owner named."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="conflicts", db_index=False)
    kind = models.PositiveSmallIntegerField(_("kind"), choices=RecordKind.choices)
    record_id = models.BigIntegerField(_("record"))
    cause = models.CharField(_("cause"), max_length=15, choices=ConflictCause.choices)
    present_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("present owner")
    )
    on_undo = models.BooleanField(_("found by the undo"), default=False)

    class Meta:
        ordering = ["kind", "record_id"]
        constraints = [
            models.UniqueConstraint(fields=["move", "kind", "record_id", "on_undo"], name="conflict_once"),
            models.CheckConstraint(condition=Q(cause__in=ConflictCause.values), name="conflict_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"
