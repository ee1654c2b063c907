"""Ids that there are, for the names in paths and bodies: made-up numbers would meet nothing but 404."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from django.apps import apps

Choose = Callable[[list[Any]], Any]

#: What `{id}` stands for, by the part of the path before it, and any other name for itself.
OF_PATHS = {
    "activities": "customers.Activity",
    "checklist-items": "handover.ChecklistItem",
    "connections": "customers.Connection",
    "contacts": "customers.Contact",
    "contracts": "customers.Contract",
    "customers": "customers.Customer",
    "deals": "customers.Deal",
    "deliveries": "notices.Delivery",
    "departures": "handover.Departure",
    "imports": "customers.Import",
    "moves": "handover.Move",
    "notices": "notices.Notice",
    "orders": "customers.Order",
    "ownership-changes": "customers.OwnershipChange",
    "plans": "handover.Plan",
    "products": "customers.Product",
    "record-links": "customers.RecordLink",
    "sampled-customers": "handover.SampledCustomer",
    "tasks": "customers.Task",
    "teams": "accounts.Team",
    "tokens": "accounts.ApiToken",
    "transfers": "handover.Transfer",
    "users": "accounts.User",
    "vacancies": "handover.Vacancy",
    "verifications": "handover.Verification",
    "webhooks": "notices.WebhookEndpoint",
}
#: What the members of bodies stand for.
OF_BODIES = {
    "contact": "customers.Contact",
    "customer": "customers.Customer",
    "deal": "customers.Deal",
    "evidence": "handover.Evidence",
    "instead_of": "accounts.User",
    "leaver": "accounts.User",
    "manager": "accounts.User",
    "owner": "accounts.User",
    "parent": "accounts.Team",
    "person": "accounts.User",
    "product": "customers.Product",
    "responsible": "accounts.User",
    "successor": "accounts.User",
    "successors": "accounts.User",
    "supervisor": "accounts.User",
    "user": "accounts.User",
}
#: What belongs to a departure, whose id stands before it.
OF_DEPARTURES = {"promise": "handover.Promise", "question": "handover.Question"}


@cache
def there(label: str) -> list[int]:
    """The ids of a model in the demo firm, which every example finds unchanged."""
    return list(apps.get_model(label)._default_manager.order_by("pk").values_list("pk", flat=True)[:200])


def for_path(path: str, choose: Choose) -> dict[str, int]:
    """Ids for the names in a path, as far as there are any."""
    parts = path.strip("/").split("/")
    found: dict[str, int] = {}
    for before, part in pairwise(parts):
        name = part.strip("{}")
        label = OF_DEPARTURES.get(name) or OF_BODIES.get(name) or OF_PATHS.get(before)
        if part.startswith("{") and label and there(label):
            found[name] = choose(there(label))
            if name in OF_DEPARTURES:
                found["id"] = apps.get_model(label).objects.get(pk=found[name]).departure_id
    return found


def for_body(body: dict[str, Any], choose: Choose) -> dict[str, Any]:
    """The body with ids that there are, wherever one was made up."""
    found = dict(body)
    for name, value in body.items():
        if (label := OF_BODIES.get(name)) and there(label):
            if isinstance(value, int) and not isinstance(value, bool):
                found[name] = choose(there(label))
            elif isinstance(value, list) and value and all(isinstance(each, int) for each in value):
                found[name] = [choose(there(label)) for _each in value[:5]]
    return found
