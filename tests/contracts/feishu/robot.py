"""Feishu's custom robot, as its documentation has it: `code` 0 is fine, the old `StatusCode` beside it.

https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
"""

from tests.contracts.simulator import Call, Reply, Simulator, reply

TOKEN = "0ac3ee09-1b6f-4d1e-9f77-3c1f1b1f0001"
ADDRESS = f"https://open.feishu.cn/open-apis/bot/v2/hook/{TOKEN}"

BUSY = reply({"code": 11232, "msg": "frequency limited psm[lark.oapi.app_platform_runtime]"})
KEYWORD = reply({"code": 19024, "msg": "Key Words Not Found", "data": {}})
SIGNATURE = reply({"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"})
BAD_REQUEST = reply({"code": 9499, "msg": "Bad Request", "data": {}}, 400)


def _answer(call: Call) -> Reply:
    if call.path.rstrip("/") != f"/open-apis/bot/v2/hook/{TOKEN}":
        return reply({"code": 19001, "msg": "param invalid: incoming webhook access token invalid", "data": {}})
    if call.body.get("msg_type") != "text" or not call.body.get("content", {}).get("text"):
        return BAD_REQUEST
    return reply({"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"})


def robot() -> Simulator:
    """A robot whose token is `TOKEN`."""
    return Simulator(_answer, "open.feishu.cn")
