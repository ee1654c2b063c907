"""The form of a deal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from customers import access
from customers.forms.base import BookForm, CustomerField, made
from customers.models import Deal


class DealForm(BookForm):
    """A sale in the making."""

    customer = CustomerField(among=access.worked_with, label=_("Customer"), required=False)

    class Meta:
        model = Deal
        formfield_callback = made
        fields = [
            "name",
            "customer",
            "owner",
            "product",
            "stage",
            "state",
            "amount",
            "currency",
            "probability",
            "opened_on",
            "expected_close_on",
            "closed_on",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.instance.customer_id:
            del self.fields["customer"]
