"""How HubSpot words its answers; all keys of an error may be missing."""

from typing import Any

from tests.contracts.simulator import Reply, reply

CORRELATION = "aeb5f871-7f07-4993-9211-075dc63e7cbf"


def refused(status: int, category: str, message: str) -> Reply:
    """A call that got nothing."""
    told = {"status": "error", "message": message, "correlationId": CORRELATION, "category": category}
    return reply(told, status)


def busy(policy: str) -> Reply:
    """A limit was reached."""
    told = {"status": "error", "message": f"You have reached your {policy.lower()} limit.", "errorType": "RATE_LIMIT"}
    return reply(told | {"correlationId": CORRELATION, "policyName": policy}, 429)


def batch(results: list[dict[str, Any]], errors: list[dict[str, Any]], stamp: str) -> Reply:
    """A batch: 207 when a part of it failed."""
    told: dict[str, Any] = {"status": "COMPLETE", "results": results, "startedAt": stamp, "completedAt": stamp}
    return reply(told | {"numErrors": len(errors), "errors": errors}, 207) if errors else reply(told)


def row_error(category: str, message: str, *ids: str) -> dict[str, Any]:
    """What failed in a batch, by the ids of its context."""
    return {"status": "error", "category": category, "message": message, "context": {"ids": list(ids)}}


TEN_SECONDLY = busy("TEN_SECONDLY_ROLLING")
SECONDLY = busy("SECONDLY")
DAILY = busy("DAILY")
BROKEN = reply({"status": "error", "message": "internal error", "correlationId": CORRELATION}, 500)
PROXY_PAGE = reply("<html>502 Bad Gateway</html>", 502)
NO_AUTH = refused(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
NO_RIGHT = reply({"status": "error", "message": "This app hasn't been granted all required scopes."}, 403)
NOT_FOUND = reply({"status": "error", "message": "resource not found"}, 404)
EMPTY_ERROR = reply({}, 400)


def invalid(message: str) -> Reply:
    """A body or a parameter that is wrong."""
    return refused(400, "VALIDATION_ERROR", message)
