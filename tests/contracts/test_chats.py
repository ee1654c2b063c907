"""Every chat service as it is documented: what it gets, what its answers mean, and its bad days."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest
import requests

from notices.channels.chat import transport
from notices.channels.chat.sending import send
from notices.channels.chat.services import address_for_apprise
from notices.channels.undelivered import Undelivered
from notices.models import ChatChannel, Failure, Problem
from tests.contracts.dingtalk import robot as dingtalk
from tests.contracts.feishu import robot as feishu
from tests.contracts.simulator import Reply, Simulator, reply, running
from tests.contracts.slack import robot as slack
from tests.contracts.teams import robot as teams
from tests.contracts.wecom import robot as wecom
from web import outside
from web.outside import connections
from web.secrets import encrypted

WORDS = "Baton: 记录已交接. http://testserver/handovers/7/"
VENDORS: dict[str, ModuleType] = {
    "dingtalk": dingtalk,
    "wecom": wecom,
    "feishu": feishu,
    "slack": slack,
    "teams": teams,
}
SECRETS = (dingtalk.TOKEN, dingtalk.SECRET, wecom.KEY, feishu.TOKEN, slack.PATH.split("/")[-1], teams.SIGNATURE)


@dataclass
class Side:
    """One service and a chat there."""

    robot: Simulator
    chat: ChatChannel

    def fails(self, *answers: Reply) -> Undelivered:
        """How a message ends to which the service answers so."""
        self.robot.next = list(answers)
        with pytest.raises(Undelivered) as caught:
            send(self.chat, WORDS)
        return caught.value


def chat(service: str, address: str, signing_secret: str = "") -> ChatChannel:
    known = address_for_apprise(service, address, signing_secret)
    return ChatChannel(name=service, service=service, secret=encrypted(known))


@pytest.fixture
def sides(settings: Any) -> Iterator[dict[str, Side]]:
    """All services on loopback."""
    with ExitStack() as stack:
        found = {
            name: Side(stack.enter_context(running(vendor.robot())), chat(name, vendor.ADDRESS))
            for name, vendor in VENDORS.items()
        }
        settings.STAND_INS = {host: url for side in found.values() for host, url in side.robot.stand_ins.items()}
        yield found


@pytest.mark.parametrize("name", VENDORS)
def test_a_sentence_arrives_in_the_services_own_shape(sides: dict[str, Side], name: str) -> None:
    side = sides[name]
    send(side.chat, WORDS)
    assert len(side.robot.heard) == 1
    assert WORDS in side.robot.texts
    assert "http://testserver" in side.robot.texts.replace("\\/", "/")
    assert "apprise" not in side.robot.texts.lower()


@pytest.mark.parametrize(
    ("name", "answer", "failure", "problem"),
    [
        ("dingtalk", dingtalk.BUSY, Failure.TEMPORARY, Problem.BUSY),
        ("dingtalk", dingtalk.OVERLOADED, Failure.TEMPORARY, Problem.BUSY),
        ("dingtalk", dingtalk.KEYWORD, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("dingtalk", dingtalk.STOPPED, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("dingtalk", dingtalk.FORBIDDEN_TEXT, Failure.PERMANENT, Problem.REFUSED),
        ("wecom", wecom.BUSY, Failure.TEMPORARY, Problem.BUSY),
        ("wecom", wecom.OVERLOADED, Failure.TEMPORARY, Problem.BUSY),
        ("wecom", wecom.UNKNOWN_KEY, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("wecom", wecom.EMPTY, Failure.PERMANENT, Problem.REFUSED),
        ("feishu", feishu.BUSY, Failure.TEMPORARY, Problem.BUSY),
        ("feishu", feishu.KEYWORD, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("feishu", feishu.SIGNATURE, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("feishu", feishu.BAD_REQUEST, Failure.PERMANENT, Problem.REFUSED),
        ("slack", slack.BUSY, Failure.TEMPORARY, Problem.BUSY),
        ("slack", slack.ROLLUP, Failure.TEMPORARY, Problem.BUSY),
        ("slack", slack.GONE, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("slack", slack.ARCHIVED, Failure.SETTINGS, Problem.KEY_REFUSED),
        ("slack", slack.BAD_PAYLOAD, Failure.PERMANENT, Problem.REFUSED),
        ("teams", teams.BUSY, Failure.TEMPORARY, Problem.BUSY),
    ],
)
def test_what_an_answer_means(
    sides: dict[str, Side], name: str, answer: Reply, failure: Failure, problem: Problem
) -> None:
    why = sides[name].fails(answer)
    assert (why.failure, why.problem) == (failure, problem)
    assert why.detail


@pytest.mark.parametrize("name", VENDORS)
def test_a_fault_of_theirs_is_tried_again(sides: dict[str, Side], name: str) -> None:
    why = sides[name].fails(reply("<html>502 Bad Gateway</html>", 502))
    assert (why.failure, why.problem) == (Failure.TEMPORARY, Problem.BROKEN)


@pytest.mark.parametrize("name", VENDORS)
def test_429_is_waited_for_as_long_as_it_asks(sides: dict[str, Side], name: str) -> None:
    why = sides[name].fails(reply("slow down", 429, Retry_After="120"))
    assert (why.failure, why.problem) == (Failure.TEMPORARY, Problem.BUSY)
    assert why.wait is not None
    assert why.wait.total_seconds() == 120


@pytest.mark.parametrize("name", VENDORS)
def test_silence_ends(sides: dict[str, Side], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LIMITS", outside.Limits(read=0.1))
    sides[name].robot.slowness = 1
    why = sides[name].fails()
    assert (why.failure, why.problem) == (Failure.TEMPORARY, Problem.SLOW)


@pytest.mark.parametrize("name", VENDORS)
def test_nobody_there_is_tried_again(sides: dict[str, Side], name: str, settings: Any) -> None:
    settings.STAND_INS = dict.fromkeys(settings.STAND_INS, "http://127.0.0.1:9")
    why = sides[name].fails()
    assert (why.failure, why.problem) == (Failure.TEMPORARY, Problem.NOT_REACHED)


@pytest.mark.parametrize("name", VENDORS)
def test_it_follows_nobody(sides: dict[str, Side], name: str) -> None:
    why = sides[name].fails(reply("", 302, Location="http://169.254.169.254/latest/meta-data/"))
    assert why.failure == Failure.SETTINGS
    assert len(sides[name].robot.heard) == 1


def test_a_wrong_key_is_the_settings(sides: dict[str, Side]) -> None:
    for name, address in {
        "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=another",
        "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=another",
        "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/another",
        "slack": "https://hooks.slack.com/services/T1JJ3T3L3/A1BRTD4JE/TIiajkdnlazkcOXrIdevi7FX",
        "teams": teams.ADDRESS.replace(teams.SIGNATURE, "another"),
    }.items():
        sides[name].chat = chat(name, address)
        assert sides[name].fails().failure == Failure.SETTINGS, name


def test_dingtalk_signs(sides: dict[str, Side]) -> None:
    side = sides["dingtalk"]
    side.chat = chat("dingtalk", dingtalk.ADDRESS, dingtalk.SECRET)
    send(side.chat, WORDS)
    assert {"timestamp", "sign"} <= set(side.robot.heard[0].query)


def test_no_failure_tells_a_secret(sides: dict[str, Side], caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    caplog.set_level("DEBUG")
    told = [str(side.fails(reply("no", 400))) for side in sides.values()]
    settings.STAND_INS = dict.fromkeys(settings.STAND_INS, "http://127.0.0.1:9")
    told += [str(side.fails()) for side in sides.values()]
    assert [secret for secret in SECRETS if secret in json.dumps(told) + caplog.text] == []


INNER = (
    "127.0.0.1",
    "localhost",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "[::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[::ffff:127.0.0.1]",
    "[2002:7f00:1::]",
    "224.0.0.1",
    "2130706433",
    "0x7f000001",
    "127.1",
)


@pytest.mark.parametrize("host", INNER)
def test_it_never_calls_inside(host: str, sides: dict[str, Side], settings: Any) -> None:
    settings.STAND_INS = {}
    with transport.listening() as talk, pytest.raises(requests.RequestException):
        transport.Transport.post(f"http://{host}:{sides['slack'].robot.port}/", data="{}")
    assert isinstance(talk.error, outside.InnerAddress)
    assert not sides["slack"].robot.heard


def test_a_name_that_leads_inside_at_the_second_look_is_not_followed(
    sides: dict[str, Side], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port))]

    connected: list[Any] = []

    def connect(address: Any, *_more: Any, **_options: Any) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(connections, "create_connection", connect)
    with transport.listening(), pytest.raises(requests.RequestException):
        transport.Transport.post("https://rebinding.example/", data="{}")
    assert (asked, connected) == (["rebinding.example"], [("93.184.215.14", 443)]), "asked once, connected to that"


@pytest.mark.parametrize(
    "address",
    ["json://127.0.0.1/x", "file:///etc/passwd", "mailto://a:b@c.d", "xml://x.y", "dbus://", "slack://T/A", ""],
)
def test_only_schemes_of_the_service_are_spoken(address: str) -> None:
    for service in VENDORS:
        with pytest.raises(Undelivered) as caught:
            send(chat(service, address), WORDS)
        assert caught.value.problem == Problem.NO_SECRET


def test_what_another_key_encrypted_is_the_settings(settings: Any) -> None:
    found = chat("slack", slack.ADDRESS)
    settings.SECRETS_KEYS = ["YW5vdGhlci1rZXktb2YtMzItYnl0ZXMtZXhhY3RseSE="]
    with pytest.raises(Undelivered) as caught:
        send(found, WORDS)
    assert caught.value.failure == Failure.SETTINGS
