"""The access token: fetched with the refresh token by one worker at a time, kept for as long as it is good."""

import datetime
from collections.abc import Sequence

from customers.connectors.http import Http
from customers.connectors.interface import Account, ConnectorError, Fault
from customers.connectors.signing_in import SignIn

#: A token is given up this long before it runs out, so that it does not do so on its way.
EARLY = datetime.timedelta(minutes=1)
#: Ten tokens in ten minutes are given, then none until these are over.
WINDOW = datetime.timedelta(minutes=10)
BUSY = frozenset({"access_denied", "too_many_requests"})
BROKEN = frozenset({"general_error", "server_error", "internal_error", "temporarily_unavailable"})


class OAuth(SignIn):
    """Access tokens of one connection."""

    def __init__(self, http: Http, host: str, account: Account, secrets: Sequence[str]) -> None:
        super().__init__(account.tokens, self._ask)
        self._http, self._url, self._account, self._secrets = http, f"https://{host}/oauth/v2/token", account, secrets

    def _ask(self) -> tuple[str, datetime.timedelta]:
        known = {**self._account.settings, **self._account.secrets}
        form = {name: known.get(name, "") for name in ("client_id", "client_secret", "refresh_token")}
        answer, body = self._http.json("POST", self._url, data={"grant_type": "refresh_token", **form})
        said = body if isinstance(body, dict) else {}
        token = said.get("access_token")
        if not isinstance(token, str) or not token:  # an error may come with HTTP 200
            raise self._error(answer.status_code, str(said.get("error") or ""))
        seconds = said.get("expires_in")
        lifetime = datetime.timedelta(seconds=seconds if isinstance(seconds, int) else 3600)
        return token, max(lifetime - EARLY, datetime.timedelta(seconds=1))

    def _error(self, status: int, said: str) -> ConnectorError:
        code = said.strip().lower().replace(" ", "_")[:60]
        for secret in self._secrets:
            code = code.replace(secret.lower(), "…")
        if status == 429 or code in BUSY:
            return ConnectorError(Fault.LATER, code or "HTTP 429", after=WINDOW)
        if status >= 500 or code in BROKEN or not code:
            return ConnectorError(Fault.LATER, code or f"HTTP {status}")
        return ConnectorError(Fault.CONFIG, code)
