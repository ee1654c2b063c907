"""What the tests of inherited customers share."""

from accounts.models import User
from customers.models import Customer
from handover.models import Assignment, Inheritance, Verification


def of(customer: Customer, successor: User) -> Inheritance:
    """The row of a customer, which is `successor`'s from now on."""
    for rows in (Inheritance.objects, Assignment.objects):
        rows.filter(customer=customer).update(successor=successor)
    Verification.objects.filter(customer=customer).update(successor=successor)
    return Inheritance.objects.timed().get(customer=customer)


def names(successor: User) -> set[str]:
    """The customers that come to `successor`."""
    return set(Inheritance.objects.of(successor).values_list("customer__name", flat=True))
