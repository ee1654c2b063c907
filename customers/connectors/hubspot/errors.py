"""What HubSpot says when something is wrong, as `ConnectorError`: by the HTTP status, with the code it names."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from customers.connectors import http
from customers.connectors.interface import ConnectorError
from customers.connectors.masking import masked
from web.outside import Answer

Entry = Mapping[str, Any]

#: The category of limits, in the rows of a batch as well.
LIMITS = "RATE_LIMITS"
#: How long the limit of each name lasts at most.
WAITS = {
    "SECONDLY": datetime.timedelta(seconds=1),
    "TEN_SECONDLY_ROLLING": datetime.timedelta(seconds=10),
    "DAILY": datetime.timedelta(hours=1),
}


def code_of(entry: Entry) -> str:
    """What an error is called: the limit that was reached, else its category. All keys may be missing."""
    return str(entry.get("policyName") or entry.get("category") or entry.get("errorType") or "")


def error(answer: Answer, body: Any, secrets: Sequence[str]) -> ConnectorError:
    """The failure of a whole call. After a fault of theirs (5xx) it may have taken effect all the same."""
    status, said = answer.status_code, body if isinstance(body, dict) else {}
    code = code_of(said)
    return ConnectorError(
        http.fault_of(status),
        code or f"HTTP {status}",
        masked(str(said.get("message") or ""), secrets),
        after=(http.pause(answer) or WAITS.get(code)) if status == 429 else None,
        sent=status >= 500,
    )


def of_rows(body: Mapping[str, Any]) -> list[Entry]:
    """The errors of a batch that was done in part (207)."""
    found = body.get("errors")
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def ids_of(entry: Entry) -> list[str]:
    """The records an error of a batch is about."""
    context = entry.get("context")
    ids = context.get("ids") if isinstance(context, dict) else None
    return [str(each) for each in ids] if isinstance(ids, list) else []
