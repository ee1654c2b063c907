"""The form of a deal."""

from django.utils.translation import gettext_lazy as _

from customers.forms.base import BookForm, CustomerField
from customers.models import Deal


class DealForm(BookForm[Deal]):
    """A sale in the making."""

    customer = CustomerField(label=_("Customer"), required=False)

    class Meta:
        model = Deal
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
