"""Questions about a customer that the leaver answers, also after the last day by a link that opens nothing else."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by whether they are answered."""

    def open(self) -> "QuestionQuerySet":
        """Not answered yet."""
        return self.filter(answered_at=None)

    def unanswered_first(self) -> "QuestionQuerySet":
        """With the people, what waits before what is answered."""
        return self.select_related("asked_by", "answered_by").order_by(
            models.F("answered_at").asc(nulls_first=True), "pk"
        )


class Question(models.Model):
    """One question about one customer, and its answer. `by_link`: given without signing in, by an answer link."""

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="questions", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    by_link = models.BooleanField(default=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["departure", "customer"], name="question_of_customer")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_in_words"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="", by_link=False)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="question_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class AnswerLink(models.Model):
    """A link by which a leaver answers the open questions of their departure without signing in.

    Only the digest of its key is kept. It opens nothing else, ends at `expires_at`, and can be taken back.
    """

    departure = models.ForeignKey("handover.Departure", models.CASCADE, related_name="answer_links")
    key_hash = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["key_hash"], name="answer_link_key_once"),
            models.UniqueConstraint(
                fields=["departure"], condition=Q(revoked_at=None), name="answer_link_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="answer_link_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.departure}: {self.made_at:%Y-%m-%d}"

    def works(self, at: datetime.datetime) -> bool:
        """Whether it still opens its page at `at`."""
        return self.revoked_at is None and at < self.expires_at
