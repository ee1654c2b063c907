"""HTTP for connectors: what the network does wrong, as `ConnectorError`. What a vendor says is its client's."""

import datetime
from typing import Any

import requests

from customers.connectors.interface import ConnectorError, Fault
from web import outside

#: Bytes of an answer that are taken; one more tells that it is longer.
MOST = 32 * 1024 * 1024
LIMITS = outside.Limits(read=30, whole=60, most=MOST + 1)


def fault_of(status: int) -> Fault:
    """What the status of a call that got nothing means, where the vendor's code says nothing better."""
    if status in (408, 429) or status >= 500:
        return Fault.LATER
    if status in (409, 412):
        return Fault.CONFLICT
    return Fault.CONFIG if status in (301, 302, 307, 308, 401, 403) else Fault.PERMANENT


def pause(answer: outside.Answer) -> datetime.timedelta | None:
    """How long to wait at least, where `Retry-After` says so in seconds."""
    told = answer.headers.get("retry-after", "")
    return datetime.timedelta(seconds=int(told[:6])) if told.isascii() and told.isdigit() else None


class Http:
    """Calls to one vendor over connections that are kept. Never repeats a call."""

    def __init__(self) -> None:
        self._session = outside.session()

    def ask(self, method: str, url: str, **given: Any) -> outside.Answer:
        """One call with `params`, `json`, `data`, `headers`; any status is an answer.

        Raises `ConnectorError`: CONFIG when the host is not to be called or shows a wrong certificate, else LATER, with
        `sent` unless it is certain that the call never reached the vendor.
        """
        try:
            answer = outside.ask(method, url, given, using=self._session, limits=LIMITS)
        except outside.InnerAddress as error:
            raise ConnectorError(Fault.CONFIG, "inner_address") from error
        except requests.exceptions.SSLError as error:
            raise ConnectorError(Fault.CONFIG, "certificate") from error
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema) as error:
            raise ConnectorError(Fault.CONFIG, "address") from error
        except requests.exceptions.ConnectTimeout as error:
            raise ConnectorError(Fault.LATER, "unreachable") from error
        except requests.RequestException as error:
            raise ConnectorError(Fault.LATER, "no_answer", sent=True) from error
        if len(answer.content) > MOST:
            raise ConnectorError(Fault.PERMANENT, "answer_too_long", sent=True)
        return answer

    def json(self, method: str, url: str, **given: Any) -> tuple[outside.Answer, Any]:
        """As `ask`, with the body read as JSON. One that is no JSON (a proxy's page) is LATER and `sent`."""
        answer = self.ask(method, url, **given)
        body = answer.body
        if body is None and answer.content.strip():
            raise ConnectorError(Fault.LATER, "no_json", f"HTTP {answer.status_code}", sent=True)
        return answer, body
