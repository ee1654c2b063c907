"""How Salesforce words its answers: errors are lists."""

from typing import Any

from tests.contracts.simulator import Reply, reply


def refused(status: int, code: str, message: str, fields: list[str] | None = None) -> Reply:
    """A call that got nothing."""
    entry: dict[str, Any] = {"message": message, "errorCode": code}
    return reply([entry | ({"fields": fields} if fields else {})], status)


def row_error(code: str, message: str, *fields: str) -> dict[str, Any]:
    """A record of a collection that failed; its id is not told."""
    return {"success": False, "errors": [{"statusCode": code, "message": message, "fields": list(fields)}]}


STALE = refused(401, "INVALID_SESSION_ID", "Session expired or invalid")
USED_UP = refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
NO_RIGHT = refused(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on cross-reference id")
LOCKED = refused(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")
BROKEN = reply([{"message": "An unexpected error occurred.", "errorCode": "UNKNOWN_EXCEPTION"}], 500)
PROXY_PAGE = reply("<html>502 Bad Gateway</html>", 502)
NOT_FOUND = refused(404, "NOT_FOUND", "The requested resource does not exist")
BAD_QUERY = refused(400, "MALFORMED_QUERY", "unexpected token")
BAD_GRANT = reply({"error": "invalid_grant", "error_description": "user hasn't approved this consumer"}, 400)
BAD_CLIENT = reply({"error": "invalid_client_id", "error_description": "client identifier invalid"}, 400)
BAD_SECRET = reply({"error": "invalid_client", "error_description": "invalid client credentials"}, 400)
INACTIVE = row_error("INACTIVE_OWNER_OR_USER", "operation performed with inactive user", "OwnerId")
LOCKED_ROW = row_error("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")
NO_ACCESS_ROW = row_error("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
DELETED_ROW = row_error("ENTITY_IS_DELETED", "entity is deleted")
