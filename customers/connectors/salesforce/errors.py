"""What Salesforce says when something is wrong, as `ConnectorError`: by its code first, by the HTTP status without."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from customers.connectors import http
from customers.connectors.interface import ConnectorError, Fault
from customers.connectors.masking import masked
from web.outside import Answer

Entry = Mapping[str, Any]

#: The session is over; with a fresh token there may be another.
STALE = "INVALID_SESSION_ID"
#: The calls of 24 hours are used up: no use in asking every minute.
USED_UP = "REQUEST_LIMIT_EXCEEDED"
REST = datetime.timedelta(hours=1)
FAULTS = {
    STALE: Fault.CONFIG,
    USED_UP: Fault.LATER,
    "UNABLE_TO_LOCK_ROW": Fault.LATER,
    "NOT_FOUND": Fault.CONFIG,  # of a call, not of a record: such a version of the API is not there
}
#: What the sign-in says when it may work later.
BUSY = frozenset({"server_error", "temporarily_unavailable", "rate_limit_exceeded"})


def entry(body: Any) -> Entry:
    """The first error of an answer, a list of `{"message", "errorCode", "fields"}`; empty when there is none."""
    first = body[0] if isinstance(body, list) and body else None
    return first if isinstance(first, dict) and isinstance(first.get("errorCode"), str) else {}


def of_row(row: Entry) -> tuple[str, Entry]:
    """The code and the first error of one record of a collection; empty when it names none."""
    found = row.get("errors")
    first: Entry = found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}
    return str(first.get("statusCode") or ""), first


def fault_of(status: int, code: str) -> Fault:
    """What a code (empty: none) with an HTTP status means. A code of theirs that is not known is about this call."""
    return FAULTS.get(code) or http.fault_of(status)


def error(answer: Answer, body: Any, secrets: Sequence[str]) -> ConnectorError:
    """The failure of a whole call. After a fault of theirs (5xx) it may have taken effect all the same."""
    status, said = answer.status_code, entry(body)
    code = str(said.get("errorCode") or "")
    return ConnectorError(
        fault_of(status, code),
        code or f"HTTP {status}",
        masked(str(said.get("message") or ""), secrets),
        after=REST if code == USED_UP else http.pause(answer),
        sent=status >= 500,
    )


def not_signed_in(status: int, body: Any, secrets: Sequence[str]) -> ConnectorError:
    """Why there is no token: `{"error", "error_description"}`."""
    said = body if isinstance(body, dict) else {}
    code = masked(str(said.get("error") or ""), secrets)[:60]
    detail = masked(str(said.get("error_description") or ""), secrets)
    if status in (408, 429) or status >= 500 or code in BUSY or not code:
        return ConnectorError(Fault.LATER, code or f"HTTP {status}", detail)
    return ConnectorError(Fault.CONFIG, code, detail)
