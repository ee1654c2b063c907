"""The forms of the people pages."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import access
from accounts.models import Office, Team, User
from accounts.permissions import Role
from accounts.wording import KINDS
from web.currency import Currency
from web.forms import DayInput, Filter, MomentField, SearchInput

ACCESS = [("open", pgettext_lazy("access", "open")), ("ended", _("ended")), ("placeholder", _("not invited yet"))]


class PeopleFilter(Filter):
    """What the list of people is narrowed to; every field may be empty."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=100,
        widget=SearchInput(_("Name or address")),
    )
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("Every team"))
    role = forms.ChoiceField(label=_("Role"), required=False)
    office = forms.ModelChoiceField(
        Office.objects.all(), label=_("Office"), required=False, empty_label=_("Every office")
    )
    access = forms.ChoiceField(label=_("Access"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["role"].choices = [("", _("Every role")), *Role.choices]
        fields["access"].choices = [("", _("Any access")), *ACCESS]


class PersonForm(forms.ModelForm):
    """What somebody is in the firm."""

    capacity_currency = forms.ChoiceField(
        label=_("Currency of the open value"), choices=Currency.choices, required=False
    )

    class Meta:
        model = User
        fields = [
            *("name", "title", "role", "team", "office"),
            *("capacity", "capacity_value", "capacity_currency", "weekly_visits", "is_senior"),
        ]

    def clean_capacity_currency(self) -> str:
        """The currency as it was, when none was given."""
        return str(self.cleaned_data["capacity_currency"] or self.instance.capacity_currency)


class InviteForm(PersonForm):
    """A new person with an address of their own."""

    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["name", "email"]

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "language"]


class AddressForm(forms.Form):
    """The address somebody signs in with."""

    email = forms.EmailField(label=_("E-mail"))


class EndAccessForm(forms.Form):
    """When the access ends; at once when left empty."""

    ends_at = MomentField(
        label=_("Access ends"),
        required=False,
        help_text=_("At once when left empty."),
    )

    def moment(self, now: datetime.datetime) -> datetime.datetime:
        """The moment asked for, `now` when none was given."""
        return self.cleaned_data["ends_at"] or now


class TeamForm(forms.ModelForm):
    """A team: its name, its place in the tree and who leads it."""

    manager = forms.ModelChoiceField(User.objects.all(), label=_("Manager"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        manager: Any = self.fields["manager"]
        manager.queryset = access.leaders() | User.objects.filter(pk=self.instance.manager_id)

    class Meta:
        model = Team
        fields = ["name", "parent", "manager", "office"]


class AuditFilter(Filter):
    """What the audit trail is narrowed to."""

    by = forms.ModelChoiceField(User.objects.all(), label=_("Who"), required=False, empty_label=_("Everybody"))
    verb = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("To"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(KINDS.items(), key=lambda kind: str(kind[1]))
        verb: Any = self.fields["verb"]
        verb.choices = [("", _("Everything")), *kinds]
