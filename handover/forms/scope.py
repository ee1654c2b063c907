"""The questions what of a book moves and what stays."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import CustomerStatus
from handover.models import CUSTOMER_FILTERS, SCOPE_FIELDS, ContractScope, DealScope, Plan
from handover.planning import scope, seats


class ScopeForm(forms.Form):
    """What moves by a plan; the filters on customers only where some may stay."""

    moves_deals = forms.ChoiceField(
        label=gettext_lazy("Deals"),
        choices=DealScope.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Closed deals usually stay: who won them remains visible, and figures of the past don't change."
        ),
    )
    moves_contracts = forms.ChoiceField(
        label=gettext_lazy("Contracts"), choices=ContractScope.choices, widget=forms.RadioSelect
    )
    moves_tasks = forms.BooleanField(
        label=gettext_lazy("Open tasks move"),
        required=False,
        help_text=gettext_lazy("Tasks left out have to be finished or handed over before the departure is closed."),
    )
    moves_seats = forms.BooleanField(
        label=gettext_lazy("Seats in account teams move"),
        required=False,
        help_text=gettext_lazy("Seats left out are handed on or ended before the departure is closed."),
    )
    only_grades = forms.MultipleChoiceField(label=gettext_lazy("Grade"), required=False)
    only_statuses = forms.MultipleChoiceField(label=gettext_lazy("Status"), required=False)
    only_territories = forms.MultipleChoiceField(label=gettext_lazy("Territory"), required=False)
    only_industries = forms.MultipleChoiceField(label=gettext_lazy("Industry"), required=False)

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data, initial={name: getattr(plan, name) for name in SCOPE_FIELDS})
        self.keeps = scope.may_keep(plan)
        if not seats.may_move(plan):
            del self.fields["moves_seats"]
        if not self.keeps:
            for name in CUSTOMER_FILTERS:
                del self.fields[name]
            return
        self.fields["moves_tasks"].help_text = ""
        labels: dict[str, Any] = dict(CustomerStatus.choices)
        for name, values in scope.choices(plan).items():
            every = dict.fromkeys([*values, *getattr(plan, name)])
            field: Any = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.choices = [(value, labels.get(value, value) or _("none stated")) for value in every]

    @property
    def filters(self) -> list[forms.BoundField]:
        """The filters on customers that have something to choose from."""
        return [self[name] for name in CUSTOMER_FILTERS if name in self.fields and len(self[name].field.choices) > 1]  # type: ignore[attr-defined]
