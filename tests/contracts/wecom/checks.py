"""What the simulated WeCom takes for a call, and what it refuses."""

from typing import Any

from tests.contracts.wecom.corp import Corp

LONGEST_MESSAGE = 200


class Refusal(Exception):
    """An error code other than 0."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code, self.message = code, message


def mapping(given: Any) -> dict[str, Any]:
    """An object in JSON."""
    if not isinstance(given, dict):
        raise Refusal(40058, "invalid request parameter")
    return given


def text(body: dict[str, Any], name: str) -> str:
    """A text that has to be there."""
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise Refusal(40058, f"{name} is required")
    return found


def texts(body: dict[str, Any], name: str, most: int) -> list[str]:
    """A list of texts, neither empty nor too long."""
    found = body.get(name)
    if not isinstance(found, list) or not 1 <= len(found) <= most or not all(isinstance(each, str) for each in found):
        raise Refusal(40058, f"{name} must be a list of 1 to {most}")
    return found


def cursor(body: dict[str, Any]) -> int:
    """Where a page begins."""
    given = body.get("cursor", "")
    if given and (not isinstance(given, str) or not given.removeprefix("CURSOR").isdigit()):
        raise Refusal(40058, "invalid cursor")
    return int(given.removeprefix("CURSOR")) if given else 0


def member(corp: Corp, userid: str) -> None:
    """Somebody who is there and may have customers."""
    if userid not in corp.members:
        raise Refusal(60111, "userid not found")
    if userid in corp.without_contact:
        raise Refusal(84074, "user has no external contact permission")


def giver(corp: Corp, userid: str, *, resigned: bool) -> None:
    """Whose customers they are: somebody who has left, or somebody who has not."""
    if resigned and userid in corp.members:
        raise Refusal(40097, "member has not left")
    if userid not in (corp.left if resigned else corp.members):
        raise Refusal(60111, "userid not found")


def pair(corp: Corp, body: dict[str, Any], *, resigned: bool) -> tuple[str, str]:
    """Who gives and who takes."""
    gives, takes = text(body, "handover_userid"), text(body, "takeover_userid")
    message = body.get("transfer_success_msg", "")
    if not isinstance(message, str) or len(message) > LONGEST_MESSAGE or (message and resigned):
        raise Refusal(40058, "transfer_success_msg")
    if gives == takes:
        raise Refusal(40130, "handover and takeover are the same")
    giver(corp, gives, resigned=resigned)
    member(corp, takes)
    if takes in corp.unverified:
        raise Refusal(40098, "takeover user is not verified")
    return gives, takes
