"""A channel whose settings are wrong waits: now and then one message is tried; administrators hear of it once."""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Permission
from notices.actions.outbox import Letter, leave_many, nudge_on_commit
from notices.channels.undelivered import Undelivered
from notices.models import Delivery, Pause


@transaction.atomic
def pause(*, delivery: Delivery, why: Undelivered, at: datetime.datetime) -> Pause:
    """Let everything of this delivery's channel wait; those who administer are told when it was running until now."""
    found, is_new = Pause.objects.update_or_create(
        channel=delivery.channel,
        chat=delivery.chat,
        defaults={"next_try_at": at + settings.CHANNEL_PAUSE, "problem": why.problem, "detail": why.detail},
        create_defaults={
            "since": at,
            "next_try_at": at + settings.CHANNEL_PAUSE,
            "problem": why.problem,
            "detail": why.detail,
        },
    )
    if is_new:
        _tell(found, at)
    return found


def lift(*, channel: str, chat_id: int | None) -> None:
    """A message has got through: the pause is over."""
    Pause.objects.filter(channel=channel, chat=chat_id).delete()


@transaction.atomic
def try_now(*, pause: Pause, by: User, at: datetime.datetime) -> None:
    """Somebody has mended the settings: try again at once what waits for them."""
    details = {"chat": pause.chat.name} if pause.chat else {}
    audit.record(verb="pause.ended", subject=pause, by=by, at=at, details=details)
    Pause.objects.filter(pk=pause.pk).update(next_try_at=at)
    waiting = Delivery.objects.waiting_for_settings().filter(channel=pause.channel, chat=pause.chat)
    waiting.update(not_before=at)
    nudge_on_commit()


def _tell(pause: Pause, at: datetime.datetime) -> None:
    keepers = User.objects.may_sign_in().with_permission(Permission.ADMINISTER)
    letters = [
        Letter(
            kind="channel_paused",
            recipient_id=keeper,
            key=f"channel_paused:{pause.pk}:{pause.since.isoformat()}:{keeper}",
            url=reverse("deliveries"),
            params={"chat": pause.chat.name if pause.chat else ""},
        )
        for keeper in keepers.values_list("pk", flat=True)
    ]
    leave_many(letters=letters, at=at)
