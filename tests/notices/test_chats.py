"""Chats from end to end: an administrator sets one up, it hears of what it should, and says nothing it should not."""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Office, User
from notices.actions import leave
from notices.actions.delivery import deliver
from notices.models import ChatChannel, Delivery, DeliveryState, Failure, Notice, Pause
from tests.cast import NOW
from tests.contracts.dingtalk import robot as dingtalk
from tests.contracts.simulator import Simulator, running

SignIn = Callable[[User], Client]
MINUTE = datetime.timedelta(minutes=1)
SECRET_PARTS = (dingtalk.TOKEN, dingtalk.SECRET)
GIVEN = {
    "name": "East China",
    "service": "dingtalk",
    "address": dingtalk.ADDRESS,
    "language": "zh-hans",
    "kinds": ["departure_begin", "verification_disputed"],
    "is_active": "on",
}


@pytest.fixture
def robot(settings: Any, tmp_path: Any) -> Iterator[Simulator]:
    settings.MAIL_DIR = tmp_path
    with running(dingtalk.robot()) as found:
        settings.STAND_INS = found.stand_ins
        yield found


def run(at: datetime.datetime = NOW) -> int:
    return deliver(clock=lambda: at, until=at + MINUTE)


def tell(*people: User, kind: str = "departure_begin", key: str = "k", at: datetime.datetime = NOW) -> None:
    params = {"name": "陈静", "by": "王芳", "customer": "Hottechi", "note": "价格"}
    for person in people:
        leave(kind=kind, to=person, key=f"{key}:{person.pk}", at=at, url="/handovers/7/", params=params)


def chats() -> Any:
    return Delivery.objects.filter(channel="chat")


def test_a_group_hears_once_and_neither_names_nor_customers(
    robot: Simulator, admin: User, manager: User, supervisor: User, leaver: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    answer = client.post("/settings/chats/new/", GIVEN)
    chat = ChatChannel.objects.get()
    assert answer["Location"] == f"/settings/chats/{chat.pk}/"
    for person in (manager, supervisor):
        leave(
            kind="verification_disputed",
            to=person,
            key=f"k:{person.pk}",
            at=NOW,
            subject=leaver,
            url="/handovers/7/",
            params={"name": "陈静", "by": "王芳", "customer": "Hottechi", "note": "价格"},
        )
    assert chats().count() == 1
    assert run() == 3
    (call,) = robot.heard
    assert "http://testserver/handovers/7/" in call.body["text"]["content"]
    assert [word for word in ("陈静", "王芳", "Hottechi", "价格") if word in robot.texts] == []


def test_a_group_hears_only_what_it_may(robot: Simulator, admin: User, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    assert client.post("/settings/chats/new/", GIVEN | {"kinds": ["departure_registered"]}).status_code == 422
    ChatChannel.objects.create(name="x", service="dingtalk", kinds=["departure_registered", "move_done"])
    tell(supervisor, kind="departure_registered", key="a")
    tell(supervisor, kind="departure_begin", key="b")
    assert not chats().exists()
    tell(supervisor, kind="move_done", key="c")
    assert chats().count() == 1


def test_an_own_chat_hears_what_is_ones_own(robot: Simulator, admin: User, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    client.post("/settings/chats/new/", GIVEN | {"person": supervisor.pk, "kinds": []})
    tell(admin, key="a")
    assert not chats().exists()
    tell(supervisor, key="b")
    assert run() == 3
    (call,) = robot.heard
    notice = Notice.objects.get(recipient=supervisor)
    assert f"http://testserver/notices/{notice.pk}/" in call.body["text"]["content"]
    assert "http://testserver/profile/notices/" in call.body["text"]["content"], "the off switch"


def test_the_address_is_encrypted_and_never_shown(
    robot: Simulator, admin: User, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client = sign_in(admin)
    client.post("/settings/chats/new/", GIVEN | {"signing_secret": dingtalk.SECRET})
    chat = ChatChannel.objects.get()
    pages = [client.get(path).content.decode() for path in ("/settings/chats/", f"/settings/chats/{chat.pk}/")]
    tried = client.post(f"/settings/chats/{chat.pk}/try/", follow=True).content.decode()
    assert "got through" in tried
    wrong = client.post("/settings/chats/new/", GIVEN | {"name": "x", "service": "slack"}).content.decode()
    audit = json.dumps([entry.details for entry in AuditEntry.objects.all()])
    everything = [*pages, tried, wrong, audit, chat.secret, caplog.text]
    assert [part for part in SECRET_PARTS for text in everything if part in text] == []
    assert {entry.verb for entry in AuditEntry.objects.filter(verb__startswith="chat.")} == {
        "chat.created",
        "chat.tried",
    }
    client.post(f"/settings/chats/{chat.pk}/", GIVEN | {"name": "West", "address": ""})
    changed = ChatChannel.objects.get()
    assert (changed.name, changed.secret) == ("West", chat.secret)


def test_an_address_of_another_service_is_refused(admin: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    for address in ("json://127.0.0.1/", "https://evil.example/robot", "file:///etc/passwd"):
        page = client.post("/settings/chats/new/", GIVEN | {"address": address})
        assert page.status_code == 422
        assert "This is no address of a robot of that service." in page.content.decode()
    assert not ChatChannel.objects.exists()


def test_without_a_key_nothing_is_kept(admin: User, sign_in: SignIn, settings: Any) -> None:
    settings.SECRETS_KEYS = []
    client = sign_in(admin)
    assert "Set SECRETS_KEYS first" in client.get("/settings/chats/").content.decode()
    assert client.post("/settings/chats/new/", GIVEN).status_code == 422
    assert not ChatChannel.objects.exists()


def test_wrong_settings_pause_the_chat_and_administrators_hear_once(
    robot: Simulator, admin: User, manager: User, supervisor: User, sign_in: SignIn, settings: Any
) -> None:
    client = sign_in(admin)
    client.post("/settings/chats/new/", GIVEN)
    robot.next = [dingtalk.STOPPED]
    tell(manager, key="a")
    tell(supervisor, key="b", at=NOW + MINUTE)
    assert run(NOW + MINUTE) == 3, "two mails, and the mail to the administrator"
    assert (len(robot.heard), Pause.objects.count()) == (1, 1), "the second message is not even tried"
    assert set(chats().values_list("state", "failure", "attempts")) == {
        (DeliveryState.WAITING, Failure.SETTINGS, 0),
        (DeliveryState.WAITING, "", 0),
    }
    robot.next = [dingtalk.STOPPED]
    later = NOW + MINUTE + settings.CHANNEL_PAUSE
    run(later)
    assert len(robot.heard) == 2, "one message is tried"
    assert list(Notice.objects.filter(kind="channel_paused").values_list("recipient", flat=True)) == [admin.pk]
    assert "The chat “East China” is paused" in client.get("/settings/deliveries/").content.decode()
    assert run(later + settings.CHANNEL_PAUSE) == 2, "when it is mended over there, everything follows"
    assert not Pause.objects.exists()
    assert not chats().exclude(state=DeliveryState.SENT).exists()


def test_a_new_address_ends_the_pause(robot: Simulator, admin: User, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(admin)
    client.post("/settings/chats/new/", GIVEN | {"address": dingtalk.ADDRESS + "old"})
    tell(supervisor)
    run()
    assert Pause.objects.exists()
    client.post(f"/settings/chats/{ChatChannel.objects.get().pk}/", GIVEN)
    assert not Pause.objects.exists()
    run(datetime.datetime.now(datetime.UTC))
    assert chats().get().state == DeliveryState.SENT


def test_a_chat_that_is_switched_off_hears_nothing(
    robot: Simulator, admin: User, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(admin)
    client.post("/settings/chats/new/", GIVEN)
    tell(supervisor, key="a")
    client.post(f"/settings/chats/{ChatChannel.objects.get().pk}/", {**GIVEN, "is_active": ""})
    run()
    assert chats().get().problem == "chat_off"
    tell(supervisor, key="b")
    assert chats().count() == 1


def test_a_group_of_an_office_sleeps(
    robot: Simulator, admin: User, shanghai: Office, supervisor: User, sign_in: SignIn
) -> None:
    sign_in(admin).post("/settings/chats/new/", GIVEN | {"office": shanghai.pk})
    evening = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
    tell(supervisor, at=evening)
    run(evening)
    assert not robot.heard
    assert chats().get().not_before == datetime.datetime(2026, 11, 23, 0, tzinfo=datetime.UTC)


def test_nobody_else_sees_chats(manager: User, hr: User, auditor: User, sign_in: SignIn) -> None:
    chat = ChatChannel.objects.create(name="x", service="slack")
    for person in (manager, hr, auditor):
        client = sign_in(person)
        for path in ("", "new/", f"{chat.pk}/"):
            assert client.get(f"/settings/chats/{path}").status_code == 403
        assert client.post("/settings/chats/new/", GIVEN).status_code == 403
        assert client.post(f"/settings/chats/{chat.pk}/try/").status_code == 403
