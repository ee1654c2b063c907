"""What the demo firm chose about its notices, two chats, and some messages that did not get through."""

import datetime

from accounts.models import Office, User
from notices.actions.preferences import keep_hours
from notices.models import Channel, ChatChannel, Delivery, DeliveryState, Failure, Pause, Problem
from web.secrets import encrypted

SOON = datetime.timedelta(minutes=20)


def seed_notices(people: dict[str, User], now: datetime.datetime) -> None:
    """Hours of two people, two chats (one paused, one off: the demo calls nobody), deliveries in each state."""
    for name in ("manager", "nora.blake"):
        keep_hours(
            person=people[name],
            at=now,
            holds_back=True,
            starts_at=datetime.time(8, 30),
            ends_at=datetime.time(18, 30),
            working_days_only=True,
            daily_at=datetime.time(8, 30),
        )
    _chats(now)
    _failures()


def _chats(now: datetime.datetime) -> None:
    east = ChatChannel.objects.create(
        name="华东团队",
        service="wecom",
        office=Office.objects.get(name="Shanghai"),
        language="zh-hans",
        kinds=["departure_begin", "items_overdue_of_others", "verification_disputed", "move_done"],
    )
    ChatChannel.objects.create(
        name="Midwest",
        service="slack",
        secret=encrypted("slack://T00000000/B00000000/000000000000000000000000/"),
        office=Office.objects.get(name="Chicago"),
        kinds=["departure_begin", "move_done"],
        is_active=False,
    )
    _paused(east, now)


def _paused(chat: ChatChannel, now: datetime.datetime) -> None:
    """A chat whose secret is missing, and two messages that wait for it."""
    Pause.objects.create(
        channel=Channel.CHAT,
        chat=chat,
        since=now - datetime.timedelta(hours=5),
        next_try_at=now + SOON,
        problem=Problem.NO_SECRET,
    )
    told = Delivery.objects.filter(notice__kind__in=chat.kinds, channel=Channel.EMAIL).order_by("-pk")[:2]
    for mail in told:
        Delivery.objects.create(
            notice=mail.notice,
            channel=Channel.CHAT,
            chat=chat,
            cause=f"demo:{mail.pk}",
            not_before=now + SOON,
            failure=Failure.SETTINGS,
            problem=Problem.NO_SECRET,
        )


def _failures() -> None:
    """Three mails that were given up: one for good, two after a day of attempts."""
    mails = Delivery.objects.filter(channel=Channel.EMAIL, state=DeliveryState.WAITING).order_by("-pk")
    given_up = {"state": DeliveryState.FAILED, "sent_at": None}
    newest = list(mails.values_list("pk", flat=True)[:3])
    Delivery.objects.filter(pk__in=newest[:1]).update(
        **given_up, attempts=1, failure=Failure.PERMANENT, problem=Problem.ADDRESS_REFUSED, detail="550 5.1.1 unknown"
    )
    Delivery.objects.filter(pk__in=newest[1:]).update(
        **given_up, attempts=8, failure=Failure.TEMPORARY, problem="ConnectionRefusedError: [Errno 111]"
    )
