"""Whatever stands in a query string or an id, no address fails on our side."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from customers.models import Customer, Import
from handover.models import Departure, Plan
from tests.handover.conftest import book, plan
from tests.house.addresses import Address, every

__all__ = ["book", "plan"]

HUGE = "9" * 30
VALUES = ("x", "\x00", "-1", HUGE, "9" * 5000, "1e400", "NaN", "٣", "0001-01-01T00:00:00+14:00")
#: Everything any list narrows, sorts or pages by.
NAMES = (
    *("q", "who", "owner", "mine", "grade", "status", "industry", "territory", "region", "state", "stage", "closing"),
    *(
        "sort",
        "size",
        "after",
        "before",
        "older",
        "cursor",
        "page_size",
        "kind",
        "show",
        "tab",
        "team",
        "office",
        "role",
    ),
    *("customer", "deal", "contact", "product", "parent", "by", "since", "until", "verb", "updated_since", "source"),
    *("source_id", "due_until", "closing_from", "closing_until", "ends_until", "ordered_from", "record", "from_owner"),
    *("to_owner", "move", "why", "departure", "successor", "verdict", "section", "responsible", "overdue", "leaver"),
    *("unread", "email", "has_access", "is_senior", "manager", "unassigned", "renewal", "supervisor", "next", "format"),
    *("number", "series", "name", "code", "language", "newest", "ids", "strategy", "person"),
)
#: What the forms of pages read one by one.
FORM_NAMES = (
    "q",
    "who",
    "owner",
    "industry",
    "closing",
    "sort",
    "size",
    "after",
    "older",
    "successor",
    "customer",
    "kind",
)


@pytest.fixture
def ids(departure: Departure, plan: Plan, manager: User, make_customer: Callable[..., Customer]) -> dict[str, int]:
    """What the parts of an address may name; anything else is 0."""
    item = departure.items.first()
    assert item is not None
    run = Import.objects.create(by=manager)
    return {"departure": departure.pk, "plan": plan.pk, "item": item.pk, "import": run.pk, "person": manager.pk}


def _read(client: Client, address: str) -> int:
    cache.clear()
    client.raise_request_exception = False
    return int(client.get(address).status_code)


def _lists(ids: dict[str, int]) -> list[str]:
    """The addresses that read a query string: all without an id, and those of the departure at hand."""
    plain = [a.url for a in every() if "<" not in a.route and "(?P" not in a.route and "GET" in a.methods()]
    of_departure = [f"/handovers/{ids['departure']}/{tab}" for tab in ("", "plan/", "checklist/", "verification/")]
    of_departure += [f"/handovers/{ids['departure']}/{tab}" for tab in ("timeline/", f"checklist/{ids['item']}/")]
    by_rest = [f"departures/{ids['departure']}/{part}/" for part in ("checklist", "plans", "verifications")]
    by_rest += [f"departures/{ids['departure']}/transitions/", f"plans/{ids['plan']}/assignments/"]
    by_rest += [f"imports/{ids['import']}/refused-rows/"]
    return [url for url in plain + of_departure + [f"/api/v1/{part}" for part in by_rest] if "logout" not in url]


def _tried(value: str) -> str:
    return urlencode(dict.fromkeys(NAMES, value))


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value[:12]))
def test_a_query_string_full_of_it_breaks_nothing(
    value: str, ids: dict[str, int], admin: User, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> None:
    page, program = sign_in(admin), api(admin)
    clients = {url: program if url.startswith("/api/") else page for url in _lists(ids)}
    failed = [url for url, client in clients.items() if _read(client, f"{url}?{_tried(value)}") >= 500]
    assert not failed


def test_each_filter_of_a_page_alone_breaks_nothing(
    ids: dict[str, int], manager: User, sign_in: Callable[[User], Client]
) -> None:
    """One name at a time: another one's mistake must not keep a form from being used."""
    page = sign_in(manager)
    lists = ["/customers/", "/deals/", "/handovers/", "/people/", f"/handovers/{ids['departure']}/plan/"]
    lists.append(f"/handovers/{ids['departure']}/verification/")
    tried = [f"{url}?{urlencode({name: chr(0)})}" for url in lists for name in FORM_NAMES]
    assert not [url for url in tried if _read(page, url) >= 500]


def _with_ids(address: Address, value: str) -> str:
    return "/".join(value if part == "0" else part for part in address.url.split("/"))


@pytest.mark.parametrize("value", [HUGE, str(2**63), "-1"], ids=lambda value: value[:12])
def test_an_id_beyond_reason_does_not_exist(
    value: str, admin: User, sign_in: Callable[[User], Client], api: Callable[..., APIClient]
) -> None:
    page, program = sign_in(admin), api(admin)
    tried = {_with_ids(address, value): address for address in every() if address.url != _with_ids(address, value)}
    answers = {url: _read(program if "/api/" in url else page, url) for url in tried}
    assert not {url: answer for url, answer in answers.items() if answer not in (302, 403, 404, 405)}


def test_what_buttons_send_breaks_nothing(
    ids: dict[str, int], manager: User, sign_in: Callable[[User], Client]
) -> None:
    page = sign_in(manager)
    page.raise_request_exception = False
    at = f"/handovers/{ids['departure']}"
    sent: list[tuple[str, dict[str, str]]] = [
        (f"{at}/transition/", {"verb": "withdraw", "reason": "\x00"}),
        *((f"{at}/supervisor/", {"supervisor": value}) for value in VALUES),
        *((f"{at}/plan/assignments/", {"ids": value, "successor": value}) for value in (*VALUES, "²")),
        *(
            (f"{at}/verification/all/", {"which": "ticked", "verdict": "stated", "row": value})
            for value in (*VALUES, "²")
        ),
        *(("/notices/read/", {"newest": value}) for value in VALUES),
    ]
    for url, data in sent:
        assert page.post(url, data).status_code in (302, 404), (url, data)


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "x"])
def test_what_can_not_be_answered_in_that_form_is_refused_in_words(
    accept: str, admin: User, api: Callable[..., APIClient]
) -> None:
    for path in ("customers/", "departures/0/", "schema/"):
        answer = api(admin).get(f"/api/v1/{path}", HTTP_ACCEPT=accept)
        assert answer.status_code in (404, 406), path
        assert answer["Content-Type"] == "application/problem+json"
