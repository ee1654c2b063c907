"""What the board is narrowed by; it stands in the URL."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handover.lifecycle import OPEN_STATES
from handover.models import Departure, DepartureKind
from web.forms import Filter, SearchInput

STAGES = [(state.value, state.label) for state in OPEN_STATES]


class BoardFilter(Filter):
    """Search by name, stage and kind."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=SearchInput(_("Search by name")))
    state = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any stage")), *STAGES])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *DepartureKind.choices])
    tab = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def narrow(self, rows: "QuerySet[Departure]") -> "QuerySet[Departure]":
        """`rows` as asked for."""
        columns = {"q": "leaver__name__icontains", "state": "state", "kind": "kind"}
        wanted = self.wanted()
        return rows.filter(**{column: wanted[name] for name, column in columns.items() if name in wanted})
