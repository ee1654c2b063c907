"""Instead of “are you sure?”: what can be taken back is done at once, and the message about it can take it back."""

import json
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

#: What begins the tags of a message that can be taken back.
_MARK = "undo "


@dataclass(frozen=True)
class Undoing:
    """The form that takes something back: where it is sent, and what with."""

    url: str
    fields: list[tuple[str, str]]


def said(request: HttpRequest, sentence: str, *, url: str, **fields: object) -> None:
    """Leave a message that something is done, with a button that sends `fields` to `url` to take it back; a list is
    sent as several values.

    Who may take it back, and until when, is for `url` to say, as for any other form.
    """
    several = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    sent = [(name, str(one)) for name, values in several.items() for one in values]
    messages.success(request, sentence, extra_tags=_MARK + json.dumps([url, sent]))


def undoing(message: Message) -> Undoing | None:
    """How what `message` tells of is taken back, if it can be."""
    tags = str(message.extra_tags or "")
    return Undoing(*json.loads(tags.removeprefix(_MARK))) if tags.startswith(_MARK) else None
