"""Calls to Zoho CRM v8: hosts by region, the token, and answers that are errors."""

from collections.abc import Mapping
from typing import Any

from customers.connectors.http import Http
from customers.connectors.interface import Account, ConnectorError, Fault
from customers.connectors.zoho import errors
from customers.connectors.zoho.oauth import OAuth
from web.outside import Answer

#: Region → (what follows `www.`, where tokens come from).
REGIONS = {
    "us": ("zohoapis.com", "accounts.zoho.com"),
    "eu": ("zohoapis.eu", "accounts.zoho.eu"),
    "in": ("zohoapis.in", "accounts.zoho.in"),
    "cn": ("zohoapis.com.cn", "accounts.zoho.com.cn"),
    "au": ("zohoapis.com.au", "accounts.zoho.com.au"),
    "jp": ("zohoapis.jp", "accounts.zoho.jp"),
    "ca": ("zohoapis.ca", "accounts.zohocloud.ca"),
    "sa": ("zohoapis.sa", "accounts.zoho.sa"),
}
ENVIRONMENTS = {"production": "www", "sandbox": "sandbox", "developer": "developer"}
#: Regions whose sandboxes have no documented address.
ONLY_PRODUCTION = frozenset({"ca", "sa"})


class Client:
    """One connection to one organisation."""

    def __init__(self, account: Account) -> None:
        known = {**account.settings, **account.secrets}
        region, environment = known.get("region") or "us", known.get("environment") or "production"
        if region not in REGIONS or environment not in ENVIRONMENTS:
            raise ConnectorError(Fault.CONFIG, "region")
        if environment != "production" and region in ONLY_PRODUCTION:
            raise ConnectorError(Fault.CONFIG, "no_sandbox")
        self._missing = [name for name in ("client_id", "client_secret", "refresh_token") if not known.get(name)]
        host, accounts = REGIONS[region]
        self._base = f"https://{ENVIRONMENTS[environment]}.{host}/crm/v8/"
        self._secrets = [known[name] for name in ("client_secret", "refresh_token", "client_id") if known.get(name)]
        self._http = Http()
        self._oauth = OAuth(self._http, accounts, account, self._secrets)

    def read(
        self, path: str, params: Mapping[str, str | int], headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What is at `path`; empty when there is nothing (204) or nothing new (304)."""
        answer, body = self._ask("GET", path, params=dict(params), headers=dict(headers or {}))
        if answer.status_code in (204, 304):
            return {}
        refused = errors.refusal(body)
        if answer.status_code != 200 or refused or not isinstance(body, dict):
            raise errors.error(answer, refused, self._secrets)
        return body

    def write(self, path: str, body: Mapping[str, Any]) -> tuple[Answer, list[errors.Entry]]:
        """What is said of each record, or of the call as a whole.

        Raises only for what has nothing to do with the records: limits, faults of theirs, the token.
        """
        answer, said = self._ask("POST", path, json=dict(body))
        found = errors.entries(said)
        first = errors.refusal(said)
        if answer.status_code in (401, 408, 429) or answer.status_code >= 500:
            raise errors.error(answer, first, self._secrets)
        if not any(isinstance(entry.get("code"), str) for entry in found):
            if answer.status_code < 300:
                raise ConnectorError(Fault.LATER, "no_result", sent=True)
            raise errors.error(answer, None, self._secrets)
        return answer, found

    def error(self, answer: Answer, entry: errors.Entry) -> ConnectorError:
        """An entry of `write` as the failure of the whole call."""
        return errors.error(answer, entry, self._secrets)

    def sentence(self, entry: errors.Entry) -> str:
        """What an entry says, fit to be shown."""
        return errors.sentence(entry, self._secrets)

    def _ask(self, method: str, path: str, **given: Any) -> tuple[Answer, Any]:
        if self._missing:
            raise ConnectorError(Fault.CONFIG, "settings", ", ".join(self._missing))
        answer, body, token = self._once(method, path, given)
        if self._is_stale(body):
            answer, body, _token = self._once(method, path, given, refused=token)
        return answer, body

    def _once(self, method: str, path: str, given: Mapping[str, Any], *, refused: str = "") -> tuple[Answer, Any, str]:
        token = self._oauth.token(refused)
        if token not in self._secrets:
            self._secrets.append(token)
        headers = {"Authorization": f"Zoho-oauthtoken {token}", **given.get("headers", {})}
        answer, body = self._http.json(method, self._base + path, **{**given, "headers": headers})
        return answer, body, token

    @staticmethod
    def _is_stale(body: Any) -> bool:
        refused = errors.refusal(body)
        return refused is not None and refused["code"] in errors.STALE_TOKEN
