"""Letters to customers: the administrator's templates, and what was written to whom."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LetterKind(models.TextChoices):
    """What a letter is for, which decides who writes it."""

    INTRODUCTION = "introduction", _("The leaver introduces the successor")
    FIRST = "first", _("First letter of the successor")
    VISIT = "visit", _("Invitation to a joint visit")


class LetterTemplate(models.Model):
    """How a letter of one kind begins in one language; `{customer}` and the like are filled in."""

    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=5000)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="letter_template_once"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="letter_template_kind_known"),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(body=""), name="letter_template_in_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_language_display()}"


class SentState(models.TextChoices):
    """How far a letter has come."""

    WAITING = "waiting", _("on its way")
    SENT = "sent", _("sent")
    COPIED = "copied", _("copied and sent by hand")
    FAILED = "failed", _("could not be sent")


class SentLetterQuerySet(models.QuerySet["SentLetter"]):
    """Letters by what is to be done with them."""

    def due(self, at: datetime.datetime) -> "SentLetterQuerySet":
        """Those to be sent, claimed by nobody whose lease still runs."""
        return self.filter(state=SentState.WAITING, not_before__lte=at)


class SentLetter(models.Model):
    """One letter to a customer: by whom, when, to whom, which, and how it went.

    `reply_to` and `cc` are addresses as they were; a worker claims a waiting letter until `not_before`.
    """

    inheritance = models.ForeignKey(
        "handover.Inheritance", models.SET_NULL, null=True, blank=True, related_name="letters"
    )
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    to_name = models.CharField(_("to whom"), max_length=120)
    to_email = models.EmailField(_("e-mail"), blank=True)
    cc = models.EmailField(_("in copy"), blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    calendar = models.TextField(blank=True, help_text=_("An iCalendar entry that goes with it."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("written"))
    state = models.CharField(_("state"), max_length=8, choices=SentState.choices, default=SentState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)

    objects = SentLetterQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["not_before"], condition=Q(state="waiting"), name="sent_letter_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="sent_letter_kind_known"),
            models.CheckConstraint(condition=Q(state__in=SentState.values), name="sent_letter_state_known"),
            models.CheckConstraint(
                condition=Q(state="copied") | ~Q(to_email=""), name="sent_letter_mailed_to_an_address"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="sent_letter_sent_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
