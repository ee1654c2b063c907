"""What is typed is kept for its author alone, until it is sent or their access ends."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import drafts
from accounts.models import Draft, User
from accounts.models.draft import KEPT_FOR
from tests.cast import NOW

SignIn = Callable[[User], Client]
PAGE = "/profile/"
FORM = f"{PAGE}#note"


def keep(client: Client, address: str, values: object) -> Any:
    body = json.dumps({"address": address, "values": values})
    return client.post(reverse("drafts"), body, content_type="application/json")


def found(client: Client) -> dict[str, dict[str, object]]:
    return client.get(reverse("drafts"), {"page": PAGE}).json()["drafts"]


def test_what_is_typed_is_found_again_by_its_author_alone(leaver: User, manager: User, sign_in: SignIn) -> None:
    client = sign_in(leaver)
    assert keep(client, FORM, {"note": "likes early calls"}).status_code == 200
    keep(client, FORM, {"note": "likes late calls"})
    assert found(client)[FORM]["values"] == {"note": "likes late calls"}
    assert found(sign_in(manager)) == {}
    keep(client, FORM, {})
    assert not Draft.objects.exists()


def test_a_form_that_was_taken_drops_its_draft_and_one_refused_does_not(leaver: User, sign_in: SignIn) -> None:
    client = sign_in(leaver)
    keep(client, FORM, {"note": "x"})
    refused = client.post(reverse("profile_token_create"), {"token-name": "", "_draft": FORM})
    assert "draft_sent" not in refused.cookies
    assert Draft.objects.exists()
    taken = client.post(reverse("language"), {"language": "en", "_draft": FORM})
    assert taken.cookies["draft_sent"].value
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("address", "values", "status"),
    [
        ("https://elsewhere.example/", {"note": "x"}, 422),
        ("//elsewhere.example/", {"note": "x"}, 422),
        ("/" + "x" * 300, {"note": "x"}, 422),
        (FORM, {"note": "x" * 30_000}, 422),
        (FORM, {f"f{number}": "x" for number in range(99)}, 422),
        (FORM, "no values", 200),
        (FORM, {"note": 5}, 200),
    ],
)
def test_what_makes_no_sense_is_not_kept(
    leaver: User, sign_in: SignIn, address: str, values: object, status: int
) -> None:
    assert keep(sign_in(leaver), address, values).status_code == status
    assert not Draft.objects.exists()


def test_drafts_end_with_time_and_with_access(leaver: User, manager: User, successor: User) -> None:
    for person, at in ((leaver, NOW), (manager, NOW - KEPT_FOR - datetime.timedelta(days=1)), (successor, NOW)):
        drafts.keep(by=person, address=FORM, values={"note": "x"}, at=at)
    User.objects.filter(pk=leaver.pk).update(access_ends_at=NOW)
    assert drafts.sweep(at=NOW) == 2
    assert Draft.objects.get().person == successor


def test_the_oldest_draft_gives_way(leaver: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 2)
    for number in range(3):
        at = NOW + datetime.timedelta(minutes=number)
        drafts.keep(by=leaver, address=f"{PAGE}#{number}", values={"note": "x"}, at=at)
    assert list(Draft.objects.order_by("pk").values_list("address", flat=True)) == [f"{PAGE}#1", f"{PAGE}#2"]


def test_a_draft_knows_its_page_and_what_it_was_typed_over(leaver: User, sign_in: SignIn) -> None:
    client = sign_in(leaver)
    sent = {"address": FORM, "values": {"note": "mine"}, "before": {"note": "was", "x": 5}, "page": "Hottechi\x00"}
    client.post(reverse("drafts"), json.dumps(sent), content_type="application/json")
    assert found(client)[FORM]["before"] == {"note": "was"}
    assert Draft.objects.get().page == "Hottechi"


def test_who_signs_out_is_shown_what_was_never_sent(leaver: User, sign_in: SignIn) -> None:
    client = sign_in(leaver)
    drafts.keep(by=leaver, address=FORM, values={"note": "Never on Fridays"}, page="Hottechi", at=NOW)
    asked = client.post("/accounts/logout/", follow=True)
    shown = asked.content.decode()
    assert "Some of what you typed is not sent yet" in shown
    assert f'<a href="{PAGE}">Hottechi</a>' in shown
    assert "Never on Fridays" in shown
    assert client.get("/profile/").status_code == 200, "still signed in"
    assert client.post("/accounts/logout/", {"anyway": "1"})["Location"] == "/accounts/login/"
    assert client.get("/profile/").status_code == 302
    assert Draft.objects.exists(), "it waits for them with Baton"
