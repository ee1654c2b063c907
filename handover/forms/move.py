"""What a planner says about the time of a move."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handover.models import Assignment, Plan
from web.forms import MomentField
from web.typed import as_id


class PartForm(forms.Form):
    """Which part of a move is taken back: all that matches, or the ticked customers of it with what goes along."""

    successor = forms.ChoiceField(label=gettext_lazy("Successor"), required=False)
    territory = forms.ChoiceField(label=gettext_lazy("Territory"), required=False)
    industry = forms.ChoiceField(label=gettext_lazy("Industry"), required=False)
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), required=False)
    customers = forms.TypedMultipleChoiceField(coerce=int, required=False, widget=forms.MultipleHiddenInput())

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        customers = Assignment.objects.filter(plan=plan).customers().exclude(successor=None).order_by()
        people = customers.values_list("successor", "successor__name").distinct().order_by("successor__name")
        self._offer("successor", [(str(pk), name) for pk, name in people])
        for name in ("territory", "industry", "grade"):
            values = customers.values_list(f"customer__{name}", flat=True).distinct().order_by(f"customer__{name}")
            self._offer(name, [(value, value) for value in values if value])
        ticked = self.data.getlist("customers") if hasattr(self.data, "getlist") else []
        self._offer("customers", [(pk, pk) for pk in ticked if as_id(pk)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices if name == "customers" else [("", _("All")), *choices]

    @property
    def only(self) -> dict[str, Any]:
        """What was chosen, as a move keeps it; empty when nothing was."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return chosen | {"successor": int(chosen["successor"])} if "successor" in chosen else chosen


class ScheduleForm(forms.Form):
    """Another time, and whether the move waits for somebody to let it go on."""

    due_at = MomentField(
        label=gettext_lazy("The records change hands"),
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
