"""The forms of a meeting: when, where, who and about whom; and afterwards what was said."""

import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from customers.models import Contact, Customer, Grade
from handover.actions.meetings import Wanted
from handover.briefings import rights as briefing_rights
from handover.meetings import groups, rights
from handover.models import Departure, Meeting, MeetingKind
from web.forms import MomentField, TicksInGroups

#: So many customers can be ticked; the most important ones, and those an address names.
OFFERED = 400
#: So many of grade A are ticked from the beginning.
TICKED = 60
KINDS = [(kind.value, capfirst(kind.label)) for kind in MeetingKind]
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)


def _lengths() -> list[tuple[int, str]]:
    return [(n, ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}) for n in LENGTHS]


class MeetingForm(forms.Form):
    """A meeting to be called or changed. `named`: customers that are offered whatever their grade."""

    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS, widget=forms.RadioSelect)
    starts_at = MomentField(label=_("Begins"))
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        coerce=int,
        choices=_lengths,
        initial=60,
    )
    place = forms.CharField(label=_("Where"), max_length=200, help_text=_("A room, an address or a link."))
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Colleagues"), widget=forms.CheckboxSelectMultiple
    )
    customers = forms.ModelMultipleChoiceField(
        Customer.objects.none(), label=_("Customers to talk about"), widget=TicksInGroups
    )
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        label=_("From the customer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who has an e-mail address gets the invitation by mail."),
    )
    agenda = forms.CharField(
        label=_("What to talk about"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who is asked reads this."),
    )

    def __init__(
        self, data: Any = None, *, departure: Departure, user: User, named: list[int], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        offered = rights.customers(user, departure)
        important = offered.order_by("grade", "-annual_value", "pk").values_list("pk", flat=True)[:OFFERED]
        ids = [*named, *important]
        self._offer("people", rights.people(departure))
        self._offer_customers(departure, offered.filter(pk__in=ids).order_by("grade", "name", "pk"))
        contacts = Contact.objects.filter(customer__in=offered.filter(pk__in=named)).order_by(
            "customer_id", "name", "pk"
        )
        self._offer("contacts", contacts)
        if not named or not contacts.exists():
            del self.fields["contacts"]

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def _offer_customers(self, departure: Departure, rows: QuerySet[Customer]) -> None:
        self._offer("customers", rows)
        field, grouped = cast(Any, self.fields["customers"]), groups.groups(departure, rows)
        field.widget.groups, field.choices = grouped, [(each.label, each.choices) for each in grouped]

    def wanted(self) -> Wanted:
        """What was asked for."""
        said = self.cleaned_data
        return Wanted(
            kind=MeetingKind(said["kind"]),
            starts_at=said["starts_at"],
            ends_at=said["starts_at"] + datetime.timedelta(minutes=said["minutes"]),
            place=said["place"],
            agenda=said["agenda"],
            customers=list(said["customers"]),
            people=list(said["people"]),
            contacts=list(said.get("contacts", ())),
        )


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """What the form of a meeting there is begins with."""
    return {
        "kind": meeting.kind,
        "starts_at": meeting.starts_at,
        "minutes": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
        "place": meeting.place,
        "agenda": meeting.agenda,
        "people": [guest.person_id for guest in meeting.guests.all() if guest.person_id],
        "contacts": [guest.contact_id for guest in meeting.guests.all() if guest.contact_id],
        "customers": [line.customer_id for line in meeting.lines.all()],
    }


def initial_of_new(departure: Departure, kind: str, named: list[int]) -> dict[str, Any]:
    """What the form of a new meeting begins with: everybody of the handover, and grade A or who is named."""
    grade_a = briefing_rights.customers(departure).filter(grade=Grade.A).order_by("-annual_value", "pk")
    return {
        "kind": kind if kind in MeetingKind.values else MeetingKind.HANDOVER,
        "people": list(rights.people(departure).values_list("pk", flat=True)),
        "customers": named or list(grade_a.values_list("pk", flat=True)[:TICKED]),
        "contacts": [],
    }


class ReasonForm(forms.Form):
    """Why a meeting is off, or did not take place."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, help_text=_("Everybody who is asked reads this."), widget=forms.TextInput()
    )
