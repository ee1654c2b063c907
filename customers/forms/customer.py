"""Forms about a customer, the people there and the colleagues who work with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from customers import access
from customers.forms.base import BookForm, CustomerField, made
from customers.models import AccountTeamMember, Contact, Customer


class CustomerForm(BookForm):
    """A firm we sell to."""

    parent = CustomerField(label=_("Belongs to"), required=False)

    class Meta:
        model = Customer
        formfield_callback = made
        fields = [
            "name",
            "code",
            "grade",
            "status",
            "owner",
            "industry",
            "region",
            "territory",
            "address",
            "annual_value",
            "currency",
            "parent",
            "next_step",
            "next_step_on",
        ]

    def clean_parent(self) -> Customer | None:
        """A customer does not belong to itself."""
        parent: Customer | None = self.cleaned_data["parent"]
        if parent is not None and parent.pk == self.instance.pk:
            raise forms.ValidationError(_("A customer does not belong to itself."), code="own_parent")
        return parent


class ContactForm(BookForm):
    """A person at a customer."""

    class Meta:
        model = Contact
        formfield_callback = made
        fields = ["name", "title", "role", "email", "phone", "preferred_channel", "preferred_time", "note"]


class SeatForm(forms.ModelForm):
    """A colleague who works with a customer."""

    class Meta:
        model = AccountTeamMember
        fields = ["user", "role"]
        labels = {"user": _("Colleague"), "role": _("What they do there")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["user"]
        chosen.queryset = access.colleagues(user)
