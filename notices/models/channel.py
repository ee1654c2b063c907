"""The ways out beside the bell: mail, the chats an administrator set up, and webhooks (`webhook.py`)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.models.problem import explained


class Channel(models.TextChoices):
    """A way out; a webhook tells systems, the others tell people."""

    EMAIL = "email", _("Mail")
    CHAT = "chat", _("Chat")
    WEBHOOK = "webhook", _("Webhook")


class Service(models.TextChoices):
    """A chat service Baton can speak to."""

    DINGTALK = "dingtalk", _("DingTalk")
    WECOM = "wecom", _("WeCom")
    FEISHU = "feishu", _("Feishu")
    LARK = "lark", _("Lark")
    SLACK = "slack", _("Slack")
    TEAMS = "teams", _("Microsoft Teams")


class ChatChannelQuerySet(models.QuerySet["ChatChannel"]):
    """Chats by whom they reach."""

    def in_use(self) -> "ChatChannelQuerySet":
        """Those an administrator has switched on."""
        return self.filter(is_active=True)


class ChatChannel(models.Model):
    """A group chat that is told of some kinds, or the own chat of one person.

    `secret` is the address of the robot, encrypted; it is never shown again. A group keeps the working hours of its
    office; without one it may be told at any hour.
    """

    name = models.CharField(_("name"), max_length=80)
    service = models.CharField(_("service"), max_length=20, choices=Service.choices)
    secret = models.TextField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="own_chats",
        verbose_name=_("person"),
        db_index=False,
    )
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, blank=True, verbose_name=_("office"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    kinds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_active = models.BooleanField(_("switched on"), default=True)

    objects = ChatChannelQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="chat_name_once", violation_error_message=_("This name is taken.")
            ),
            models.UniqueConstraint(
                fields=["person"], name="chat_of_person_once", violation_error_message=_("They have a chat already.")
            ),
            models.CheckConstraint(condition=Q(service__in=Service.values), name="chat_service_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Pause(models.Model):
    """A way out that waits because its settings are wrong. After `next_try_at` one is tried; success ends it."""

    channel = models.CharField(max_length=20, choices=Channel.choices)
    chat = models.ForeignKey(ChatChannel, models.CASCADE, null=True, blank=True, related_name="pauses", db_index=False)
    since = models.DateTimeField(_("since"))
    next_try_at = models.DateTimeField(_("next attempt"))
    problem = models.CharField(_("problem"), max_length=500)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["chat"], name="pause_of_chat_once"),
            models.UniqueConstraint(fields=["channel"], condition=Q(chat=None), name="pause_of_mail_once"),
            models.CheckConstraint(
                condition=Q(channel=Channel.EMAIL, chat=None) | Q(channel=Channel.CHAT, chat__isnull=False),
                name="pause_of_one_channel",
            ),
        ]

    @property
    def explanation(self) -> str:
        """What is wrong, in words."""
        return explained(self.problem)
