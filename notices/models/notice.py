"""The outbox: what people are told. A row is written with its cause and delivered by a task."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whom they are for and what they are about."""

    def of(self, user: "User") -> "NoticeQuerySet":
        """What `user` was told."""
        return self.filter(recipient=user)

    def unread(self) -> "NoticeQuerySet":
        """Not yet seen in the bell."""
        return self.filter(read_at=None)

    def about(self, subject: models.Model) -> "NoticeQuerySet":
        """Those whose subject is `subject`."""
        return self.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)


class Notice(models.Model):
    """One thing one person is told. `key` is unique: the same thing is never told twice.

    The words are in `templates/notices/<kind>/` and are made from `params` in the reader's language.
    """

    key = models.CharField(max_length=200)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(_("told"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_of_person"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="notice_subject"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_read(self) -> bool:
        """Whether its reader has seen it."""
        return self.read_at is not None


class DeliveryState(models.TextChoices):
    """How far a notice has come on its way out."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    SKIPPED = "skipped", _("not sent")
    FAILED = "failed", _("given up")


class Skip(models.TextChoices):
    """Why a mail was not sent, as `Delivery.problem` keeps it."""

    NO_ADDRESS = "no_address", _("no address is known yet")
    ACCESS_ENDED = "access_ended", _("the access has ended")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what is to be done with them."""

    def due(self, at: datetime.datetime) -> "DeliveryQuerySet":
        """Waiting, and claimed by nobody whose lease still runs."""
        return self.filter(state=DeliveryState.WAITING, not_before__lte=at)


class Delivery(models.Model):
    """A notice on its way through one channel. A worker claims it until a moment, so a killed one loses nothing."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="delivery_sent_with_time",
            ),
        ]
        indexes = [models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.notice}"

    @property
    def explanation(self) -> str:
        """Why it has not gone, for an administrator: a sentence, or what the mail server said."""
        return str(Skip(self.problem).label) if self.problem in Skip.values else self.problem
