"""What the board is narrowed by; it stands in the URL."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handover.lifecycle import OPEN_STATES
from handover.models import Departure, DepartureKind

STAGES = [(state.value, state.label) for state in OPEN_STATES]


class BoardFilter(forms.Form):
    """Search by name, stage and kind."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any stage")), *STAGES])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *DepartureKind.choices])
    tab = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        search: Any = self.fields["q"].widget
        search.input_type, search.attrs["placeholder"] = "search", _("Search by name")
        self.full_clean()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.cleaned_data.get(name) for name in ("q", "state", "kind"))

    def narrow(self, rows: "QuerySet[Departure]") -> "QuerySet[Departure]":
        """`rows` as asked for."""
        exact = {name: self.cleaned_data[name] for name in ("state", "kind") if self.cleaned_data.get(name)}
        if typed := self.cleaned_data.get("q"):
            exact["leaver__name__icontains"] = typed
        return rows.filter(**exact)
