"""Webhooks by their pages and by REST; what is sent and answered is tested in tests/contracts/test_webhooks.py."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from notices.actions import events, webhooks
from notices.models import Delivery, DeliveryState, WebhookEndpoint, WebhookEvent
from tests.cast import NOW
from tests.contracts.simulator import Simulator, reply, running
from tests.contracts.webhooks.receiver import URL, Receiver, receiver

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]
PAGE, API = "/settings/webhooks/", "/api/v1/webhooks/"
KIND = "customers.moved"
GIVEN = {"name": "CRM", "url": URL, "events": [KIND, "departure.closed"]}


@pytest.fixture
def other_side(settings: Any) -> Iterator[tuple[Simulator, Receiver]]:
    known = Receiver([])
    with running(receiver(known)) as one:
        settings.STAND_INS = one.stand_ins
        yield one, known


@pytest.fixture
def webhook(admin: User) -> WebhookEndpoint:
    made, _secret = webhooks.create(by=admin, at=NOW, **GIVEN)
    return made


def tell(count: int) -> None:
    events.tell(kind=KIND, data=lambda: ({"number": number} for number in range(count)), at=NOW)


def _secret(page: Any) -> str:
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", page.content.decode())
    assert found
    return found[0]


def test_set_up_try_rotate_and_switch_off(admin: User, sign_in: SignIn, other_side: tuple[Simulator, Receiver]) -> None:
    client, (server, known) = sign_in(admin), other_side
    assert "No webhook yet" in client.get(PAGE).content.decode()
    made = client.post(f"{PAGE}new/", GIVEN)
    known.secrets = [_secret(made)]
    own = f"{PAGE}{WebhookEndpoint.objects.get().pk}/"
    assert "whsec_" not in client.get(own).content.decode()
    assert "has taken the test" in client.post(f"{own}try/", follow=True).content.decode()
    assert [body["type"] for body in known.taken.values()] == ["webhook.test"]
    server.next = [reply("no", 500)]
    assert "HTTP 500" in client.post(f"{own}try/", follow=True).content.decode()
    known.secrets.append(_secret(client.post(f"{own}secret/")))
    assert "the former secret signs too" in client.get(own).content.decode()
    client.post(own, GIVEN | {"name": "The CRM", "events": [KIND]})
    client.post(f"{own}on/", {"on": "0"})
    assert "switched off by hand" in client.get(own).content.decode()
    listed = client.get(PAGE).content.decode()
    assert "The CRM" in listed
    assert "Switched off by hand" in listed
    verbs = set(AuditEntry.objects.filter(subject_kind="notices.webhookendpoint").values_list("verb", flat=True))
    assert verbs == {"webhook.created", "webhook.tried", "webhook.rotated", "webhook.changed"}
    assert client.get("/people/audit/").status_code == 200


@pytest.mark.parametrize("change", [{"url": "ftp://x.example/"}, {"url": "x"}, {"events": []}, {"events": ["x.y"]}])
def test_what_is_no_webhook(admin: User, sign_in: SignIn, api: Connect, change: dict[str, Any]) -> None:
    assert sign_in(admin).post(f"{PAGE}new/", GIVEN | change).status_code == 422
    answer = api(admin).post(API, GIVEN | change)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, set(change))
    assert not WebhookEndpoint.objects.exists()


def test_without_a_key_no_secret_is_kept(admin: User, api: Connect, sign_in: SignIn, settings: Any) -> None:
    settings.SECRETS_KEYS = []
    assert api(admin).post(API, GIVEN).json()["code"] == "no_key"
    assert "Set SECRETS_KEYS first" in sign_in(admin).post(f"{PAGE}new/", GIVEN).content.decode()


def test_what_was_given_up_is_sent_again(admin: User, webhook: WebhookEndpoint, sign_in: SignIn) -> None:
    client, own = sign_in(admin), f"{PAGE}{webhook.pk}/"
    tell(3)
    Delivery.objects.update(state="failed", failure="temporary", problem="broken", detail="HTTP 500", attempts=10)
    page = client.get(own, {"state": "failed"}).content.decode()
    assert "3 events were given up." in page
    assert page.count("The service has a fault of its own (HTTP 500)") == 3
    assert "3 events were given up" in client.get(PAGE).content.decode()
    client.post(f"{own}again/", {"delivery": Delivery.objects.earliest("pk").pk})
    assert Delivery.objects.filter(state="waiting", attempts=0).count() == 1
    client.post(f"{own}again/")
    assert Delivery.objects.filter(state="waiting", attempts=0).count() == 3
    assert "Customers have new owners" in client.get("/settings/deliveries/").content.decode()


def test_by_rest(admin: User, api: Connect, other_side: tuple[Simulator, Receiver]) -> None:
    program, (_server, known) = api(admin), other_side
    made = program.post(API, GIVEN)
    assert made.status_code == 201, made.content
    twice = program.post(API, GIVEN)
    assert (twice.status_code, twice.json()["errors"]) == (409, {"name": ["This name is taken."]})
    own = f"{API}{made.json()['id']}/"
    known.secrets = [made.json()["secret"]]
    assert "secret" not in program.get(own).json()
    assert "secret" not in program.get(API).json()["results"][0]
    assert program.post(f"{own}test/").json() == {"taken": True, "problem": "", "detail": ""}
    rotated = program.post(f"{own}secret/")
    assert (rotated.status_code, rotated.json()["secret"][:6]) == (201, "whsec_")
    changed = program.patch(own, {"is_on": False, "events": [KIND, KIND]}).json()
    assert (changed["off"], changed["events"]) == ("by_hand", [KIND])
    program.patch(own, {"is_on": True})
    tell(2)
    rows = program.get(f"{own}deliveries/", {"state": "waiting"}).json()["results"]
    assert [(row["event"], row["state"], row["attempts"]) for row in rows] == [(KIND, "waiting", 0)] * 2
    Delivery.objects.update(state=DeliveryState.FAILED)
    again = program.post(f"{own}deliveries/{rows[0]['id']}/again/")
    assert (again.status_code, again.json()["state"], again.json()["message_id"]) == (
        202,
        "waiting",
        rows[0]["message_id"],
    )
    assert program.get(f"{API}0/deliveries/").status_code == 404


def test_for_nobody_who_does_not_administer(webhook: WebhookEndpoint, hr: User, api: Connect, sign_in: SignIn) -> None:
    assert api(hr).get(API).status_code == 403
    assert sign_in(hr).get(f"{PAGE}{webhook.pk}/").status_code == 403


def test_old_events_go(webhook: WebhookEndpoint, settings: Any) -> None:
    tell(2)
    Delivery.objects.filter(pk=Delivery.objects.earliest("pk").pk).update(state="sent", sent_at=NOW)
    assert webhooks.sweep(at=NOW + settings.EVENTS_KEPT) == 0
    webhooks.sweep(at=NOW + settings.EVENTS_KEPT * 1.1)
    assert (WebhookEvent.objects.count(), Delivery.objects.count()) == (1, 1)


TRIED: dict[str, Callable[[WebhookEndpoint], object]] = {
    "webhook_name_once": lambda one: WebhookEndpoint.objects.create(name=one.name, url=URL, created_at=NOW),
    "webhook_off_known": lambda one: WebhookEndpoint.objects.update(off="tired"),
    "webhook_event_once": lambda one: WebhookEvent.objects.update(message_id="same"),
    "delivery_of_event_once": lambda one: [_delivery(one) for _turn in range(2)],
    "delivery_by_one_channel": lambda one: _delivery(one, channel="email"),
    "delivery_of_notice_or_digest": lambda one: Delivery.objects.create(channel="email", not_before=NOW),
}


def _delivery(webhook: WebhookEndpoint, **fields: Any) -> Delivery:
    usual = {"endpoint": webhook, "event": WebhookEvent.objects.earliest("pk"), "channel": "webhook", "not_before": NOW}
    return Delivery.objects.create(**usual | fields)


@pytest.mark.parametrize("name", TRIED)
def test_a_constraint_refuses(webhook: WebhookEndpoint, name: str) -> None:
    tell(2)
    Delivery.objects.all().delete()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TRIED[name](webhook)
