"""The form that hands one record to a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from customers import access
from customers.models import Owned


class OwnerForm(forms.Form):
    """To whom a record goes: somebody of the person's scope who can receive it, but not who has it now."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("New owner"), empty_label=_("Choose a person"))

    def __init__(self, *args: Any, user: User, record: Owned, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["to"]
        chosen.queryset = access.possible_owners(user).exclude(pk=record.owner_id)
        self.has_receivers = chosen.queryset.exists()
