"""What a person settles about their notices: each kind by each channel, and their hours."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from notices import kinds
from notices.models import Channel, NoticeHours


class ClockInput(forms.TimeInput):
    """The browser's own clock, which wants 24 hours."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class HoursForm(forms.ModelForm):
    """When mail and chat may reach somebody."""

    class Meta:
        model = NoticeHours
        fields = ["holds_back", "starts_at", "ends_at", "working_days_only", "daily_at"]
        widgets = {name: ClockInput() for name in ("starts_at", "ends_at", "daily_at")}
        labels = {"starts_at": _("Earliest"), "ends_at": _("Latest")}
        help_texts = {
            "holds_back": _("What is urgent passes, and the bell always shows everything at once."),
            "working_days_only": _("By the calendar of your office, its holidays and make-up days included."),
        }

    def clean(self) -> dict[str, Any]:
        """Hours end after they begin."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if begins and ends and begins >= ends:
            self.add_error("ends_at", _("The hours must end after they begin."))
        return cleaned


def choices(data: QueryDict) -> dict[tuple[str, str], str]:
    """What was chosen, from fields named `<channel>.<kind>`; what is no kind of ours or no mode of its is left out."""
    return {
        (kind.name, str(channel)): mode
        for kind in kinds.every()
        for channel in Channel
        if (mode := data.get(f"{channel}.{kind.name}", "")) and kind.allows(mode)
    }
