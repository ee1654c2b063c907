"""What the book's forms share: choices within the person's scope, and the guard against overwriting somebody."""

import datetime
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from customers import access
from customers.models import Customer
from web.forms import DayInput, MomentField


class CustomerField(forms.CharField):
    """A customer by code or full name: a list of a million to choose from helps nobody.

    `among` says which customers a person may choose from; without it, those they see.
    """

    def __init__(self, *, among: Callable[[User], QuerySet[Customer]] | None = None, **kwargs: Any) -> None:
        self.among = among
        self.user: User | None = None
        self.kept: Customer | None = None
        super().__init__(max_length=200, help_text=_("Type the customer's code or full name."), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The code of a stored customer, or what was typed."""
        return Customer.objects.get(pk=value).code if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """The one customer of this code or name in the person's scope (or kept as it was), None for an empty field."""
        typed = super().clean(value)
        if not typed or self.user is None:
            return None
        if self.kept is not None and self.kept.code == typed:
            return self.kept
        mine = self.among(self.user) if self.among else access.records(self.user, Customer)
        found = list(mine.filter(code__iexact=typed)[:2]) or list(mine.filter(name=typed)[:2])
        if len(found) != 1:
            raise ValidationError(_("There is no such customer among those you see."), code="unknown_customer")
        return found[0]


def made(field: "Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """A model field's form field, with the browser's calendars; what each form's Meta names `formfield_callback`."""
    if isinstance(field, models.DateTimeField):
        return field.formfield(form_class=MomentField, **kwargs)
    found: Any = field.formfield(**kwargs)
    if isinstance(found, forms.DateField):
        found.widget = DayInput()
    elif isinstance(found, forms.CharField) and isinstance(found.widget, forms.Textarea):
        found.widget.attrs["rows"] = 4
    return found


class BookForm(forms.ModelForm):
    """A form for one record of the book. Subclasses list `fields` in Meta; `owner` shows on a new record only."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance.pk is None:
            del self.fields["seen"]
        else:
            self.fields.pop("owner", None)
            self.initial["seen"] = self.instance.updated_at.isoformat()
        for name, field in self.fields.items():
            if isinstance(field, CustomerField):
                field.user, field.kept = user, getattr(self.instance, name)
        if "owner" in self.fields:
            self._offer_owners()

    def _offer_owners(self) -> None:
        owner: Any = self.fields["owner"]
        owner.queryset = access.possible_owners(self.user)
        owner.initial = self.user.pk
        if not self.user.teams_led.exists() and owner.queryset.count() <= 1:
            owner.widget, owner.required = forms.HiddenInput(), False

    def clean_owner(self) -> User:
        """The chosen owner, or the person themselves."""
        chosen: User = self.cleaned_data.get("owner") or self.user
        return chosen

    def clean_seen(self) -> datetime.datetime | None:
        """When the record had last been changed as this form was opened."""
        try:
            return datetime.datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def changes(self) -> dict[str, Any]:
        """What was entered, by field of the record."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def compare(self) -> list[tuple[str, str]]:
        """After a refusal because somebody was quicker: what stands in the record now where it differs from what was
        entered, as (label, value); saving again is then meant.
        """
        now = type(self.instance)._default_manager.get(pk=self.instance.pk)
        self.data = {
            **{name: self.data[name] for name in self.data},
            self.add_prefix("seen"): now.updated_at.isoformat(),
        }
        return [
            (str(self.fields[name].label), shown(now, name))
            for name, value in self.changes().items()
            if getattr(now, name) != value
        ]


def shown(record: Model, name: str) -> str:
    """A field's value as a person reads it."""
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "—" if value in (None, "") else str(value)
