"""Forms of inherited customers: the inbox's filter, many at once, and what is said in words."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from customers.models import Activity, ActivityKind, Contact, Customer, Grade
from handover.models import Inheritance, PromiseOutcome
from handover.models.inheritance import InheritanceQuerySet
from web.forms import Filter, SearchInput

#: What counts as contact with a customer.
CONTACTS = (ActivityKind.CALL, ActivityKind.VISIT, ActivityKind.MAIL)
GRADES = [("", _("Any grade")), *Grade.choices]


class InboxFilter(Filter):
    """What the inbox is narrowed to, from the URL."""

    q = forms.CharField(label=_("Customer"), required=False, widget=SearchInput(_("Customer")))
    grade = forms.ChoiceField(label=_("Grade"), required=False, choices=GRADES)
    giver = forms.ModelChoiceField(
        label=pgettext_lazy("owner", "From"), required=False, queryset=User.objects.none(), empty_label=_("From all")
    )
    quiet = forms.BooleanField(label=_("No first contact yet"), required=False)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, rows: InheritanceQuerySet, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.rows = rows
        field: Any = self.fields["giver"]
        field.queryset = User.objects.filter(pk__in=rows.order_by().values("from_owner"))

    def narrowed(self) -> InheritanceQuerySet:
        """The rows the URL asks for."""
        wanted, rows = self.wanted(), self.rows
        if grade := wanted.get("grade"):
            rows = rows.filter(customer__grade=grade)
        if giver := wanted.get("giver"):
            rows = rows.filter(from_owner=giver)
        if wanted.get("quiet"):
            rows = rows.without_contact()
        if typed := wanted.get("q"):
            rows = rows.filter(customer__in=Customer.objects.matching(typed).values("pk"))
        return rows


class AcceptManyForm(forms.Form):
    """Take on the ticked rows, or all small ones."""

    which = forms.ChoiceField(choices=[("ticked", ""), ("small", "")])
    row = forms.ModelMultipleChoiceField(queryset=Inheritance.objects.none(), required=False)

    def __init__(self, data: QueryDict, rows: InheritanceQuerySet) -> None:
        super().__init__(data)
        field: Any = self.fields["row"]
        field.queryset = rows


class WordsForm(forms.Form):
    """A question, a reason or an answer."""

    text = forms.CharField(
        label=_("In words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PromiseForm(forms.Form):
    """What became of a promise."""

    outcome = forms.ChoiceField(choices=PromiseOutcome.choices)
    note = forms.CharField(required=False, max_length=2000)


class ContactForm(forms.Form):
    """A call, visit or mail that was just made: with whom, and what came of it in a sentence."""

    kind = forms.ChoiceField(
        label=_("What it was"), choices=[(kind, kind.label) for kind in CONTACTS], widget=forms.RadioSelect
    )
    contact = forms.ModelChoiceField(
        label=_("With whom"), queryset=Contact.objects.none(), required=False, empty_label=_("Somebody else")
    )
    subject = forms.CharField(label=_("What came of it"), max_length=200)

    def __init__(self, data: QueryDict | None = None, *, customer: Customer) -> None:
        super().__init__(data, initial={"kind": ActivityKind.CALL})
        self.customer = customer
        field: Any = self.fields["contact"]
        field.queryset = Contact.objects.filter(customer=customer)

    def activity(self, *, by: User, at: datetime.datetime) -> Activity:
        """What is to be logged."""
        return Activity(customer=self.customer, by=by, at=at, **self.cleaned_data)
