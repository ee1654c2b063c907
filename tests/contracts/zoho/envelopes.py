"""How Zoho CRM v8 words its answers; sentences and codes are those of its OpenAPI description."""

from typing import Any

from tests.contracts.simulator import Reply, reply


def entry(code: str, message: str, **details: Any) -> dict[str, Any]:
    """What is said of one record, or of a call."""
    return {
        "code": code,
        "details": details,
        "message": message,
        "status": "success" if code == "SUCCESS" else "error",
    }


def refused(status: int, code: str, message: str, **details: Any) -> Reply:
    """A call that got nothing."""
    return reply(entry(code, message, **details), status)


BUSY = refused(429, "TOO_MANY_REQUESTS", "You have made too many requests in a short time")
BROKEN = refused(500, "INTERNAL_ERROR", "Internal Server Error")
STALE = refused(401, "INVALID_TOKEN", "invalid oauth token")
NO_AUTH = refused(401, "AUTHENTICATION_FAILURE", "Authentication failed")
SCOPE = refused(401, "OAUTH_SCOPE_MISMATCH", "Unauthorized")
NO_RIGHT = refused(
    403,
    "NO_PERMISSION",
    "You do not have permission to perform this operation",
    permissions=["Crm_Implied_Change_Owner_Accounts"],
)
MODIFIED = refused(412, "RECORD_MODIFIED", "The record has been modified")
ERROR_IN_200 = refused(200, "INTERNAL_ERROR", "Internal Server Error")
STALE_IN_200 = refused(200, "INVALID_TOKEN", "invalid oauth token")
PROXY_PAGE = reply("<html>502 Bad Gateway</html>", 502)
BAD_URL = refused(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one")
BAD_METHOD = refused(400, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one")
BAD_MODULE = refused(400, "INVALID_MODULE", "the module name given seems to be invalid", resource_path_index=0)
BAD_TOKEN_BODY = reply({"error": "invalid_code"})
TOO_MANY_TOKENS = reply(
    {
        "error_description": "You have made too many requests continuously. Please try again after some time.",
        "error": "Access Denied",
        "status": "failure",
    },
    400,
)
