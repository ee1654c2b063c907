"""Forms of contracts and orders."""

from customers.forms.base import BookForm, made
from customers.models import Contract, Order


class ContractForm(BookForm):
    """A signed agreement, or one being drafted."""

    class Meta:
        model = Contract
        formfield_callback = made
        fields = [
            "number",
            "title",
            "owner",
            "state",
            "starts_on",
            "ends_on",
            "renewal_notice_on",
            "amount",
            "paid",
            "currency",
        ]


class OrderForm(BookForm):
    """Something the customer bought."""

    class Meta:
        model = Order
        formfield_callback = made
        fields = ["number", "product", "description", "ordered_on", "amount", "currency"]
