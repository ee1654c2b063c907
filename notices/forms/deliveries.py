"""What the list of outgoing messages is narrowed by."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from notices import kinds
from notices.models import Channel, ChatChannel, DeliveryState, Failure
from notices.models.delivery import DeliveryQuerySet
from web.forms import Filter


class DeliveryFilter(Filter):
    """By state, by what failed, by channel, by kind."""

    state = forms.ChoiceField(label=_("State"), required=False)
    failure = forms.ChoiceField(label=_("Failure"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("state", _("Any state"), DeliveryState.choices)
        self._choices("failure", _("Any failure"), Failure.choices)
        chats = [(f"chat-{chat.pk}", chat.name) for chat in ChatChannel.objects.all()]
        self._choices("channel", _("Any channel"), [*Channel.choices, *chats])
        self._choices("kind", _("Any kind"), [(kind.name, kind.label) for kind in kinds.every()])

    def _choices(self, name: str, none: Any, found: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.choices = [("", none), *[(code, capfirst(str(label))) for code, label in found]]  # type: ignore[attr-defined]

    def narrow(self, rows: DeliveryQuerySet) -> DeliveryQuerySet:
        """`rows` that fit."""
        wanted = self.wanted()
        for name in ("state", "failure"):
            if value := wanted.get(name):
                rows = rows.filter(**{name: value})
        if kind := wanted.get("kind"):
            rows = rows.filter(notice__kind=kind)
        channel = wanted.get("channel", "")
        if channel.startswith("chat-"):
            rows = rows.filter(chat=channel.removeprefix("chat-"))
        elif channel:
            rows = rows.filter(channel=channel)
        return rows
