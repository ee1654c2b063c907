"""The move: one carrying-out of a plan, or the giving back of one, and what came of it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from customers.kinds import RecordKind


class MoveState(models.TextChoices):
    """How far a move has come."""

    DUE = "due", _("waiting for its time")
    PAUSED = "paused", _("paused")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")
    UNDONE = "undone", _("undone")


#: How long after a move it can be undone, and an undo of it taken back.
UNDO_DAYS = 30

#: States in which a move can be carried out, and those in which it has not ended.
WAITING = (MoveState.DUE, MoveState.RUNNING)
UNFINISHED = (*WAITING, MoveState.PAUSED)
#: States in which records are still to change hands by it.
TO_COME = (*UNFINISHED, MoveState.FAILED)


class MoveQuerySet(models.QuerySet["Move"]):
    """Moves by what they are to their plan."""

    def main(self) -> "MoveQuerySet":
        """Those that carry a plan out, and not those that give one back."""
        return self.filter(reverses=None)

    def standing(self) -> "MoveQuerySet":
        """Those that carried a plan, or a part of it, out and were not undone as a whole."""
        return self.main().filter(state=MoveState.DONE)

    def binding(self) -> "MoveQuerySet":
        """Those that keep their plan from being changed: carried out, or being carried out or undone right now."""
        return self.filter(Q(state=MoveState.RUNNING) | Q(reverses=None, state=MoveState.DONE))

    def linked(self) -> "list[Move]":
        """The moves of whole plans, oldest first, each knowing the one it reverses without another query."""
        found = {move.pk: move for move in self.order_by("pk")}
        for move in found.values():
            if move.reverses_id in found:
                move.reverses = found[move.reverses_id]
        return list(found.values())


class Move(models.Model):
    """One carrying-out: of a plan (`reverses` is None), or of giving back what another move gave.

    A plan has one main move, and one more for each day until which the leaver keeps lines (`held_until`), so each part
    is carried out once however often it is asked for. A move that was reversed as a whole is `undone`; when that
    reversal is reversed in its turn, it is `done` again. `only` (names and values of `AssignmentQuerySet.matching`)
    narrows a reversal to some lines; it leaves the reversed move `done`.

    `running` means asked for: it stands from the request until the one transaction that moves everything has ended.
    """

    plan = models.ForeignKey("handover.Plan", models.PROTECT, related_name="moves")
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name=_("reverses")
    )
    held_until = models.DateField(_("kept until"), null=True, blank=True)
    only = models.JSONField(_("only"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MoveState.choices, default=MoveState.DUE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"))
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    pause_reason = models.TextField(_("why it is paused"), blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    moved = models.JSONField(_("moved"), default=dict)
    before = models.JSONField(_("fingerprint before"), default=dict)
    after = models.JSONField(_("fingerprint after"), default=dict)
    problem = models.TextField(_("problem"), blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="due"), name="move_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MoveState.values), name="move_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=UNFINISHED, finished_at=None)
                | (~Q(state__in=UNFINISHED) & Q(finished_at__isnull=False)),
                name="move_finished_with_time",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", paused_at__isnull=False, paused_by__isnull=False)
                | (~Q(state="paused") & Q(paused_at=None, paused_by=None, pause_reason="")),
                name="move_paused_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, only__isnull=True) | Q(reverses__isnull=False, held_until=None),
                name="move_main_whole_reversal_without_day",
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(reverses=None, held_until=None), name="one_main_move_per_plan"
            ),
            models.UniqueConstraint(
                fields=["plan", "held_until"],
                condition=Q(reverses=None, held_until__isnull=False),
                name="one_main_move_per_held_day",
            ),
            models.UniqueConstraint(fields=["reverses"], condition=Q(state="running"), name="one_running_reversal"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(state__in=["due", "paused"]), name="one_waiting_reversal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.get_state_display()}"

    @property
    def chain(self) -> "list[Move]":
        """This move, the one it reverses, and so on to the one that carried the plan out (`linked` loads them)."""
        found = [self]
        while found[-1].reverses is not None:
            found.append(found[-1].reverses)
        return found

    @property
    def gives_back(self) -> bool:
        """Whether records go back to whom they came from: an undo does, a move and the undo of an undo do not."""
        return len(self.chain) % 2 == 0

    @property
    def undo_until(self) -> datetime.datetime | None:
        """The last moment at which it can be undone, 30 days after the plan was carried out; None unless done."""
        first = self.chain[-1]
        if self.state != MoveState.DONE or first.finished_at is None:
            return None
        return first.finished_at + datetime.timedelta(days=UNDO_DAYS)

    @property
    def can_be_undone(self) -> bool:
        """Whether what it did is the last word still. A reversal can be while the move it reversed is as it left it;
        what was given again is undone by undoing the move itself.
        """
        if self.state != MoveState.DONE or len(self.chain) > 2:
            return False
        left_as = MoveState.UNDONE if self.only is None else MoveState.DONE
        return self.reverses is None or self.reverses.state == left_as


class ConflictCause(models.TextChoices):
    """Why a record did not move, or did not come back."""

    OWNER_CHANGED = "owner_changed", _("somebody else owns it now")
    GONE = "gone", _("it no longer exists")
    NO_SUCCESSOR = "no_successor", _("it was added after the plan and nobody was named")
    SUCCESSOR_GONE = "successor_gone", _("the successor's access has ended")
    CLOSED = "closed", _("it was closed after the plan and stays as it is")


class Conflict(models.Model):
    """A record a move left alone, with the present owner named."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="conflicts", db_index=False)
    kind = models.PositiveSmallIntegerField(_("kind"), choices=RecordKind.choices)
    record_id = models.BigIntegerField(_("record"))
    cause = models.CharField(_("cause"), max_length=15, choices=ConflictCause.choices)
    present_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("present owner")
    )

    class Meta:
        ordering = ["kind", "record_id"]
        constraints = [
            models.UniqueConstraint(fields=["move", "kind", "record_id"], name="conflict_once"),
            models.CheckConstraint(condition=Q(cause__in=ConflictCause.values), name="conflict_cause_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}"
