"""Forms of activities and tasks."""

from typing import Any

from customers.forms.base import BookForm, made
from customers.models import Activity, Contact, Customer, Deal, Task


class OfCustomer:
    """Offers only the contacts and deals of the record's customer."""

    fields: dict[str, Any]

    def offer_parts(self, customer: Customer | None) -> None:
        """Fill the choices; a record without a customer has no contacts and deals."""
        if "contact" in self.fields:
            self.fields["contact"].queryset = Contact.objects.filter(customer=customer)
        self.fields["deal"].queryset = Deal.objects.filter(customer=customer) if customer else Deal.objects.none()


class ActivityForm(OfCustomer, BookForm):
    """A call, visit, mail or note."""

    class Meta:
        model = Activity
        formfield_callback = made
        fields = ["kind", "at", "subject", "contact", "deal", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_parts(self.instance.customer)


class TaskForm(OfCustomer, BookForm):
    """Something somebody still has to do."""

    class Meta:
        model = Task
        formfield_callback = made
        fields = ["title", "due_on", "owner", "deal", "note", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_parts(self.instance.customer)
        if self.instance.pk is None:
            del self.fields["state"]
