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
#: What is found only below what it belongs to, whose name stands in the path before it: by that, the model and what
#: it calls it.
BELOW = {
    ("departures", "document"): ("handover.HandoverDocument", "departure_id"),
    ("departures", "promise"): ("handover.Promise", "departure_id"),
    ("departures", "question"): ("handover.Question", "departure_id"),
    ("checklist-items", "file"): ("handover.Evidence", "item_id"),
    ("webhooks", "id"): ("notices.Delivery", "endpoint_id"),
}


@cache
def there(label: str) -> list[int]:
    """The ids of a model in the demo firm, which every example finds unchanged."""
    return list(apps.get_model(label)._default_manager.order_by("pk").values_list("pk", flat=True)[:200])


@cache
def below(label: str, parent: str) -> list[tuple[int, int]]:
    """The ids of a model, each with that of what it belongs to."""
    rows = apps.get_model(label)._default_manager.exclude(**{parent: None})
    return list(rows.order_by("pk").values_list("pk", parent)[:200])


def for_path(path: str, choose: Choose) -> dict[str, int]:
    """Ids for the names in a path, as far as there are any."""
    parts = path.strip("/").removeprefix("api/v1/").split("/")
    found: dict[str, int] = {}
    above = ""
    for before, part in pairwise(parts):
        name = part.strip("{}")
        if not part.startswith("{"):
            continue
        label = OF_BODIES.get(name) or OF_PATHS.get(before, "")
        if above and (parts[0], name) in BELOW:
            if pairs := below(*BELOW[parts[0], name]):
                found[name], found[above] = choose(pairs)
        elif label and there(label):
            found[name] = choose(there(label))
        above = name
    return found


@cache
def known(label: str) -> list[tuple[str, str]]:
    """Some records by what another system calls them."""
    model: Any = apps.get_model(label)
    return list(model.objects.exclude(source_id="").order_by("pk").values_list("source", "source_id")[:3])


def for_body(path: str, body: dict[str, Any], choose: Choose) -> dict[str, Any]:
    """The body with ids that there are, wherever one was made up."""
    found = dict(body)
    label = OF_PATHS.get(path.strip("/").rpartition("/")[2], "")
    if "source_id" in found and label and (pairs := known(label)):
        given = (found.get("source", ""), found["source_id"])
        found["source"], found["source_id"] = choose([given, *pairs])
    for name, value in body.items():
        if (named := OF_BODIES.get(name)) and there(named):
            if isinstance(value, int) and not isinstance(value, bool):
                found[name] = choose(there(named))
            elif isinstance(value, list) and value and all(isinstance(each, int) for each in value):
                found[name] = [choose(there(named)) for _each in value[:5]]
    return found
