"""A form that comes back says above its fields what is wrong, each a link to its field; the field says so, too."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.models import User
from customers.models import Customer, Deal
from handover.models import Departure

#: By address, what is posted; nothing at all where that is wrong already. {d}, {c} and {o}: a departure, a customer and
#: a deal.
FORMS: dict[str, dict[str, str]] = {
    "/accounts/login/": {},
    "/accounts/password/reset/": {},
    "/accounts/password/change/": {"oldpassword": "wrong"},
    "/profile/": {},
    "/people/invite/": {},
    "/people/teams/new/": {},
    "/customers/new/": {},
    "/customers/{c}/edit/": {},
    "/customers/{c}/contacts/new/": {},
    "/customers/{c}/deals/new/": {},
    "/customers/{c}/contracts/new/": {},
    "/customers/{c}/orders/new/": {},
    "/customers/{c}/activities/new/": {},
    "/customers/{c}/tasks/new/": {},
    "/deals/{o}/edit/": {},
    "/deals/{o}/owner/": {},
    "/imports/": {},
    "/settings/chats/new/": {},
    "/settings/webhooks/new/": {},
    "/settings/proposal/": {},
    "/settings/checklist/new/": {},
    "/handovers/new/": {},
    "/handovers/{d}/dates/": {},
    "/handovers/{d}/meetings/new/": {},
    "/handovers/{d}/tell/{c}/": {"promise_until": "soon", "next_step_on": "2026-12-01"},
    "/transfers/new/": {},
}


class Page(HTMLParser):
    """The ids of a page, where its list of problems leads, and what its refused fields are described by."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.twice: set[str] = set()
        self.links: list[str] = []
        self.describing: list[str] = []
        self.group = "nothing"
        self.summaries: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        name = said.get("id")
        if name:
            (self.twice if name in self.ids else self.ids).add(name)
        if "data-problems" in said:
            self.summaries.append(said)
        if said.get("class") == "alert-link" and (said.get("href") or "").startswith("#"):
            self.links.append((said["href"] or "")[1:])
        if said.get("aria-invalid") == "true":
            self.describing += (said.get("aria-describedby") or self.group).split()
        if tag == "fieldset":
            self.group = said.get("aria-describedby") or "nothing"

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self.group = "nothing"


@dataclass
class Firm:
    """Somebody who may open the forms, and what they are about."""

    client: Client
    departure: Departure
    customer: Customer
    deal: Deal

    def sent(self, address: str, data: dict[str, str]) -> tuple[int, str]:
        url = address.format(d=self.departure.pk, c=self.customer.pk, o=self.deal.pk)
        client = Client() if address in ("/accounts/login/", "/accounts/password/reset/") else self.client
        answer = client.post(url, {"csrfmiddlewaretoken": "as any form sends"} | data)
        return answer.status_code, answer.content.decode()


@pytest.fixture
def firm(
    sign_in: Callable[[User], Client],
    departure: Departure,
    leaver: User,
    admin: User,
    make_customer: Callable[..., Customer],
    make_deal: Callable[..., Deal],
) -> Firm:
    customer = make_customer(leaver)
    return Firm(sign_in(admin), departure, customer, make_deal(leaver, customer=customer))


@pytest.mark.parametrize("address", FORMS)
def test_a_form_that_comes_back_says_what_is_wrong_above_its_fields(firm: Firm, address: str) -> None:
    client = firm.client
    if "/tell/" in address:
        client.force_login(firm.departure.leaver, backend="accounts.backend.PersonBackend")
    status, html = firm.sent(address, FORMS[address])
    page = Page(html)
    assert status in (200, 422)
    assert len(page.summaries) == 1
    assert page.summaries[0] | {"role": "alert", "tabindex": "-1", "autofocus": None} == page.summaries[0]
    title = re.search(r"(\d+) things? (?:is|are) not right yet", html)
    assert title or not page.links, "a single sentence about the whole form stands alone"
    assert not title or int(title[1]) >= max(1, len(page.links))
    assert set(page.links) <= page.ids, "each link leads to a field"
    assert set(page.describing) <= page.ids, "each refused field is described by what is wrong with it"
    assert page.describing or not page.links
    assert not {one for one in page.twice if one.startswith("id_")}
