"""Seats of a leaver at customers of other teams: whose managers are told, find them on Home and settle them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Team, User
from customers.models import AccountTeamMember, Customer
from handover.actions import departures, reference_messages
from handover.lifecycle import Verb
from handover.models import Plan, ReferenceKind, Waiver
from notices.models import Notice
from notices.rendering import Words
from tests.cast import NOW

SignIn = Callable[[User], Client]
SENTENCE = "2 seats of 陈静 at customers of your team wait for you."


@pytest.fixture
def keeper(outsider: User) -> User:
    """A manager of another branch of the firm, who has nothing else to do with the departure."""
    outsider.role = "manager"
    outsider.team = Team.objects.create(name="North", manager=outsider)
    outsider.save()
    return outsider


@pytest.fixture
def seats(approved: Plan, leaver: User, keeper: User, make_customer: Callable[..., Customer]) -> list[int]:
    """Two seats at the keeper's customers; the handover has not begun."""
    found = [make_customer(keeper, name=f"North {number}") for number in range(2)]
    return [AccountTeamMember.objects.create(user=leaver, customer=one, role="sales").pk for one in found]


def begin(plan: Plan, manager: User) -> str:
    plan.leaving.refresh_from_db()
    departures.transition(departure=plan.leaving, verb=Verb.BEGIN, by=manager, at=NOW)
    return reverse("departure_references_kind", args=[plan.departure_id, "seat"])


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_manager_is_told_when_the_handover_begins_and_settles_them(
    approved: Plan, seats: list[int], manager: User, keeper: User, successor: User, sign_in: SignIn
) -> None:
    client, page = sign_in(keeper), reverse("departure_references_kind", args=[approved.departure_id, "seat"])
    assert client.get(page).status_code == 404
    assert SENTENCE not in text(client, reverse("home"))
    begin(approved, manager)
    told = Notice.objects.get(kind="seats_waiting")
    words = Words(told)
    assert (told.recipient, told.url) == (keeper, page)
    assert words.subject == "陈静 leaves: 2 seats at customers of your team wait for you"
    assert words.body.startswith("The last working day of 陈静 is ")
    home = text(client, reverse("home"))
    assert SENTENCE in home
    assert f'href="{page}"' in home
    shown = text(client, page)
    assert "North 0" in shown
    links = set(re.findall(rf'href="(/handovers/{approved.departure_id}/[^"]*)"', shown))
    assert not links, "nothing else of the departure"
    assert client.get(f"/handovers/{approved.departure_id}/").status_code == 404
    given = {"deed": "give", "to": successor.pk, "row": seats[0], "here": "list"}
    assert "1 is handed over." in client.post(page, given, follow=True).content.decode()
    client.post(page, {"deed": "end", "row": seats[1], "here": "list"})
    assert set(AccountTeamMember.objects.values_list("user", flat=True)) == {successor.pk}
    assert "Nothing is left here." in text(client, page)
    assert "seats of 陈静" not in text(client, reverse("home"))


def test_only_those_hear_of_it_who_can_settle_it_and_do_not_plan(
    approved: Plan, seats: list[int], manager: User, keeper: User, supervisor: User, hr: User, admin: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    begin(approved, manager)
    assert set(Notice.objects.filter(kind="seats_waiting").values_list("recipient", flat=True)) == {keeper.pk}
    for person in (supervisor, hr, admin, manager):
        assert "customers of your team" not in text(sign_in(person), reverse("home"))
    reference_messages.seats_wait(departure=approved.leaving, by=manager, at=NOW)
    assert Notice.objects.filter(kind="seats_waiting").count() == 1, "once"


def test_a_keeper_leaves_nothing_as_it_is_and_settles_no_other_kind(
    approved: Plan, seats: list[int], manager: User, keeper: User, sign_in: SignIn
) -> None:
    page = begin(approved, manager)
    client = sign_in(keeper)
    assert (
        "is for somebody else"
        in client.post(
            page, {"deed": "waive", "reason": "No", "row": seats[0], "here": "list"}, follow=True
        ).content.decode()
    )
    assert not Waiver.objects.exists()
    team = reverse("departure_references_kind", args=[approved.departure_id, ReferenceKind.TEAM])
    assert client.get(team).status_code == 404
