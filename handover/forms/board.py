"""What the board is narrowed by, which stands in the URL; naming such a view; what is done to several departures."""

import datetime
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from handover.departures.board import SOON
from handover.lifecycle import OPEN_STATES
from handover.models import BoardView, ChecklistItem, Departure, DepartureKind, Plan, PlanState
from web.forms import Filter, SearchInput
from web.typed import as_id

STAGES = [(state.value, state.label) for state in OPEN_STATES]
ATTENTION = [
    ("late", _("Something is late")),
    ("soon", _("Last day within a week")),
    ("unplanned", _("No plan yet")),
    ("unsupervised", _("No supervisor yet")),
]


class BoardFilter(Filter):
    """Search by name, stage, kind, team, and what asks for attention."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=SearchInput(_("Search by name")))
    state = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Any stage")), *STAGES])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Any kind")), *DepartureKind.choices])
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int)
    attention = forms.ChoiceField(label=_("Attention"), required=False, choices=[("", _("Any attention")), *ATTENTION])
    tab = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, teams: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        every = sorted(set(teams), key=lambda team: team[1])
        asked = as_id(self.data.get("team", ""))
        if asked and asked not in dict(every):
            every.append((asked, str(asked)))
        self.fields["team"].choices = [("", _("Any team")), *every]  # type: ignore[attr-defined]
        if len(every) < 2 and not asked:
            del self.fields["team"]

    def narrow(self, rows: "QuerySet[Departure]", today: datetime.date) -> "QuerySet[Departure]":
        """`rows` as asked for."""
        columns = {"q": "leaver__name__icontains", "state": "state", "kind": "kind", "team": "leaver__team"}
        wanted = self.wanted()
        found = rows.filter(**{column: wanted[name] for name, column in columns.items() if name in wanted})
        return found.filter(_attention(wanted.get("attention", ""), today))

    def query(self, sort: str) -> str:
        """The tab, the filters and the order as an address says them."""
        return urlencode(self.wanted() | ({"sort": sort} if sort else {}))


def _attention(asked: str, today: datetime.date) -> Q:
    match asked:
        case "late":
            items = ChecklistItem.objects.open().filter(departure=OuterRef("pk"), due_on__lt=today)
            return Q(Exists(items))
        case "soon":
            return Q(last_day_on__range=(today, today + SOON))
        case "unplanned":
            return ~Q(Exists(Plan.objects.filter(departure=OuterRef("pk")).exclude(state=PlanState.DISCARDED)))
        case "unsupervised":
            return Q(supervisor=None)
    return Q()


class BoardViewForm(forms.ModelForm):
    """The name of a view."""

    class Meta:
        model = BoardView
        fields = ["name"]

    def _get_validation_exclusions(self) -> set[str]:
        """A view that gets another name must not get that of another view; a new one of a known name replaces it."""
        found: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return found - {"person"} if self.instance.pk else found


class SeveralForm(forms.Form):
    """Which departures were ticked, and what is to be done with them."""

    NAME, REMIND = "name", "remind"

    ids = forms.TypedMultipleChoiceField(coerce=int, error_messages={"required": _("Tick a departure first.")})
    deed = forms.ChoiceField(choices=[(NAME, NAME), (REMIND, REMIND)])
    supervisor = forms.ModelChoiceField(User.objects.none(), required=False)

    def __init__(self, data: Any, *, departures: Collection[int], people: "QuerySet[User]") -> None:
        super().__init__(data)
        self.fields["ids"].choices = [(pk, pk) for pk in departures]  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Naming takes a name."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("deed") == self.NAME and not found.get("supervisor"):
            self.add_error("supervisor", _("Choose who supervises."))
        return found
