"""Imports: what was given, how it was understood, how far it has come, what was refused."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

#: A running import that has not been heard of for so long has lost its worker.
SILENCE = datetime.timedelta(seconds=60)


class ImportState(models.TextChoices):
    """How far an import has come."""

    PREVIEW = "preview", _("waiting for your yes")
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports by whether somebody works on them."""

    def waiting(self) -> "ImportQuerySet":
        """Those a worker may take: queued, or running without a sign of life (by the database's clock). What a sync
        reads is taken by the sync itself.
        """
        silent = Q(heartbeat_at=None) | Q(heartbeat_at__lt=Now() - SILENCE)
        return self.filter(Q(state=ImportState.QUEUED) | Q(state=ImportState.RUNNING) & silent, sync=None)

    def count_changed(self, pk: int, kind: str, number: int) -> None:
        """Count `number` records of `kind`, unchanged so far, as updated after all."""
        run = self.get(pk=pk)
        run.updated[kind] = run.updated.get(kind, 0) + number
        run.unchanged[kind] = run.unchanged.get(kind, 0) - number
        run.save(update_fields=["updated", "unchanged"])


class Import(models.Model):
    """One import of one or more files. `source` names the system they come from.

    `created`, `updated` and `unchanged` count records by kind; `problem` is the code of what stopped the whole run.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="imports")
    source = models.CharField(_("source"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    heartbeat_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    preset = models.CharField(_("preset"), max_length=60, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    created = models.JSONField(default=dict)
    updated = models.JSONField(default=dict)
    unchanged = models.JSONField(default=dict)
    refused = models.PositiveIntegerField(default=0)
    problem = models.CharField(_("problem"), max_length=40, blank=True)
    problem_params = models.JSONField(default=dict)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state"], condition=Q(state__in=["queued", "running"]), name="import_unfinished")
        ]
        constraints = [models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known")]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def percent(self) -> int:
        """How much of the rows has been read, 0 to 100."""
        return min(100, 100 * self.rows_read // self.rows_total) if self.rows_total else 0


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    """Files of imports by what they are."""

    def whole(self) -> "ImportFileQuerySet":
        """Without the parts: what else stands in the rows of one of the files."""
        return self.exclude(reading__has_key="part_of")

    def with_own_rows(self) -> "ImportFileQuerySet":
        """Without the parts whose rows are those of another file too: each row of an import once."""
        return self.filter(~Q(reading__has_key="part_of") | Q(reading__has_key="own_rows"))

    def wanted(self) -> "ImportFileQuerySet":
        """Without the parts that nobody wanted."""
        return self.exclude(kind="", reading__has_key="part_of")


class ImportFile(models.Model):
    """One file of an import: what it holds (`kind`, empty: skipped) and which field each column fills.

    `mapping` has one field name for each of `headers`, empty where a column is not taken. `guesses` says for each what
    Baton thought it was and how certain that is; `words` what a person says strange words of choices mean (field → word
    → choice; "" where nobody has said yet). `reading` says how the bytes become rows (format, encoding, delimiter,
    sheet, header, styles). `rows_done` is where a run goes on after its worker was killed.
    """

    run = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m/")
    kind = models.CharField(max_length=20, blank=True)
    preset = models.CharField(max_length=60, blank=True)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    guesses = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    sample = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def part_of(self) -> int:
        """The file this is a part of, for other records of its rows or other rows of it; 0 for a file of its own."""
        return int(self.reading.get("part_of", 0))

    @property
    def has_own_rows(self) -> bool:
        """Whether its rows are no other file's: it is no part, or one of other rows of a stored file."""
        return not self.part_of or bool(self.reading.get("own_rows"))


class RefusedRow(models.Model):
    """A row that was not taken, with where and why; nothing else stops for it."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="refused_rows")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="refused_rows", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=120, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    row = models.JSONField(default=list)

    class Meta:
        ordering = ["file_id", "line", "id"]
        indexes = [models.Index(fields=["file", "line", "id"], name="refused_row_in_order")]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class RememberedMapping(models.Model):
    """How a person wants files of one source with these columns to be taken; the next such file is taken so at once.

    `signature` tells the columns whatever their order; `fields` has plain header → field, `words` as in `ImportFile`,
    `answers` what was said of such files (`customers/importing/questions.py`).
    """

    source = models.CharField(_("source"), max_length=60, blank=True)
    signature = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "signature"], name="remembered_mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.name}"
