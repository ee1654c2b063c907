"""Calls to WeCom: the token of the app's secret, the envelope, and what goes wrong, as `ConnectorError`.

The secret and the token stand in addresses there, so no error of the network is passed on with its cause.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final

from customers.connectors.http import Http
from customers.connectors.interface import Account, ConnectorError, Fault
from customers.connectors.masking import masked
from customers.connectors.signing_in import SignIn
from customers.connectors.wecom import calls, errors

BASE: Final = "https://qyapi.weixin.qq.com"
LIFETIME, MARGIN = datetime.timedelta(seconds=7200), datetime.timedelta(minutes=5)
SHORTEST = datetime.timedelta(seconds=60)

Said = dict[str, Any]


class Client:
    """One corporation, through one app. Repeats a call only when its token was not taken, and then once."""

    def __init__(self, account: Account) -> None:
        self.corp = account.settings.get("corp_id", "").strip()
        self._secret = account.secrets.get("secret", "").strip()
        self._sign_in, self._http = SignIn(account.tokens, self._fetched), Http()

    def read(self, path: str, **params: str | int) -> Said:
        """The answer to a GET that went well. Raises `ConnectorError`."""
        return self._call("GET", path, dict(params))

    def ask(self, path: str, body: Mapping[str, Any]) -> Said:
        """The answer to a POST that went well. Raises `ConnectorError`."""
        return self._call("POST", path, {}, json=dict(body))

    def pages(self, path: str, body: Mapping[str, Any], name: str) -> Iterator[Said]:
        """The rows of the list `name`, page after page by cursor. The same row may come twice."""
        cursor = ""
        while True:
            said = self.ask(path, {**body, "cursor": cursor})
            yield from rows(said, name)
            onward = str(said.get("next_cursor") or "")
            if not onward or said.get("is_last") is True:
                return
            if onward == cursor:
                raise ConnectorError(Fault.LATER, "page_repeated", path)
            cursor = onward

    def _call(self, method: str, path: str, params: dict[str, str | int], **given: Any) -> Said:
        if not self.corp or not self._secret:
            raise ConnectorError(Fault.CONFIG, "settings")
        token = self._sign_in.token()
        try:
            return self._said(method, path, params | {"access_token": token}, **given)
        except ConnectorError as error:
            if error.code not in map(str, errors.TOKEN):
                raise
        return self._said(method, path, params | {"access_token": self._sign_in.token(refused=token)}, **given)

    def _fetched(self) -> tuple[str, datetime.timedelta]:
        try:
            said = self._said("GET", calls.TOKEN, {"corpid": self.corp, "corpsecret": self._secret})
        except ConnectorError as error:
            if error.fault is Fault.PERMANENT:  # what was filled in is all such a call says
                raise ConnectorError(Fault.CONFIG, error.code, error.detail) from None
            raise
        token, seconds = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token:
            raise ConnectorError(Fault.CONFIG, "no_token")
        lifetime = datetime.timedelta(seconds=seconds) if isinstance(seconds, int) else LIFETIME
        return token, max(SHORTEST, min(lifetime, LIFETIME) - MARGIN)

    def _said(self, method: str, path: str, params: dict[str, str | int], **given: Any) -> Said:
        failed = None
        try:
            answer, said = self._http.json(method, BASE + path, params=params, **given)
        except ConnectorError as error:
            failed = error
        if failed is not None:  # anew, outside of the handler: its cause names the whole address
            raise ConnectorError(failed.fault, failed.code, failed.detail, after=failed.after, sent=failed.sent)
        code = said.get("errcode") if isinstance(said, dict) else None
        if not isinstance(code, int):
            raise ConnectorError(Fault.LATER, "no_code", f"HTTP {answer.status_code}", sent=True)
        if code:
            raise errors.fault(code, self._detail(said, str(params.get("access_token") or "")))
        answered: Said = said
        return answered

    def _detail(self, said: Said, token: str) -> str:
        """WeCom's own sentence, without anything that is secret."""
        return masked(str(said.get("errmsg") or ""), (self._secret, token))


def rows(said: Mapping[str, Any], name: str) -> list[Said]:
    """The objects of a list in an answer."""
    found = said.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
