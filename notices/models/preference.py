"""What a person chose: which kinds reach them how, and at which hours."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from notices.kinds import Mode
from notices.models.channel import Channel


class NoticeHours(models.Model):
    """When mail and chat may reach a person. Without a row the firm's hours count (`settings.QUIET_HOURS`)."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="notice_hours"
    )
    holds_back = models.BooleanField(_("hold messages back outside these hours"), default=False)
    starts_at = models.TimeField(_("from"), default=datetime.time(8))
    ends_at = models.TimeField(_("until"), default=datetime.time(19))
    working_days_only = models.BooleanField(_("only on working days"), default=True)
    daily_at = models.TimeField(_("daily mail at"), default=datetime.time(8))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="notice_hours_in_order"),
        ]


class NoticeChoice(models.Model):
    """How one kind reaches one person by one channel, where that is not how it reaches everybody."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices", db_index=False)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, choices=Channel.choices)
    mode = models.CharField(max_length=10, choices=Mode.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="notice_choice_once"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="notice_choice_mode_known"),
            models.CheckConstraint(condition=Q(channel__in=["email", "chat"]), name="notice_choice_channel_known"),
        ]
