"""The questions about a seat still to be filled: what it is, who stands in, and who was hired."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from handover.actions import plans
from handover.models import Departure, Plan, Vacancy
from web.forms import DayInput


class SeatForm(forms.ModelForm):
    """A seat, and who looks after its records until somebody is hired."""

    interim = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who looks after the customers until then?"),
        empty_label=_("Choose a person"),
    )
    field_order = ["title", "interim"]

    class Meta:
        model = Vacancy
        fields = ["title", "team", "office", "capacity", "opens_on"]
        widgets = {"opens_on": DayInput()}

    def __init__(self, data: Any = None, *, plan: Plan, reader: User) -> None:
        near = plan.departure.leaver if isinstance(plan.occasion, Departure) and plan.departure else plan.giver
        initial = {"team": near.team_id, "office": near.office_id} if near else {}
        super().__init__(data, initial=initial)
        interim: Any = self.fields["interim"]
        interim.queryset = plans.possible_successors(plan.occasion, reader).order_by("name", "pk")


class FillForm(forms.Form):
    """Who was hired."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Who is the new person?"), empty_label=_("Choose a person")
    )

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data)
        person: Any = self.fields["person"]
        person.queryset = people
