"""Setting up the chats that are told things."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import audit
from accounts.models import User
from notices.actions.pauses import lift
from notices.channels.chat import sending
from notices.channels.chat.services import address_for_apprise
from notices.channels.undelivered import Undelivered
from notices.models import Channel, ChatChannel, Delivery, DeliveryState, Failure
from web.errors import Refused
from web.secrets import encrypted

FIELDS = ("name", "service", "person", "office", "language", "kinds", "is_active")


@transaction.atomic
def save(
    *, chat: ChatChannel, by: User, at: datetime.datetime, address: str = "", signing_secret: str = "", **fields: Any
) -> ChatChannel:
    """Set up a chat or change one; without `address` its robot stays the same. Raises `Refused`.

    The audit trail says which fields changed, never a robot's address. With a new one the chat is no longer paused.
    """
    is_new = chat.pk is None
    changed = [name for name in FIELDS if name in fields and (is_new or getattr(chat, name) != fields[name])]
    if chat.pk and not address and "service" in changed:
        raise Refused(_("Another service needs the address of a robot there."), code="address_needed", status=422)
    for name in changed:
        setattr(chat, name, fields[name])
    if address:
        chat.secret = _checked(chat.service, address, signing_secret)
        changed.append("address")
    elif is_new:
        raise Refused(_("Give the address of the robot."), code="address_needed", status=422)
    if not changed:
        return chat
    chat.save()
    if address:
        _release(chat, at)
    verb = "chat.created" if is_new else "chat.changed"
    audit.record(verb=verb, subject=chat, by=by, at=at, details={"chat": chat.name, "changed": changed})
    return chat


def say_hello(*, chat: ChatChannel, words: str, by: User, at: datetime.datetime) -> None:
    """Send a test message now. Raises `Undelivered`; success ends a pause."""
    try:
        sending.send(chat, words)
    except Undelivered as why:
        audit.record(verb="chat.tried", subject=chat, by=by, at=at, details={"chat": chat.name, "reason": why.problem})
        raise
    with transaction.atomic():
        _release(chat, at)
        audit.record(verb="chat.tried", subject=chat, by=by, at=at, details={"chat": chat.name})


def _checked(service: str, address: str, signing_secret: str) -> str:
    known = address_for_apprise(service, address, signing_secret)
    if sending.robot(service, known) is None:
        raise Refused(_("This is no address of a robot of that service."), code="address_unknown", status=422)
    return encrypted(known)


def _release(chat: ChatChannel, at: datetime.datetime) -> None:
    lift(channel=Channel.CHAT, chat_id=chat.pk)
    waiting = Delivery.objects.filter(chat=chat, state=DeliveryState.WAITING, failure=Failure.SETTINGS)
    waiting.update(not_before=at)
