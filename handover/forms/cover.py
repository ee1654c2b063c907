"""The questions about an interim cover: who, from when until when, and what comes after."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from handover.actions import covers
from handover.actions.covers import Days
from handover.models import CoverEnd, Departure
from web.errors import Refused
from web.forms import DayInput

#: How long a cover lasts when nobody knows the end of the gap.
USUAL = datetime.timedelta(days=13)


class CoverForm(forms.Form):
    """An interim cover for customers that are chosen beside it."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who covers?"), empty_label=_("Choose a person"))
    first_on = forms.DateField(label=_("First day"), widget=DayInput())
    last_on = forms.DateField(label=_("Until, this day included"), widget=DayInput())
    at_end = forms.ChoiceField(
        label=_("What happens after that day?"),
        choices=[
            (CoverEnd.REVERT.value, _("It goes back to the owner by itself")),
            (CoverEnd.STAY.value, _("It becomes permanent by itself: who covered is the owner then")),
        ],
        widget=forms.RadioSelect,
        initial=CoverEnd.REVERT.value,
    )

    def __init__(self, data: Any = None, *, departure: Departure, reader: User, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        person: Any = self.fields["person"]
        person.queryset = covers.candidates(departure, reader)

    @property
    def days(self) -> Days:
        return Days(self.cleaned_data["first_on"], self.cleaned_data["last_on"])

    def refuse(self, problem: Refused) -> None:
        """Say at its field why it can't be."""
        fields = {"cover_person": "person", "cover_days": "last_on"}
        code = getattr(problem, "code", "") or ""
        self.add_error(fields.get(code), problem)
