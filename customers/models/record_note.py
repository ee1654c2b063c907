"""Notes left on customers in another CRM: one for each change of owner, and how far each is."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from customers.models.record_link import RecordLink


class NoteState(models.TextChoices):
    """How far a note is."""

    WAITING = "waiting", pgettext_lazy("note", "To be written")
    ASKED = "asked", pgettext_lazy("note", "Being written")
    WRITTEN = "written", pgettext_lazy("note", "Written")
    UNCLEAR = "unclear", pgettext_lazy("note", "Perhaps written")
    FAILED = "failed", pgettext_lazy("note", "Could not be written")


#: What a worker has still to do.
TO_WRITE = (NoteState.WAITING, NoteState.ASKED)
#: What is there, or may be.
LEFT = (NoteState.ASKED, NoteState.WRITTEN, NoteState.UNCLEAR)


class RecordNoteQuerySet(models.QuerySet["RecordNote"]):
    """Notes by what is to be done with them."""

    def due(self, at: datetime.datetime) -> "RecordNoteQuerySet":
        """Those to be written, or looked for, by now."""
        return self.filter(state__in=[str(state) for state in TO_WRITE], due_at__lte=at)


class RecordNote(models.Model):
    """The note about one change of owner (an id of the ledger), on the record of a link.

    `asked` stands from before the vendor is asked until its answer is stored: it may have been written (`asked_at` is
    the first time). `unclear` stays so: nobody can tell, and it is not written again.
    """

    connection = models.ForeignKey("customers.Connection", models.CASCADE, related_name="notes", db_index=False)
    link = models.ForeignKey(RecordLink, models.CASCADE, related_name="notes", db_index=False)
    change_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=NoteState.choices, default=NoteState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=80, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    objects = RecordNoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["connection", "state", "id"], name="record_note_by_state"),
            models.Index(
                fields=["connection", "id"], condition=Q(state__in=["waiting", "asked"]), name="record_note_to_write"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["link", "change_id"], name="record_note_once"),
            models.CheckConstraint(condition=Q(state__in=NoteState.values), name="record_note_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "asked"], due_at__isnull=False)
                | (~Q(state__in=["waiting", "asked"]) & Q(due_at=None)),
                name="record_note_due_while_to_write",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "failed"]) | Q(asked_at__isnull=False),
                name="record_note_asked_before_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link} · {self.get_state_display()}"

    @property
    def mark(self) -> str:
        """What stands in this note and in no other."""
        return f"[Baton {self.pk}]"
