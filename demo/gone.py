"""Customers an import brought whose owner had left before: nobody looks after them yet."""

from accounts.models import User
from accounts.permissions import Role
from customers.models import Customer, Deal

NAMES = (("Prairie Pump Works", "Prairie pumps"), ("Lakeshore Bearings", "Bearing frame order"))


def seed_gone() -> None:
    """Somebody without access who still owns two customers, each with an open deal."""
    gone = User.objects.create_user("tom.reyes@import.invalid", None, name="Tom Reyes", role=Role.REP, is_active=False)
    for number, (name, deal) in enumerate(NAMES, 1):
        customer = Customer.objects.create(code=f"X-{number}", name=name, owner=gone, currency="USD")
        Deal.objects.create(name=deal, customer=customer, owner=gone, currency="USD", amount=18_000 * number)
