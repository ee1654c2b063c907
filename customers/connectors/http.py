"""HTTP for connectors: what the network does wrong, as `ConnectorError`. What a vendor says is its client's."""

from typing import Any

import requests

from customers.connectors.interface import ConnectorError, Fault
from web import outside

#: Bytes of an answer that are taken; one more tells that it is longer.
MOST = 32 * 1024 * 1024
LIMITS = outside.Limits(read=30, whole=60, most=MOST + 1)


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
