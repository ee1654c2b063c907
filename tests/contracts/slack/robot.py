"""Slack's incoming webhook, as its documentation has it: the text `ok`, or a word and a status that say what is wrong.

https://api.slack.com/messaging/webhooks#handling_errors
"""

from tests.contracts.simulator import Call, Reply, Simulator, reply

PATH = "/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
ADDRESS = f"https://hooks.slack.com{PATH}"

BUSY = reply("rate_limited", 429, Retry_After="30")
GONE = reply("no_service", 404)
ARCHIVED = reply("channel_is_archived", 410)
ROLLUP = reply("rollup_error", 500)
BAD_PAYLOAD = reply("invalid_payload", 400)


def _answer(call: Call) -> Reply:
    if call.path != PATH:
        return reply("invalid_token", 403)
    said = call.body.get("text") or any(part.get("text") for part in call.body.get("attachments", []))
    return reply("ok") if said else reply("no_text", 400)


def robot() -> Simulator:
    """A webhook at `PATH`."""
    return Simulator(_answer, "hooks.slack.com")
