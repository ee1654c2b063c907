"""Setting up a webhook, and narrowing the list of what it was told."""

from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from notices import event_kinds
from notices.models import DeliveryState, WebhookEndpoint
from notices.models.delivery import DeliveryQuerySet
from web.forms import Filter

#: The states an event can be in on its way.
STATES = (DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED)


class WebhookForm(forms.ModelForm):
    """Where, and what of."""

    events = forms.MultipleChoiceField(label=_("It is told when"), widget=forms.CheckboxSelectMultiple())

    class Meta:
        model = WebhookEndpoint
        fields = ["name", "url", "events"]
        help_texts = {"url": _("It gets a POST with JSON. An address inside your own network has to be allowed first.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["events"]).choices = list(event_kinds.every().items())
        self.fields["url"].widget.input_type = "url"


class WebhookDeliveryFilter(Filter):
    """By state and by kind of event."""

    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Event"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(str(state), capfirst(str(state.label))) for state in STATES]
        cast(forms.ChoiceField, self.fields["state"]).choices = [("", _("Any state")), *states]
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("Any event")), *event_kinds.every().items()]

    def narrow(self, rows: DeliveryQuerySet) -> DeliveryQuerySet:
        """`rows` that fit."""
        wanted = self.wanted()
        if state := wanted.get("state"):
            rows = rows.filter(state=state)
        return rows.filter(event__kind=wanted["kind"]) if wanted.get("kind") else rows
