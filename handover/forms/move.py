"""What a planner says about the time of a move."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class ScheduleForm(forms.Form):
    """Another time, and whether the move waits for somebody to let it go on."""

    due_at = forms.DateTimeField(
        label=gettext_lazy("The records change hands"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    paused = forms.BooleanField(
        label=gettext_lazy("Pause it"),
        help_text=gettext_lazy("It does not start by itself until somebody clears this."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is paused"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A pause wants a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("paused") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why in a few words."))
        return cleaned
