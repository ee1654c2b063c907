"""What leaves: a notice, a day's digest or an event on its way through one channel."""

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.channel import Channel, ChatChannel
from notices.models.notice import Notice
from notices.models.problem import Failure, explained
from notices.models.webhook import WebhookEndpoint, WebhookEvent

if TYPE_CHECKING:
    from accounts.models import User


class DeliveryState(models.TextChoices):
    """How far a notice has come on its way out."""

    WAITING = "waiting", _("waiting")
    DAILY = "daily", _("in the daily mail")
    SENT = "sent", _("sent")
    SKIPPED = "skipped", _("not sent")
    FAILED = "failed", _("given up")


class Digest(models.Model):
    """One person's daily mail: one a day, made of the deliveries that wait for it."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", db_index=False)
    day = models.DateField(_("day"))
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "day"], name="digest_once_a_day")]

    @property
    def key(self) -> str:
        """What stays the same however often it is sent."""
        return f"digest:{self.recipient_id}:{self.day.isoformat()}"

    def notices(self) -> "models.QuerySet[Notice]":
        """What it tells, oldest first."""
        return Notice.objects.filter(deliveries__digest=self).order_by("created_at", "pk")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what is to be done with them."""

    def due(self, at: datetime.datetime) -> "DeliveryQuerySet":
        """Waiting, and claimed by nobody whose lease still runs."""
        return self.filter(state=DeliveryState.WAITING, not_before__lte=at)

    def waiting_for_settings(self) -> "DeliveryQuerySet":
        """Waiting because the settings of their channel are wrong."""
        return self.filter(state=DeliveryState.WAITING, failure=Failure.SETTINGS)

    def for_digest(self) -> "DeliveryQuerySet":
        """Waiting for the daily mail to be written."""
        return self.filter(state=DeliveryState.DAILY, digest=None)

    def with_people(self) -> "DeliveryQuerySet":
        """With all that sending asks of whom they are for."""
        told = ("notice__recipient", "digest__recipient")
        people = [f"{person}__{more}" for person in told for more in ("office", "notice_hours")]
        return self.select_related(*people, "chat__person", "chat__office", "endpoint", "event")


class Delivery(models.Model):
    """A notice or an event on its way through one channel. Claimed until a moment, so a killed worker loses nothing.

    In state DAILY, `digest` is the mail it went into. A digest's own delivery has no notice. `cause` is the same for
    what several people are told of one thing, so that a group chat hears of it once.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, null=True, blank=True, related_name="deliveries")
    digest = models.ForeignKey(Digest, models.CASCADE, null=True, blank=True, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    chat = models.ForeignKey(ChatChannel, models.CASCADE, null=True, blank=True, related_name="deliveries")
    endpoint = models.ForeignKey(
        WebhookEndpoint, models.CASCADE, null=True, blank=True, related_name="deliveries", db_index=False
    )
    event = models.ForeignKey(WebhookEvent, models.CASCADE, null=True, blank=True, related_name="deliveries")
    cause = models.CharField(max_length=260, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=10, choices=Failure.choices, blank=True)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["notice"], condition=Q(channel="email"), name="delivery_mailed_once"),
            models.UniqueConstraint(
                fields=["chat", "cause"], condition=Q(channel="chat"), name="delivery_chatted_once"
            ),
            models.UniqueConstraint(fields=["digest"], condition=Q(notice=None), name="delivery_of_digest_once"),
            models.UniqueConstraint(fields=["endpoint", "event"], name="delivery_of_event_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="delivery_sent_with_time",
            ),
            models.CheckConstraint(
                condition=Q(channel="email", chat=None, endpoint=None)
                | Q(channel="chat", chat__isnull=False, digest=None, endpoint=None)
                | Q(channel="webhook", endpoint__isnull=False, event__isnull=False, chat=None),
                name="delivery_by_one_channel",
            ),
            models.CheckConstraint(
                condition=Q(notice=None, digest__isnull=False, event=None)
                | Q(notice__isnull=False, digest=None, event=None)
                | Q(notice__isnull=False, state__in=["daily", "skipped"], event=None)
                | Q(event__isnull=False, notice=None, digest=None, channel="webhook"),
                name="delivery_of_notice_or_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["id"], condition=Q(state="daily", digest=None), name="delivery_for_digest"),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
            models.Index(fields=["endpoint", "-id"], condition=Q(channel="webhook"), name="delivery_of_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.notice or self.event or (self.digest and self.digest.key)}"

    @property
    def way(self) -> tuple[str, int | None]:
        """What it shares with others that would fail for the same reason: channel, and which chat or receiver."""
        return self.channel, self.chat_id or self.endpoint_id

    @property
    def recipient(self) -> "User | None":
        """The person it is for; None when it is for a group chat or another system."""
        if self.chat_id is not None and self.chat is not None:
            return self.chat.person
        told = self.digest if self.notice_id is None else self.notice
        return told.recipient if told is not None else None

    @property
    def explanation(self) -> str:
        """Why it has not gone, in words, for an administrator."""
        return explained(self.problem)
