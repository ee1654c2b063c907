"""The questions asked when somebody leaves."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from handover import dates, gone_owners, workdays
from handover.dates import Dates
from handover.models import Departure, DepartureKind, Reason
from handover.relations import people
from web.forms import MomentField

USUAL_NOTICE = datetime.timedelta(days=30)


class PersonField(forms.ModelChoiceField):
    """A person by name and team."""

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name} · {person.team.name}" if person.team else person.name


class WhoForm(forms.Form):
    """Who leaves, and how."""

    leaver = PersonField(
        User.objects.none(), label=gettext_lazy("Who is leaving?"), empty_label=gettext_lazy("Choose a person")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of departure is it?"),
        choices=[choice for choice in DepartureKind.choices if choice[0] != DepartureKind.LEAVE],
        help_text=gettext_lazy("A long leave is none: plan it on the person's page, and their customers come back."),
    )
    already_gone = forms.BooleanField(
        label=gettext_lazy("The person is already gone"),
        help_text=gettext_lazy("Then the supervisor stands in for them when records are verified."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaver: Any = self.fields["leaver"]
        leaver.queryset = _can_be_registered(user)

    def clean_leaver(self) -> User:
        leaver: User = self.cleaned_data["leaver"]
        if Departure.objects.open().of(leaver).exists():
            raise forms.ValidationError(_("%(name)s already has an open departure.") % {"name": leaver.name})
        return leaver


def _can_be_registered(user: User) -> "QuerySet[User]":
    """Whoever is here, and who is gone but still owns something."""
    found = people(user).filter(Q(is_active=True) | gone_owners.owning())
    return found.exclude(pk=user.pk).select_related("team").order_by("name", "pk")


class DatesForm(forms.Form):
    """Why, and the four dates. The last two follow from the last working day unless somebody sets them."""

    reason = forms.ChoiceField(label=gettext_lazy("What is the main reason?"), choices=Reason.choices)
    notice_on = forms.DateField(
        label=gettext_lazy("When was notice given?"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last_day_on = forms.DateField(
        label=gettext_lazy("What is the last working day?"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    access_ends_at = MomentField(
        label=gettext_lazy("When does access end?"),
        help_text=gettext_lazy("Left empty: with the last minute of the last working day."),
        required=False,
    )
    effective_at = MomentField(
        label=gettext_lazy("When do the records change hands?"),
        help_text=gettext_lazy("Left empty: at midnight after the last working day."),
        required=False,
    )

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaver = leaver
        self.dates: Dates | None = None

    def clean(self) -> dict[str, Any]:
        """Fill in what follows from the last day as `dates`, then look whether they stand in order."""
        given = super().clean() or {}
        if not self.errors:
            self.dates = dates.complete(given, self.initial if "notice_on" in self.initial else {}, self.leaver)
            for field, problem in dates.problems(self.dates, self.leaver).items():
                self.add_error(field, problem)
        return given


def usual_dates(leaver: User, today: datetime.date, *, already_gone: bool) -> dict[str, Any]:
    """What the form shows before anybody has answered: notice today, the last working day within a month."""
    if already_gone:
        last_day = workdays.shift(today, -1, leaver.office)
        notice = last_day
    else:
        last_day = workdays.shift(today + USUAL_NOTICE, 0, leaver.office)
        notice = today
    return {
        "notice_on": notice,
        "last_day_on": last_day,
        "access_ends_at": dates.access_end(last_day, leaver),
        "effective_at": dates.effective(last_day, leaver),
    }
