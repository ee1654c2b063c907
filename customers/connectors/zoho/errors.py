"""What Zoho says when something is wrong, as `ConnectorError`: by its code first, by the HTTP status without one."""

from collections.abc import Mapping, Sequence
from typing import Any

from customers.connectors import http
from customers.connectors.interface import ConnectorError, Fault
from customers.connectors.masking import masked
from web.outside import Answer

#: One entry of an answer: `{"code", "details", "message", "status"}`.
Entry = Mapping[str, Any]

SUCCESS = "SUCCESS"
#: The token is not taken; a fresh one may be.
STALE_TOKEN = frozenset({"INVALID_TOKEN", "AUTHENTICATION_FAILURE"})
#: The place in a long list is not known any more: the list has to be read from its beginning.
LOST_PLACE = frozenset({"EXPIRED_VALUE", "TOKEN_BOUND_DATA_MISMATCH"})
FAULTS = {
    "TOO_MANY_REQUESTS": Fault.LATER,
    "INTERNAL_ERROR": Fault.LATER,
    "INTERNAL_SERVER_ERROR": Fault.LATER,
    "INVALID_TOKEN": Fault.CONFIG,
    "AUTHENTICATION_FAILURE": Fault.CONFIG,
    "OAUTH_SCOPE_MISMATCH": Fault.CONFIG,
    "NO_PERMISSION": Fault.CONFIG,
    "PAGINATION_LIMIT_EXCEEDED": Fault.CONFIG,  # more records than can be listed: begun again it would end here again
    "RECORD_MODIFIED": Fault.CONFLICT,
}


def entries(body: Any) -> list[Entry]:
    """The entries of an answer, whether it holds a list of them, a single one, or is one itself."""
    if not isinstance(body, dict):
        return []
    found = body.get("data", body)
    return [entry for entry in (found if isinstance(found, list) else [found]) if isinstance(entry, dict)]


def refusal(body: Any) -> Entry | None:
    """The entry that says why a call got nothing; also when it came with HTTP 200."""
    return next((entry for entry in entries(body) if is_error(entry)), None)


def is_error(entry: Entry) -> bool:
    """Whether an entry says that something is wrong."""
    return entry.get("status") == "error" and isinstance(entry.get("code"), str)


def details(entry: Entry) -> Mapping[str, Any]:
    """What an entry says beside its code."""
    found = entry.get("details")
    return found if isinstance(found, dict) else {}


def fault_of(status: int, code: str) -> Fault:
    """What a code (empty: none) with an HTTP status means. A code of theirs that is not known is about this call."""
    found = http.fault_of(status)
    if not code or found is Fault.LATER:
        return found
    return FAULTS.get(code, Fault.CONFIG if status == 401 else Fault.PERMANENT)


def error(answer: Answer, entry: Entry | None, secrets: Sequence[str]) -> ConnectorError:
    """The failure of a whole call. After a fault of theirs (5xx) it may have taken effect all the same."""
    status, code = answer.status_code, str((entry or {}).get("code") or "")
    return ConnectorError(
        fault_of(status, code),
        code or f"HTTP {status}",
        sentence(entry or {}, secrets),
        after=http.pause(answer),
        sent=status >= 500 or (status != 429 and FAULTS.get(code) is Fault.LATER),
    )


def sentence(entry: Entry, secrets: Sequence[str]) -> str:
    """Zoho's own words, with the rights that are missing, and without any secret."""
    said = str(entry.get("message") or "")
    rights = details(entry).get("permissions")
    if isinstance(rights, list) and rights:
        said = f"{said} ({', '.join(map(str, rights))})"
    return masked(said, secrets)
