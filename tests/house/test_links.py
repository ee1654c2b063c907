"""Each role follows every link it is shown: none is dead, none is forbidden, and reading changes nothing."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Team, User
from customers.models import Customer, Deal
from handover.models import Departure
from tests.house.test_rights import OWN_TRACES, WRITES

LIMIT = 120
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)"')
#: Links by their shape, so that fifty rows of one table are followed once.
SHAPE = re.compile(r"\d+|(?<==)[^&]*")


def _links(page: str, at: str) -> list[str]:
    targets = (urlsplit(urljoin(f"http://here{at}", link.replace("&amp;", "&"))) for link in LINK.findall(page))
    return [f"{t.path}?{t.query}".rstrip("?") for t in targets if t.netloc == "here"]


@pytest.fixture
def firm(
    leaver: User,
    successor: User,
    departure: Departure,
    make_customer: Callable[..., Customer],
    make_deal: Callable[..., Deal],
) -> None:
    """A leaver with a book, a departure under way and a team below the team."""
    for number in range(3):
        customer = make_customer(leaver, name=f"客户 {number}")
        make_deal(leaver, customer=customer, name=f"Deal {number}")
    make_customer(successor)
    Team.objects.create(name="North", parent=leaver.team)


@pytest.mark.parametrize("who", ["admin", "hr", "manager", "leaver", "successor", "supervisor", "auditor"])
def test_every_link_leads_somewhere(
    who: str, firm: None, request: pytest.FixtureRequest, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(request.getfixturevalue(who))
    waiting, seen, dead, written = [("/", "the address bar")], {"/"}, [], []
    while waiting and len(seen) < LIMIT:
        url, found_on = waiting.pop(0)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        written += [
            f"{url}: {query['sql'][:200]}"
            for query in queries
            if query["sql"].lstrip().upper().startswith(WRITES) and not any(own in query["sql"] for own in OWN_TRACES)
        ]
        if response.status_code >= 400:
            dead.append(f"{url} ({response.status_code}), linked from {found_on}")
            continue
        if response.status_code in (301, 302):
            links = _links(f'<a href="{response["Location"]}">', url)
        else:
            links = _links(response.content.decode(), url) if "html" in response["Content-Type"] else []
        for link in links:
            if (shape := SHAPE.sub("*", link)) not in seen:
                seen.add(shape)
                waiting.append((link, url))
    assert not dead, "\n".join(dead)
    assert not written, "\n".join(written)
    assert len(seen) > 8, f"only {seen}"
