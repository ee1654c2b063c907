"""Calls to one Salesforce organisation: its host, the token, its limit of calls, and answers that are errors."""

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from customers.connectors.http import Http
from customers.connectors.interface import Account, ConnectorError, Fault
from customers.connectors.masking import masked
from customers.connectors.salesforce import errors
from customers.connectors.signing_in import SignIn
from web.outside import Answer

#: A firm's own host ("My Domain"): the only one that gives tokens to an app by its own keys.
MY_DOMAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*\.my\.salesforce\.com")
VERSION: Final = re.compile(r"[1-9][0-9]{1,2}\.0")
USUAL_VERSION: Final = "62.0"
#: How long a token lasts is not said: as long as a session, two hours unless the firm has set less.
LIFETIME: Final = datetime.timedelta(minutes=110)
#: `api-usage=18/5000; per-app-api-usage=17/250(appName=x)`: what is left is for the firm's other programs.
USAGE: Final = re.compile(r"api-usage=(\d+)/(\d+)")
ENOUGH: Final = 0.9


class Client:
    """One connection to one organisation."""

    def __init__(self, account: Account) -> None:
        known = {**account.settings, **account.secrets}
        #: Where the organisation signs in.
        self.host = host_of(known.get("host") or "")
        version = known.get("version") or USUAL_VERSION
        if not VERSION.fullmatch(version):
            raise ConnectorError(Fault.CONFIG, "api_version")
        self._keys = {name: known.get(name) or "" for name in ("client_id", "client_secret")}
        if missing := [name for name, value in self._keys.items() if not value]:
            raise ConnectorError(Fault.CONFIG, "settings", ", ".join(missing))
        self._data = f"/services/data/v{version}/"
        self._secrets = [self._keys["client_secret"]]
        self._http, self._sign_in = Http(), SignIn(account.tokens, self._fetched)
        self._used = 0.0

    def query(self, asked: str) -> dict[str, Any]:
        """The first page of what a question finds."""
        return self._page(self._data + "query", {"q": asked})

    def onward(self, path: str) -> dict[str, Any]:
        """The next page, at the `nextRecordsUrl` of the one before."""
        if not path.startswith("/services/data/"):
            raise ConnectorError(Fault.PERMANENT, "no_such_place")
        return self._page(path, {})

    def write(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """What is said of a write that was taken as a whole."""
        return self._ask(method, self._data + path, json=dict(body))

    def sentence(self, entry: errors.Entry) -> str:
        """What is said of one record, fit to be shown."""
        return masked(str(entry.get("message") or ""), self._secrets)

    def _page(self, path: str, params: Mapping[str, str]) -> dict[str, Any]:
        body = self._ask("GET", path, params=dict(params))
        if not isinstance(body, dict) or not isinstance(body.get("records"), list):
            raise ConnectorError(Fault.PERMANENT, "no_list", path)
        return body

    def _ask(self, method: str, path: str, **given: Any) -> Any:
        if self._used >= ENOUGH:
            raise ConnectorError(Fault.LATER, "limit_near", after=errors.REST)
        answer, body, kept = self._once(method, path, given)
        if errors.entry(body).get("errorCode") == errors.STALE:
            answer, body, _kept = self._once(method, path, given, refused=kept)
        if answer.status_code not in (200, 201, 204):
            raise errors.error(answer, body, self._secrets)
        return body

    def _once(self, method: str, path: str, given: Mapping[str, Any], *, refused: str = "") -> tuple[Answer, Any, str]:
        kept = self._sign_in.token(refused)
        token, host = json.loads(kept)
        if token not in self._secrets:
            self._secrets.append(token)
        headers = {"Authorization": f"Bearer {token}"}
        answer, body = self._http.json(method, f"https://{host}{path}", **{**given, "headers": headers})
        self._used = used(answer)
        return answer, body, kept

    def _fetched(self) -> tuple[str, datetime.timedelta]:
        form = {"grant_type": "client_credentials", **self._keys}
        answer, body = self._http.json("POST", f"https://{self.host}/services/oauth2/token", data=form)
        told = body if answer.status_code == 200 and isinstance(body, dict) else {}
        token = told.get("access_token")
        if not isinstance(token, str) or not token:
            raise errors.not_signed_in(answer.status_code, body, self._secrets)
        host = host_of(str(told.get("instance_url") or self.host))
        return json.dumps([token, host]), LIFETIME


def host_of(told: str) -> str:
    """The host, as it is or in an address. Raises `ConnectorError` for any that is not a firm's own at Salesforce."""
    host = told.strip().lower().removeprefix("https://").removesuffix("/")
    if not MY_DOMAIN.fullmatch(host):
        raise ConnectorError(Fault.CONFIG, "no_my_domain")
    return host


def used(answer: Answer) -> float:
    """Which part of the calls of 24 hours is used up, by the firm or by this app."""
    told = USAGE.findall(answer.headers.get("sforce-limit-info", ""))
    return max((int(now) / int(most) for now, most in told if int(most)), default=0.0)
