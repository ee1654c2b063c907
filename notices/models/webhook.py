"""Webhooks: other systems that are told what happens, and what they are told."""

import datetime
import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

#: After a change of secret both sign for so long, so that a receiver can change without losing a message.
BOTH_SIGN_FOR = datetime.timedelta(hours=24)


class Off(models.TextChoices):
    """Why a webhook is off."""

    BY_HAND = "by_hand", _("switched off by hand")
    GONE = "gone", _("the receiver wants no more (410)")
    FAILING = "failing", _("nothing got through for a day")


class WebhookQuerySet(models.QuerySet["WebhookEndpoint"]):
    """Webhooks by what they are told."""

    def listening(self, kind: str) -> "WebhookQuerySet":
        """Those switched on that want events of this kind."""
        return self.filter(off="", events__contains=[kind])

    def with_given_up(self) -> "WebhookQuerySet":
        """With the number of events each was not given: `given_up`."""
        failed = models.Q(deliveries__state="failed")
        return self.annotate(given_up=models.Count("deliveries", filter=failed))


class WebhookEndpoint(models.Model):
    """A system that is told of some kinds of events. Its secrets are encrypted and shown once, when they are made.

    Until `former_until` what is sent bears the signature of the former secret too.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.CharField(_("address"), max_length=500, validators=[URLValidator(["https", "http"])])
    events = ArrayField(models.CharField(max_length=60), default=list)
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True, blank=True)
    off = models.CharField(_("why it is off"), max_length=10, choices=Off.choices, blank=True)
    created_at = models.DateTimeField(_("set up"))

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["events"], name="webhook_events")]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="webhook_name_once", violation_error_message=_("This name is taken.")
            ),
            models.CheckConstraint(condition=models.Q(off__in=["", *Off.values]), name="webhook_off_known"),
        ]

    def __str__(self) -> str:
        return self.name


def message_id() -> str:
    """What names an event to its receivers, the same however often it is sent."""
    return f"msg_{secrets.token_hex(16)}"


class WebhookEvent(models.Model):
    """Something that happened, written with its cause; `body` is what every receiver gets, byte by byte."""

    message_id = models.CharField(max_length=40, default=message_id)
    kind = models.CharField(_("event"), max_length=60)
    at = models.DateTimeField(_("at"))
    body = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["message_id"], name="webhook_event_once")]
        indexes = [models.Index(fields=["at"], name="webhook_event_oldest")]

    def __str__(self) -> str:
        return self.message_id
