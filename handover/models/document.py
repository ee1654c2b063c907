"""Handover documents: what somebody had made of a departure, in which format, and for how long the file is kept."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DocumentFormat(models.TextChoices):
    """How a document is written; the value is what its file name ends with."""

    WORD = "docx", _("Word")
    PDF = "pdf", _("PDF")
    EXCEL = "xlsx", _("Excel")


class DocumentState(models.TextChoices):
    """How far the making has come."""

    WAITING = "waiting", _("waiting for its turn")
    READING = "reading", _("the records are being read")
    WRITING = "writing", _("the pages are being written")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")


#: States in which a file is still to come.
UNDER_WAY = (DocumentState.WAITING, DocumentState.READING, DocumentState.WRITING)


def file_name(document: "HandoverDocument", name: str) -> str:
    """A name nobody can guess."""
    return f"documents/{uuid.uuid4().hex}"


class HandoverDocumentQuerySet(models.QuerySet["HandoverDocument"]):
    """Documents by what is to be done with them."""

    def under_way(self) -> "HandoverDocumentQuerySet":
        """Asked for, and neither ready nor given up."""
        return self.filter(state__in=UNDER_WAY)

    def expired(self, at: datetime.datetime) -> "HandoverDocumentQuerySet":
        """Those whose file is there still and should not be."""
        return self.filter(expires_at__lte=at).exclude(file="")


class HandoverDocument(models.Model):
    """One document made for `reader`: of a departure, or of `customer` in it.

    `taken_at` is when a worker began with it. The file goes when it expires; the row stays and says by `digest`
    (SHA-256 of the file) what was made for whom.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="documents")
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reader"))
    format = models.CharField(_("format"), max_length=4, choices=DocumentFormat.choices)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=DocumentState.choices, default=DocumentState.WAITING)
    asked_at = models.DateTimeField(_("asked"))
    taken_at = models.DateTimeField(_("begun"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=file_name, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField(_("SHA-256"), max_length=64, blank=True)

    objects = HandoverDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["expires_at"], condition=~Q(file=""), name="document_to_sweep")]
        constraints = [
            models.CheckConstraint(condition=Q(format__in=DocumentFormat.values), name="document_format_known"),
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="document_state_known"),
            models.CheckConstraint(
                condition=Q(
                    state="ready", made_at__isnull=False, expires_at__isnull=False, digest__regex="^[0-9a-f]{64}$"
                )
                | (~Q(state="ready") & Q(made_at=None, expires_at=None, digest="", file="")),
                name="document_ready_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("reading", "writing"), taken_at__isnull=False)
                | Q(state="waiting", taken_at=None)
                | Q(state__in=("ready", "failed")),
                name="document_taken_when_begun",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("made_at")), name="document_kept_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.departure} {self.format}"

    @property
    def is_under_way(self) -> bool:
        """Whether a file is still to come."""
        return self.state in UNDER_WAY

    @property
    def is_there(self) -> bool:
        """Whether the file can be had."""
        return self.state == DocumentState.READY and bool(self.file)

    @property
    def step(self) -> int:
        """How many of three steps are done, for a progress bar."""
        return [*UNDER_WAY, DocumentState.READY].index(DocumentState(self.state)) if self.state != "failed" else 0
