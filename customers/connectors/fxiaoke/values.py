"""Fxiaoke's values as text: money in strings, time in milliseconds, employees in lists, options by their label."""

import datetime
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from customers.connectors.fxiaoke.errors import CHINA
from customers.importing.choice_words import CHOICES
from customers.importing.headers import plain

#: What an option's value is called at this firm.
Labels = Mapping[str, str]
#: A value as text, empty for none.
Read = Callable[[Any, Labels], str]

#: What Fxiaoke's usual options are called, beside the words an import knows.
USUAL: dict[str, dict[str, str]] = {
    "status": {"未成交": "prospect", "已成交": "active", "多次成交": "active"},
    "stage": {"需求确定": "qualifying", "赢单": "closed", "输单": "closed", "无效": "closed"},
    "deal_state": {},
    "grade": {"重要客户": "A", "普通客户": "B", "一般客户": "B"},
    "contract_state": {},
    "activity_kind": {"电话沟通": "call", "上门拜访": "visit", "微信": "mail", "短信": "mail"},
}


def text(value: Any, _labels: Labels) -> str:
    """A text or a number as it stands, an id among others."""
    if isinstance(value, (list, tuple)):
        return text(value[0], _labels) if value else ""
    return "" if value is None or isinstance(value, (bool, dict)) else str(value).strip()


def percent(value: Any, labels: Labels) -> str:
    """Fxiaoke's 95.0 is 95 %."""
    number = text(value, labels)
    return f"{number}%" if number and not number.endswith("%") else number


def day(value: Any, _labels: Labels) -> str:
    """The day of a moment, as it is in China: also the right one where a firm's day begins later."""
    at = moment_of(value)
    return at.astimezone(CHINA).date().isoformat() if at else ""


def moment(value: Any, _labels: Labels) -> str:
    """A moment with its zone."""
    at = moment_of(value)
    return at.isoformat(timespec="seconds") if at else ""


def moment_of(value: Any) -> datetime.datetime | None:
    """Milliseconds since 1970 as a moment, None when they are none."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return datetime.datetime.fromtimestamp(value / 1000, datetime.UTC)
    except (OverflowError, OSError, ValueError):
        return None


def milliseconds(at: datetime.datetime) -> str:
    """A moment as filters take it."""
    return str(int(at.timestamp() * 1000))


def label(value: Any, labels: Labels) -> str:
    """What an option is called; its own value says nothing to anybody."""
    return labels.get(text(value, labels), "")


def code(words: str) -> Read:
    """Reads an option as one of Baton's choices; one that Baton has no word for is left out, and the record taken."""
    return lambda value, labels: meanings(words).get(plain(label(value, labels)), "")


@cache
def meanings(words: str) -> dict[str, str]:
    """What an option may be called (plain) → Baton's choice."""
    found = {plain(word): choice for word, choice in USUAL[words].items()}
    for choice, others in CHOICES[words].items():
        for word in (choice, *others.split(",")):
            found.setdefault(plain(word), choice)
    return found
