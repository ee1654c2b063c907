"""Calls to Fxiaoke's gateway: the token, the envelope, and what goes wrong, as `ConnectorError`."""

import datetime
import json
import uuid
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.utils import timezone

from customers.connectors.fxiaoke import calls, errors
from customers.connectors.http import Http
from customers.connectors.interface import Account, ConnectorError, Fault
from customers.connectors.masking import masked
from customers.connectors.signing_in import SignIn

#: The gateway of each cloud a firm can be on; `www.fxiaoke.com` is the application and no gateway.
GATEWAYS: Final = {
    "fxiaoke": "open.fxiaoke.com",
    "huawei": "open-hwcloud.fxiaoke.com",
    "ali": "open-ale.fxiaoke.com",
    "hong_kong": "open-ksc.sharecrm.com",
    "frankfurt": "open-hws.fxiaoke.com",
    "north_america": "open-na.sharecrm.com",
}
#: Until 6,600 seconds of its 7,200 the same token is given out again: it is kept for as long.
LIFETIME, MARGIN = datetime.timedelta(seconds=6600), datetime.timedelta(seconds=600)
SHORTEST = datetime.timedelta(seconds=60)

Answered = dict[str, Any]


class Token(NamedTuple):
    """What opens the gateway: the token, and the firm's account it is for."""

    access: str
    ea: str

    def __repr__(self) -> str:
        """Say nothing that must not be said."""
        return f"<Token of {self.ea}>"


class Client:
    """One firm's gateway. Repeats a call only when its token was not taken, and then once: nothing was done by it."""

    def __init__(self, account: Account) -> None:
        self.user = account.settings.get("user_id", "").strip()
        self._app = account.settings.get("app_id", "").strip()
        self._secrets, self._sign_in = account.secrets, SignIn(account.tokens, self._fetched)
        gateway = GATEWAYS.get(account.settings.get("cloud") or "fxiaoke")
        if gateway is None:
            raise ConnectorError(Fault.CONFIG, "unknown_cloud")
        self._base, self._http = f"https://{gateway}", Http()

    @property
    def ea(self) -> str:
        """The firm's account there; asks for a token when there is none."""
        return self._token().ea

    def call(self, path: str, body: Answered) -> Answered:
        """The whole answer to a call that went well. Raises `ConnectorError`."""
        token = self._token()
        try:
            return self._with(token, path, body)
        except ConnectorError as error:
            if error.code not in map(str, errors.TOKEN):
                raise
        return self._with(self._token(refused=token), path, body)

    def _with(self, token: Token, path: str, body: Answered) -> Answered:
        headers = {"authorization": f"Bearer {token.access}", "x-fs-ea": token.ea, "x-fs-userid": self.user}
        # Employees by their CRM ids, everywhere.
        return self._post(path, {"convertUserId": False, **body}, headers, token.access)

    def _token(self, refused: Token | None = None) -> Token:
        """The token in use; a new one when there is none or Fxiaoke `refused` it."""
        access, ea = json.loads(self._sign_in.token(json.dumps(refused) if refused else ""))
        return Token(str(access), str(ea))

    def _fetched(self) -> tuple[str, datetime.timedelta]:
        body = {
            "appId": self._app,
            "appSecret": self._secrets.get("app_secret", ""),
            "permanentCode": self._secrets.get("permanent_code", ""),
            "grantType": "app_secret",
        }
        said = self._post(calls.TOKEN, body, {})
        access, ea = said.get("accessToken"), said.get("ea")
        if not isinstance(access, str) or not isinstance(ea, str) or not access or not ea:
            raise ConnectorError(Fault.CONFIG, "no_token")
        return json.dumps(Token(access, ea)), _lifetime(said.get("expiresIn"))

    def _post(self, path: str, body: Answered, headers: dict[str, str], *more_secrets: str) -> Answered:
        params = {"thirdTraceId": str(uuid.uuid4())}
        _answer, said = self._http.json("POST", self._base + path, params=params, json=body, headers=headers)
        code = said.get("errorCode") if isinstance(said, dict) else None
        if not isinstance(code, int):
            raise ConnectorError(Fault.LATER, "no_code", sent=True)
        if code:
            detail = self._detail(said, more_secrets)
            raise errors.fault(code, detail, timezone.now(), path)
        answered: Answered = said
        return answered

    def _detail(self, said: Answered, more_secrets: Iterable[str]) -> str:
        """Fxiaoke's own sentence and its trace, without anything that is secret."""
        words = [str(said.get(name) or "") for name in ("errorMessage", "errorDescription", "traceId")]
        detail = " · ".join(word for word in words if word)
        return masked(detail, (*self._secrets.values(), *more_secrets))


def _lifetime(left: object) -> datetime.timedelta:
    """How long to keep a token that has so many seconds left, as far as that is said."""
    if not isinstance(left, int) or left <= 0:
        return LIFETIME
    return min(LIFETIME, max(SHORTEST, datetime.timedelta(seconds=min(left, 7200)) - MARGIN))
