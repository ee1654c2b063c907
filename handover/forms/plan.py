"""What a planner says: who takes over and how it is proposed, which lines are meant, who gets them."""

import datetime
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Grade
from handover.actions import plans
from handover.models import Occasion, Plan, Strategy
from handover.models.plan import AssignmentQuerySet
from web.forms import DayInput, Filter
from web.typed import as_id

#: Beyond this many records an approval asks for the number.
COUNTED_FROM = 100
KINDS = {kind.name.lower(): kind for kind in RecordKind}


class ProposalForm(forms.Form):
    """Who shall take over, and what the proposal aims at."""

    successors = forms.ModelMultipleChoiceField(
        User.objects.none(), label=gettext_lazy("Who takes over"), widget=forms.CheckboxSelectMultiple
    )
    strategy = forms.ChoiceField(
        label=gettext_lazy("Aim for"), choices=Strategy.choices, initial=Strategy.BEST_FIT, required=False
    )

    def __init__(self, *args: Any, occasion: Occasion, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successors"]
        field.queryset = plans.possible_successors(occasion, reader)

    def clean_strategy(self) -> str:
        """The strategy, best fit when none was said."""
        return str(self.cleaned_data["strategy"] or Strategy.BEST_FIT)


class LineFilter(Filter):
    """Which lines of a plan are meant: by the URL of a list, or by the `filter` of a bulk change."""

    kind = forms.ChoiceField(choices=[(name, name) for name in KINDS], required=False)
    grade = forms.ChoiceField(choices=Grade.choices, required=False)
    territory = forms.CharField(required=False)
    industry = forms.CharField(required=False)
    successor = forms.IntegerField(required=False)
    customer = forms.IntegerField(required=False)
    unassigned = forms.BooleanField(required=False)
    locked = forms.BooleanField(required=False)
    held = forms.BooleanField(required=False)
    closes_week = forms.BooleanField(required=False)
    closing = forms.BooleanField(required=False)
    closing_week = forms.BooleanField(required=False)
    renewal = forms.BooleanField(required=False)
    silent = forms.BooleanField(required=False)

    def narrow(self, lines: AssignmentQuerySet, today: datetime.date) -> AssignmentQuerySet:
        """The lines that match; what was not understood counts as not asked for."""
        return lines.matching(self.wanted(), today)


class Change(StrEnum):
    """What can be done to lines beside giving them to somebody."""

    NOBODY = "nobody"  # takes them over yet
    KEEP = "keep"  # them as they are in a new proposal
    RELEASE = "release"  # them for a new proposal


class AssignForm(forms.Form):
    """Lines and what becomes of them: ticked ones, all of a filter, or one line by its own choice."""

    ids = forms.TypedMultipleChoiceField(coerce=int, required=False)
    everything = forms.BooleanField(required=False)
    successor = forms.CharField()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        ids = self.data.getlist("ids") if hasattr(self.data, "getlist") else []
        offered: Any = self.fields["ids"]
        offered.choices = [(pk, pk) for pk in ids if as_id(pk)]

    def clean_successor(self) -> User | Change:
        """A successor of the plan, or another change."""
        asked = self.cleaned_data["successor"]
        if asked in set(Change):
            return Change(asked)
        found = self.plan.successors.select_related("user").filter(user=as_id(asked)).first()
        if found is None:
            raise forms.ValidationError(_("Choose one of the successors of this plan."))
        return found.user


class HoldForm(forms.Form):
    """Until when the leaver keeps deals; `ids` are the lines that were ticked."""

    held_until = forms.DateField(label=gettext_lazy("Until the end of"), widget=DayInput())

    def __init__(self, data: Any = None, *, plan: Plan, sent: Any) -> None:
        super().__init__(data, initial={"held_until": plan.leaving.last_day_on})
        self.ids = [found for pk in sent.getlist("ids") if (found := as_id(pk))]
        self.fields["held_until"].required = "clear" not in sent


class ApprovalForm(forms.Form):
    """The yes to a plan; a large one asks for its number of records, so that nobody approves by reflex."""

    count = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, records: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.records = records

    @property
    def asks_count(self) -> bool:
        """Whether the number has to be typed."""
        return self.records > COUNTED_FROM

    def clean(self) -> dict[str, Any]:
        """The number typed has to be the plan's."""
        cleaned = super().clean() or {}
        if self.asks_count and cleaned.get("count") != self.records:
            self.add_error("count", _("This plan moves %(n)s records. Type that number.") % {"n": self.records})
        return cleaned
