"""WeCom's group robot, as its documentation has it: HTTP 200 with `errcode`.

https://developer.work.weixin.qq.com/document/path/91770
"""

from tests.contracts.simulator import Call, Reply, Simulator, reply

KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"

BUSY = reply({"errcode": 45009, "errmsg": "api freq out of limit, hint: [1700000000]"})
UNKNOWN_KEY = reply({"errcode": 93000, "errmsg": "invalid webhook url, hint: [1700000000]"})
EMPTY = reply({"errcode": 44004, "errmsg": "empty content"})
OVERLOADED = reply({"errcode": -1, "errmsg": "system busy"})


def _answer(call: Call) -> Reply:
    if call.path != "/cgi-bin/webhook/send" or call.query.get("key", "").upper() != KEY.upper():
        return UNKNOWN_KEY
    if call.body.get("msgtype") != "text" or not call.body.get("text", {}).get("content"):
        return EMPTY
    return reply({"errcode": 0, "errmsg": "ok"})


def robot() -> Simulator:
    """A robot whose key is `KEY`."""
    return Simulator(_answer, "qyapi.weixin.qq.com")
