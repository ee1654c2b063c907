"""What is said about references to a leaver: which of them, what shall be done, to whom, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from handover.actions.references import Choice, Settlement
from handover.models import ReferenceKind
from web.forms import Filter, SearchInput
from web.typed import as_id

ALL = ":all"


class ReferenceFilter(Filter):
    """Which references of a kind the list shows, from the URL; `who` narrows the people offered."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=SearchInput(_("Name")))
    left = forms.BooleanField(label=_("Left as they are"), required=False)
    who = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)


class SettlementForm(forms.Form):
    """One deed on the ticked rows, or with `:all` on all that match."""

    deed = forms.ChoiceField(choices=[(deed + ending, "") for deed in Settlement for ending in ("", ALL)])
    to = forms.CharField(required=False)
    reason = forms.CharField(required=False, max_length=2000)

    def clean_to(self) -> User | None:
        """The person, if one was chosen."""
        return User.objects.filter(pk=as_id(self.cleaned_data["to"])).first()

    def said(self) -> dict[str, Any]:
        """What `references.settle` is told."""
        given = self.cleaned_data
        return {"deed": given["deed"].removesuffix(ALL), "to": given["to"], "reason": given["reason"]}

    def choice(self, kind: ReferenceKind, ticked: list[str], typed: str) -> Choice:
        """Which references are meant."""
        every = self.cleaned_data["deed"].endswith(ALL)
        return Choice(kind, None if every else [as_id(row) for row in ticked], typed)
