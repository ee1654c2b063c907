"""The ownership ledger: one row for each change of an owner, added and never changed (a trigger sees to it)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from customers.kinds import RecordKind


class Why(models.TextChoices):
    """The reason an owner changed."""

    HANDOVER = "handover", _("handover")
    UNDO = "undo", _("handover undone")
    REDO = "redo", _("handed over again")
    TRANSFER = "transfer", _("transfer")
    RETURN = "return", _("transfer returned")
    COVER = "cover", _("interim cover became permanent")
    BY_HAND = "by_hand", _("changed by hand")


class OwnershipChange(models.Model):
    """A record went from one owner to the next. `move_id` names the handover's move, if it was one.

    Kept without foreign keys on purpose: two of them cost a fifth of a large move, and the rows outlive what they name.
    """

    kind = models.PositiveSmallIntegerField(_("kind"), choices=RecordKind.choices)
    record_id = models.BigIntegerField(_("record"))
    from_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("from"),
    )
    to_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("to"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    move_id = models.BigIntegerField(_("move"), null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "record_id", "-id"], name="ownership_of_record"),
            models.Index(fields=["move_id", "kind"], name="ownership_of_move"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(from_owner=F("to_owner")), name="ownership_really_changes"),
            models.CheckConstraint(condition=Q(kind__in=RecordKind.values), name="ownership_kind_known"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="ownership_why_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.record_id}: {self.from_owner_id} → {self.to_owner_id}"
