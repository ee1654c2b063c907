"""The pages of transfers, without JavaScript: those who plan them, those whom they touch, and onlookers."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from customers.models import Customer
from handover.models import PlanState, Transfer
from tests.handover.conftest import Book

SignIn = Callable[[User], Client]


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_territory_goes_to_two_people(
    sign_in: SignIn, book: Book, manager: User, successor: User, second_successor: User, leaver: User
) -> None:
    client = sign_in(manager)
    start = page(client, "/transfers/new/?territory=East")
    assert "Hottechi" in start
    assert "Kan-code" not in start
    made = client.post("/transfers/new/?territory=East", {"everything": "1", "effective_at": "2099-01-01T08:00"})
    transfer = Transfer.objects.get()
    url = f"/transfers/{transfer.pk}/"
    assert made["Location"] == url
    assert transfer.kind == "territory"
    planning = page(client, url)
    for words in ("Choose who could take over", "赵敏", "Hottechi", "Who takes over 1 customer?"):
        assert words in planning, words
    client.post(url + "proposal/", {"successors": [successor.pk, second_successor.pk], "strategy": "even"})
    assert "Check and confirm" in page(client, url)
    review = page(client, url + "review/")
    for words in (
        '<h1 class="page-title mb-1">Check and confirm</h1>',
        "these records of 陈静 change hands",
        "2099",
        "for 30 days",
        "Confirm",
    ):
        assert words in review, words
    assert client.post(url + "approval/").status_code == 302
    transfer.plan.refresh_from_db()
    assert transfer.plan.state == PlanState.APPROVED
    assert "waiting for its time" in page(client, url)
    assert "Jan 1, 2099" in page(client, "/transfers/")
    assert "Hottechi" in page(sign_in(leaver), url)


def test_several_owners_are_ticked_behind_one_button(
    sign_in: SignIn, book: Book, manager: User, leaver: User, successor: User
) -> None:
    client = sign_in(manager)
    assert '<summary class="form-select">Any owner</summary>' in page(client, "/transfers/new/")
    both = page(client, f"/transfers/new/?owner={leaver.pk}&owner={successor.pk}")
    named = both.partition('<summary class="form-select">')[2].partition("</summary>")[0]
    assert set(named.split(", ")) == {"陈静", "李伟"}
    assert both.count('type="checkbox" name="owner"') > both.count(" checked><span") == 2
    assert "Hottechi" in both
    assert "Hottechi" not in page(client, f"/transfers/new/?owner={successor.pk}")


def test_who_has_the_customers_today_is_no_taker_and_the_page_says_so(
    sign_in: SignIn, book: Book, manager: User, leaver: User, successor: User
) -> None:
    client, there = sign_in(manager), f"/transfers/new/?owner={leaver.pk}"
    start = page(client, there)
    assert "陈静 has them today, and is left out." in start
    assert f'<option value="{leaver.pk}">' not in start.partition('name="to"')[2].partition("</select>")[0]
    everything = {"everything": "1", "effective_at": "2099-01-01T08:00"}
    refused = client.post("/transfers/new/?territory=East", everything | {"to": leaver.pk})
    assert refused.status_code == 422
    assert "陈静 has these customers today, and can&#x27;t take them over." in refused.content.decode()
    url = client.post(there, everything)["Location"]
    planning = page(client, url)
    assert "陈静 has these customers today, and is left out." in planning
    assert f'name="successors" value="{leaver.pk}"' not in planning
    assert f'name="successors" value="{successor.pk}"' in planning


def test_ticked_customers_go_to_one_person_after_one_check(
    sign_in: SignIn, book: Book, manager: User, successor: User
) -> None:
    client = sign_in(manager)
    asked = {"ids": [book.kancode.pk], "to": successor.pk, "reason": "Nearer to the customer"}
    made = client.post("/transfers/new/", asked)
    transfer = Transfer.objects.get()
    assert (transfer.kind, transfer.reason) == ("single", "Nearer to the customer")
    assert made["Location"] == f"/transfers/{transfer.pk}/review/"
    review = page(client, made["Location"])
    assert "As soon as you confirm" in review
    assert "Nearer to the customer" in review
    assert "李伟" in review
    assert client.post("/transfers/new/", {"to": successor.pk}).status_code == 422
    assert Transfer.objects.count() == 1


def test_a_long_leave_asks_for_its_end(sign_in: SignIn, book: Book, manager: User, leaver: User) -> None:
    client, url = sign_in(manager), f"/transfers/new/?person={leaver.pk}"
    assert "陈静 is away for long" in page(client, url)
    assert client.post(url, {"reason": "Parental leave"}).status_code == 422
    made = client.post(url, {"returns_at": "2099-06-01T08:00", "effective_at": "2099-01-01T08:00"})
    assert "They come back on Jun 1, 2099" in page(client, made["Location"])
    edit = made["Location"] + "edit/"
    assert "2099-06-01T08:00" in page(client, edit)
    assert client.post(edit, {"returns_at": ""}).status_code == 422
    assert client.post(edit, {"returns_at": "2099-07-01T08:00"}).status_code == 302
    assert "As soon as you confirm" in page(client, made["Location"] + "review/")
    assert client.post(url, {"returns_at": "2099-06-01T08:00"}).status_code == 422
    assert client.post(made["Location"] + "discard/").status_code == 302
    assert "put aside" in page(client, "/transfers/?tab=over")


def test_who_leads_neither_side_finds_no_start(
    sign_in: SignIn, book: Book, outsider: User, manager: User, leaver: User, hr: User, auditor: User
) -> None:
    west = sign_in(outsider.team.manager)  # type: ignore[union-attr,arg-type]
    for asked in (f"customer={book.hottechi.pk}", f"person={leaver.pk}", "customer=x", "move=1"):
        assert west.get(f"/transfers/new/?{asked}").status_code == 404, asked
    assert "Hottechi" not in page(west, "/transfers/new/")
    for person in (leaver, hr, auditor):
        assert sign_in(person).get("/transfers/new/").status_code == 403
    assert "Nothing is changing hands" in page(sign_in(leaver), "/transfers/")
    assert sign_in(hr).get("/transfers/").status_code == 403


@pytest.mark.parametrize("url", ["/transfers/", "/transfers/new/", "/transfers/{pk}/", "/transfers/{pk}/review/"])
def test_pages_cost_the_same_for_few_and_many(
    sign_in: SignIn, book: Book, manager: User, successor: User, leaver: User,
    make_customer: Callable[..., Customer], url: str,
) -> None:  # fmt: skip
    client = sign_in(manager)

    def make() -> str:
        asked = {"everything": "1", "to": successor.pk, "effective_at": "2099-01-01T08:00"}
        client.post(f"/transfers/new/?owner={leaver.pk}", asked)
        return url.replace("{pk}", str(Transfer.objects.latest("pk").pk))

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, address)
        return len(seen)

    first = make()
    page(client, first)
    few = cost(first)
    for _number in range(20):
        make_customer(leaver)
    for _number in range(4):
        last = make()
    assert cost(last) <= few <= 45
