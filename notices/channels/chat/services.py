"""The chat services Baton speaks to: which Apprise scheme each has, and what its answers mean.

Every service answers HTTP 200 to some messages it does not take, and says why in the body. Their codes are those of
their documentation; what is not listed is a refusal for good.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from notices.models import Service


@dataclass(frozen=True)
class Manner:
    """How one service is spoken to.

    `schemes` are the Apprise schemes it may be reached by; `native` is the service's own form of an address, where
    Apprise does not read it. An answer in JSON has its code under one of `codes`; 0 is
    fine. `settings` are codes that say that the robot or its key is set up wrong, `busy` those that ask us to wait.
    """

    schemes: tuple[str, ...]
    example: str
    native: str = ""
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    settings: frozenset[str] = frozenset()
    busy: frozenset[str] = frozenset()


MANNERS: Final[dict[str, Manner]] = {
    Service.DINGTALK: Manner(
        ("dingtalk",),
        "https://oapi.dingtalk.com/robot/send?access_token=…",
        native=r"https://oapi\.dingtalk\.com/robot/send/?\?access_token=(?P<token>[A-Za-z0-9]+)",
        codes=("errcode",),
        words=("errmsg",),
        # no such token; keyword, signature or sender's address not as set; group gone; robot stopped or gone
        settings=frozenset({"300001", "300005", "310000", "400013", "400101", "400102", "400106"}),
        busy=frozenset({"-1", "130101", "410100"}),
    ),
    Service.WECOM: Manner(
        ("wecombot",),
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
        codes=("errcode",),
        words=("errmsg",),
        settings=frozenset({"93000", "40014", "40001", "301019"}),
        busy=frozenset({"45009", "45033", "-1"}),
    ),
    Service.FEISHU: Manner(
        ("feishu",),
        "https://open.feishu.cn/open-apis/bot/v2/hook/…",
        native=r"https://open\.feishu\.cn/open-apis/bot/v2/hook/(?P<token>[A-Za-z0-9-]+)/?",
        codes=("code", "StatusCode"),
        words=("msg", "StatusMessage"),
        settings=frozenset({"19001", "19021", "19022", "19024", "19007"}),
        busy=frozenset({"11232"}),
    ),
    Service.LARK: Manner(
        ("lark",),
        "https://open.larksuite.com/open-apis/bot/v2/hook/…",
        codes=("code", "StatusCode"),
        words=("msg", "StatusMessage"),
        settings=frozenset({"19001", "19021", "19022", "19024", "19007"}),
        busy=frozenset({"11232"}),
    ),
    Service.SLACK: Manner(
        ("slack",),
        "https://hooks.slack.com/services/T…/B…/…",
        words=("error",),
        settings=frozenset(
            {
                "invalid_token",
                "no_active_hooks",
                "no_service",
                "no_service_id",
                "no_team",
                "team_disabled",
                "channel_not_found",
                "channel_is_archived",
                "action_prohibited",
                "invalid_auth",
                "account_inactive",
                "token_revoked",
                "not_in_channel",
            }
        ),
        busy=frozenset({"ratelimited", "rate_limited", "rollup_error"}),
    ),
    Service.TEAMS: Manner(
        ("workflow", "workflows"),
        "https://….logic.azure.com/workflows/…/triggers/manual/paths/invoke?…&sig=…",
    ),
}


def address_for_apprise(service: str, address: str, signing_secret: str = "") -> str:
    """A robot's address, as the service shows it, in the form Apprise reads."""
    manner = MANNERS[service]
    if manner.native and (found := re.fullmatch(manner.native, address.strip())):
        return f"{manner.schemes[0]}://{signing_secret + '@' if signing_secret else ''}{found['token']}/"
    return address.strip()


def said(manner: Manner, body: Any) -> tuple[str, str]:
    """The code and the words of an answer in JSON; an empty code when it is fine."""
    if not isinstance(body, dict):
        return "", ""
    code = next((str(body[name]) for name in manner.codes if name in body), "")
    words = next((str(body[name]) for name in manner.words if body.get(name)), "")
    if not manner.codes and body.get("ok") is False:
        code = words
    return ("", "") if code in {"", "0"} else (code, words)
