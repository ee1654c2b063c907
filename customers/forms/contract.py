"""Forms of contracts and orders."""

from customers.forms.base import BookForm
from customers.models import Contract, Order


class ContractForm(BookForm[Contract]):
    """A signed agreement, or one being drafted."""

    class Meta:
        model = Contract
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


class OrderForm(BookForm[Order]):
    """Something the customer bought."""

    class Meta:
        model = Order
        fields = ["number", "product", "description", "ordered_on", "amount", "currency"]
