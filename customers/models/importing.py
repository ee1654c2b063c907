"""Imports: what was uploaded, how it was understood, what was refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """How far an import has come."""

    PREVIEW = "preview", _("waiting for your yes")
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")


class Import(models.Model):
    """One import of one or more files."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="imports")
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    preset = models.CharField(_("preset"), max_length=60, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    created = models.JSONField(default=dict)
    updated = models.JSONField(default=dict)
    unchanged = models.JSONField(default=dict)
    refused = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=ImportState.values), name="import_state_known")]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class ImportFile(models.Model):
    """One file of an import: what it holds (`kind`) and which column is which field (`mapping`)."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m/")
    kind = models.CharField(max_length=20, blank=True)
    mapping = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class RefusedRow(models.Model):
    """A row that was not taken, with where and why; nothing else stops for it."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="refused_rows")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="refused_rows")
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=120, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    row = models.JSONField(default=dict)

    class Meta:
        ordering = ["file_id", "line", "id"]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
