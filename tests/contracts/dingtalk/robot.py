"""DingTalk's custom robot, as its documentation has it: every answer is HTTP 200, the error is inside.

https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages
"""

from tests.contracts.simulator import Call, Reply, Simulator, reply

TOKEN = "d1ngt4lkt0ken"
SECRET = "SEC0123abcd"
ADDRESS = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"

BUSY = reply({"errcode": 410100, "errmsg": "发送速度太快而限流"})
OVERLOADED = reply({"errcode": -1, "errmsg": "系统繁忙"})
KEYWORD = reply({"errcode": 310000, "errmsg": "keywords not in content, more: [https://ding-doc.dingtalk.com/doc]"})
FORBIDDEN_TEXT = reply({"errcode": 430102, "errmsg": "含有不合适文本"})
STOPPED = reply({"errcode": 400102, "errmsg": "机器人已停用"})


def _answer(call: Call) -> Reply:
    if call.query.get("access_token") != TOKEN:
        return reply({"errcode": 300001, "errmsg": "token is not exist"})
    if call.body.get("msgtype") != "text" or not call.body.get("text", {}).get("content"):
        return reply({"errcode": 40035, "errmsg": "缺少参数 json"})
    if not isinstance(call.body.get("at", {}).get("isAtAll", False), bool):
        return reply({"errcode": 40035, "errmsg": "缺少参数 json"})
    return reply({"errcode": 0, "errmsg": "ok"})


def robot() -> Simulator:
    """A robot whose token is `TOKEN`."""
    return Simulator(_answer, "oapi.dingtalk.com")
