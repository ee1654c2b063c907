"""What a person chooses about their own notices."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from notices import kinds, switches
from notices.kinds import Mode
from notices.models import Channel, Delivery, DeliveryState, NoticeChoice, NoticeHours, Skip
from notices.routing import chosen_by

#: (kind, channel) → mode.
Choices = Mapping[tuple[str, str], str]
HOURS = ("holds_back", "starts_at", "ends_at", "working_days_only", "daily_at")


@transaction.atomic
def choose(*, person: User, choices: Choices, at: datetime.datetime) -> list[str]:
    """Set how kinds reach `person`; what a kind does not allow is left as it is. Returns the kinds that changed.

    What still waits of a kind that is off now is not sent; what waited for the daily mail stays in it.
    """
    chosen = chosen_by([person.pk])
    changed: dict[tuple[str, str], str] = {}
    for (kind, channel), mode in choices.items():
        known = kinds.named(kind)
        usual = known.mail if channel == Channel.EMAIL else known.chat
        if known.allows(mode) and mode != chosen.get((person.pk, kind, channel), usual):
            changed[kind, channel] = mode
    rows = [NoticeChoice(person=person, kind=kind, channel=ch, mode=mode) for (kind, ch), mode in changed.items()]
    NoticeChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person", "kind", "channel"], update_fields=["mode"]
    )
    for (kind, channel), mode in changed.items():
        if mode == Mode.OFF:
            _drop(person, kind, channel)
    if changed:
        details = {"kinds": {f"{kind}, {channel}": mode for (kind, channel), mode in changed.items()}}
        audit.record(verb="notice.chosen", subject=person, by=person, at=at, details=details)
    return sorted({kind for kind, _channel in changed})


@transaction.atomic
def keep_hours(*, person: User, at: datetime.datetime, **hours: Any) -> NoticeHours:
    """Set the hours in which mail and chat may reach `person`; what waits for the old ones is looked at again."""
    before = NoticeHours.objects.filter(person=person).values(*HOURS).first()
    after = {name: hours[name] for name in HOURS}
    row, _is_new = NoticeHours.objects.update_or_create(person=person, defaults=after)
    if before != after:
        waiting = Delivery.objects.filter(state=DeliveryState.WAITING, attempts=0)
        waiting.filter(notice__recipient=person).update(not_before=at)
        details = {"hours": {name: str(value) for name, value in after.items()}}
        audit.record(verb="notice.hours_set", subject=person, by=person, at=at, details=details)
    return row


def switch_off(*, switch: switches.Switch, at: datetime.datetime) -> bool:
    """Turn the switch of a mail: this kind, or all that comes daily and may be off. False when nobody has it."""
    return _turn(switch, Mode.OFF, at)


def switch_back(*, switch: switches.Switch, at: datetime.datetime) -> bool:
    """Turn it back: as the kind reaches everybody."""
    return _turn(switch, None, at)


def _turn(switch: switches.Switch, mode: Mode | None, at: datetime.datetime) -> bool:
    person = User.objects.filter(pk=switch.person_id).first()
    if person is None:
        return False
    chosen = chosen_by([person.pk])
    if switch.kind != switches.DAILY:
        turned = [kinds.named(switch.kind)]
    else:
        was = Mode.DAILY if mode else Mode.OFF
        turned = [
            kind
            for kind in kinds.every()
            if chosen.get((person.pk, kind.name, Channel.EMAIL), kind.mail) == was and (mode or kind.mail == Mode.DAILY)
        ]
    choices = {(kind.name, str(Channel.EMAIL)): str(mode or kind.mail) for kind in turned}
    choose(person=person, choices=choices, at=at)
    return True


def _drop(person: User, kind: str, channel: str) -> None:
    pending = Delivery.objects.filter(
        notice__recipient=person,
        notice__kind=kind,
        channel=channel,
        state__in=[DeliveryState.WAITING, DeliveryState.DAILY],
        digest=None,
        attempts=0,
    )
    if channel == Channel.CHAT:
        pending = pending.filter(chat__person=person)
    pending.update(state=DeliveryState.SKIPPED, problem=Skip.SWITCHED_OFF)
