"""Transfers: records change hands while the people stay."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from handover.models.move import TO_COME, Move
from handover.models.plan import PlanState


class TransferKind(models.TextChoices):
    """Why records change hands although nobody leaves."""

    TERRITORY = "territory", _("Territory change")
    LEAVE = "leave", _("Long leave")
    SINGLE = "single", _("Handed to a colleague")
    FOLLOW_UP = "follow_up", _("Planned again after a handover")


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Transfers by how far they have come."""

    def planned(self) -> "TransferQuerySet":
        """Those somebody is still choosing people for."""
        return self.filter(plan__state=PlanState.DRAFT)

    def waiting(self) -> "TransferQuerySet":
        """Those with something still to come: the move, or the way back."""
        moves = Move.objects.filter(plan__transfer=OuterRef("pk"), state__in=TO_COME)
        return self.filter(Exists(moves), plan__state=PlanState.APPROVED)

    def living(self) -> "TransferQuerySet":
        """Those that are not over: being planned, or with something still to come."""
        return self.planned() | self.waiting()

    def over(self) -> "TransferQuerySet":
        """Those that are done or were put aside."""
        return self.exclude(pk__in=self.living().order_by().values("pk"))


class Transfer(models.Model):
    """A change of hands in service: its plan says which records and to whom, its moves when.

    `owners` are those whose customers it is about; for a long leave that is `person`, whose whole book it is.
    `returns_at`: when the records come back to whom they came from; None when they stay. `of_move`: the move whose
    records are planned again.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=TransferKind.choices)
    owners = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("from"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leaves",
        verbose_name=_("who is away"),
    )
    reason = models.TextField(_("reason"), blank=True)
    effective_at = models.DateTimeField(_("ownership changes"))
    returns_at = models.DateTimeField(_("comes back"), null=True, blank=True)
    of_move = models.ForeignKey(
        "handover.Move", models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("move")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TransferKind.values), name="transfer_kind_known"),
            models.CheckConstraint(
                condition=Q(returns_at=None) | Q(returns_at__gt=F("effective_at")),
                name="transfer_returns_later",
                violation_error_message=_("The records come back after they have gone."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=TransferKind.FOLLOW_UP, of_move__isnull=False))
                | (~Q(kind=TransferKind.FOLLOW_UP) & Q(of_move=None)),
                name="transfer_follow_up_of_move",
            ),
            models.CheckConstraint(
                condition=Q(kind=TransferKind.LEAVE, person__isnull=False, returns_at__isnull=False)
                | (~Q(kind=TransferKind.LEAVE) & Q(person=None)),
                name="transfer_leave_of_person_who_returns",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def is_return(self, move: Move) -> bool:
        """Whether a move of its plan gives the records back on the day agreed, and not by an undo before."""
        return move.reverses_id is not None and move.due_at == self.returns_at
