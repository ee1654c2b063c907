"""What a person chooses: how each kind reaches them, and the off switch in every mail."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from accounts.models import AuditEntry, User
from notices import kinds, switches
from notices.actions import leave
from notices.actions.delivery import deliver
from notices.models import ChatChannel, Delivery, DeliveryState, NoticeChoice, NoticeHours, Skip
from tests.cast import NOW

SignIn = Callable[[User], Client]
PAGE = "/profile/notices/"


def tell(user: User, kind: str, key: str = "k") -> Delivery | None:
    leave(kind=kind, to=user, key=f"{kind}:{key}", at=NOW, params={"name": "陈静", "by": "王芳"})
    return Delivery.objects.filter(notice__recipient=user, notice__kind=kind).first()


def sent(user: User, kind: str) -> EmailMultiAlternatives:
    tell(user, kind)
    deliver(clock=lambda: NOW, until=NOW + datetime.timedelta(minutes=1))
    return mail.outbox[-1]


@pytest.fixture(autouse=True)
def in_memory(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


def test_the_page_says_every_kind_and_saves_what_was_chosen(supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    page = client.get(PAGE).content.decode()
    for kind in kinds.every():
        assert (f'name="email.{kind.name}"' in page) == (kind.only_for is None)
    client.post(PAGE, {"email.departure_begin": "off", "email.plan_missing": "daily"})
    assert tell(supervisor, "departure_begin") is None
    daily = tell(supervisor, "plan_missing")
    assert daily is not None
    assert daily.state == DeliveryState.DAILY
    assert supervisor.notices.count() == 2, "the bell shows both"
    chosen = AuditEntry.objects.get(verb="notice.chosen")
    assert (chosen.by, chosen.details["kinds"]["plan_missing, email"]) == (supervisor, "daily")
    client.post(PAGE, {"email.departure_begin": "off", "email.plan_missing": "daily"})
    assert AuditEntry.objects.filter(verb="notice.chosen").count() == 1, "nothing changed, nothing recorded"


def test_some_kinds_can_never_be_off(supervisor: User, sign_in: SignIn) -> None:
    sign_in(supervisor).post(PAGE, {"email.move_received": "off", "email.nothing_of_ours": "off"})
    assert not NoticeChoice.objects.exists()
    NoticeChoice.objects.create(person=supervisor, kind="move_received", channel="email", mode="off")
    assert tell(supervisor, "move_received") is not None, "even where an older version let somebody choose it"


def test_a_choice_is_ones_own(supervisor: User, successor: User, sign_in: SignIn) -> None:
    sign_in(supervisor).post(PAGE, {"email.departure_begin": "off"})
    assert tell(successor, "departure_begin") is not None


def test_what_waits_of_a_kind_that_is_turned_off_does_not_leave(supervisor: User, sign_in: SignIn) -> None:
    waiting = tell(supervisor, "departure_begin")
    assert waiting is not None
    sign_in(supervisor).post(PAGE, {"email.departure_begin": "off"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.problem) == (DeliveryState.SKIPPED, Skip.SWITCHED_OFF)


def test_a_mail_says_why_and_has_its_off_switch(supervisor: User) -> None:
    found = sent(supervisor, "departure_begin")
    (switch,) = re.findall(r"http://testserver(/notices/off/\S+)", str(found.body))
    assert found.extra_headers["List-Unsubscribe"] == f"<http://testserver{switch}>"
    assert found.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "You get this because" in found.body
    html = str(found.alternatives[0][0])
    assert f'href="http://testserver{switch}"' in html
    assert "<script" not in html
    assert "You get this because" in html
    stranger = Client(enforce_csrf_checks=True)
    assert "Departure" not in stranger.get(switch).content.decode()
    assert tell(supervisor, "departure_begin", "b") is not None, "reading the address turns nothing"
    assert stranger.post(switch, {"List-Unsubscribe": "One-Click"}).status_code == 200
    NoticeChoice.objects.get(person=supervisor, kind="departure_begin", mode="off")
    stranger.post(switch, {"turn": "back"})
    assert NoticeChoice.objects.get().mode == "now"


def test_a_mail_that_can_not_be_off_has_no_switch(supervisor: User) -> None:
    found = sent(supervisor, "move_received")
    assert "List-Unsubscribe" not in found.extra_headers
    assert "This kind can't be turned off." in found.body
    assert "http://testserver/profile/notices/" in found.body
    forged = switches.Switch(supervisor.pk, "move_received").address.removeprefix("http://testserver")
    assert "can't be turned off" in Client().post(forged).content.decode().replace("&#x27;", "'")
    assert not NoticeChoice.objects.exists()


@pytest.mark.parametrize("token", ["0", "a:b", "WzEsICJkYWlseSJd:0000"])
def test_a_switch_we_did_not_sign_is_none(db: None, token: str) -> None:
    assert Client().get(f"/notices/off/{token}/").status_code == 404
    assert Client().post(f"/notices/off/{token}/").status_code == 404


def test_the_daily_mail_is_turned_off_and_on_as_one(supervisor: User) -> None:
    switch = switches.Switch(supervisor.pk, switches.DAILY).address.removeprefix("http://testserver")
    Client().post(switch)
    assert tell(supervisor, "departure_close") is None
    assert tell(supervisor, "departure_begin") is not None, "what comes at once still does"
    Client().post(switch, {"turn": "back"})
    again = tell(supervisor, "departure_close", "b")
    assert again is not None
    assert again.state == DeliveryState.DAILY


def test_hours_are_saved_and_must_have_an_order(supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    hours = {"holds_back": "on", "starts_at": "09:00", "ends_at": "18:00", "daily_at": "07:30"}
    assert client.post(f"{PAGE}hours/", hours | {"ends_at": "08:00"}).status_code == 422
    assert not NoticeHours.objects.exists()
    assert client.post(f"{PAGE}hours/", hours).status_code == 302
    row = NoticeHours.objects.get(person=supervisor)
    assert (row.holds_back, row.working_days_only, row.daily_at) == (True, False, datetime.time(7, 30))
    assert 'value="07:30"' in client.get(PAGE).content.decode()


def test_an_own_chat_has_its_own_column(supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    assert 'name="chat.departure_begin"' not in client.get(PAGE).content.decode()
    ChatChannel.objects.create(name="孙丽 DingTalk", service="dingtalk", person=supervisor)
    assert 'name="chat.departure_begin"' in client.get(PAGE).content.decode()
    client.post(PAGE, {"chat.departure_begin": "off"})
    tell(supervisor, "departure_begin")
    tell(supervisor, "departure_registered")
    chatted = Delivery.objects.filter(channel="chat").values_list("notice__kind", flat=True)
    assert list(chatted) == ["departure_registered"]
