"""Fxiaoke's open API gateway, as its documentation has it: HTTP 200 for everything, and an error code inside.

https://developer.fxiaoke.com/openapi_v2/
"""

import datetime
import uuid
import zoneinfo
from collections import defaultdict, deque
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from tests.contracts.fxiaoke import checks
from tests.contracts.fxiaoke.checks import Refusal
from tests.contracts.fxiaoke.firm import Firm, Row, fits
from tests.contracts.simulator import Call, Reply, Simulator, reply

APP, SECRET, CODE, EA = "FSAID_1320691", "5b1f-made-up-secret", "made-up-permanent-code", "baton1"
ADMIN = "1000"
HOSTS = (
    "open.fxiaoke.com",
    "open-hwcloud.fxiaoke.com",
    "open-ale.fxiaoke.com",
    "open-ksc.sharecrm.com",
    "open-hws.fxiaoke.com",
    "open-na.sharecrm.com",
)
CHINA = zoneinfo.ZoneInfo("Asia/Shanghai")
LIFETIME, SAME_UNTIL = datetime.timedelta(seconds=7200), datetime.timedelta(seconds=6600)
WINDOW, MOST_IN_WINDOW = datetime.timedelta(seconds=20), 100
MOST_TOKENS = 10
NO_RIGHT = "无此操作的数据权限"

Said = dict[str, Any]


class Batch(Enum):
    """What a change of owners does when one record of it cannot be changed: documented nowhere, so all are tried."""

    NOTHING = "nothing"  # an error, and no record is changed
    OTHERS = "others"  # an error, and the others are changed
    SILENT = "silent"  # no error, and the others are changed


@dataclass
class Gateway:
    """One firm's gateway. `quota` is how many calls a day were bought: None for any number, 0 for none.

    `tells_void`: whether queries show records that were made invalid.
    """

    firm: Firm
    quota: int | None = None
    batch: Batch = Batch.NOTHING
    tells_void: bool = True
    tokens: dict[str, datetime.datetime] = field(default_factory=dict)
    used: int = 0
    _day: datetime.date | None = None
    _calls: dict[str, deque[datetime.datetime]] = field(default_factory=lambda: defaultdict(deque))
    _traces: set[str] = field(default_factory=set)

    def answer(self, call: Call) -> Reply:
        """What the gateway says."""
        try:
            said = self._said(call)
        except Refusal as refusal:
            said = {"errorCode": refusal.code, "errorMessage": refusal.message, "errorDescription": refusal.message}
        else:
            said = {"errorCode": 0, "errorMessage": "success", "errorDescription": "成功"} | said
        return reply({"traceId": f"E-O.{EA}.{ADMIN}-{uuid.uuid4().hex[:12]}"} | said)

    def expire(self) -> None:
        """End every token at once."""
        self.tokens.clear()

    def _said(self, call: Call) -> Said:
        verbs = {
            "/cgi/user/list": self._users,
            "/cgi/crm/v2/object/describe": self._describe,
            "/cgi/crm/v2/data/query": self._query,
            "/cgi/crm/v2/data/get": self._get,
            "/cgi/crm/v2/data/update": self._update,
            "/cgi/crm/v2/data/invalid": self._invalid,
            "/cgi/crm/v2/data/changeOwner": self._change_owner,
        }
        self._trace(call)
        body = checks.mapping(call.body, -2)
        self._count(call.path)
        if call.path == "/oauth2.0/token":
            return self._token(body)
        self._known(call)
        self._take_quota()
        if call.path not in verbs:
            raise Refusal(-2, "no such interface")
        return verbs[call.path](body)

    def _trace(self, call: Call) -> None:
        trace = call.query.get("thirdTraceId", "")
        if call.method != "POST" or trace in self._traces or not checks.is_uuid4(trace):
            raise Refusal(32000, "thirdTraceId")
        self._traces.add(trace)

    def _count(self, path: str) -> None:
        window, most = (WINDOW, MOST_IN_WINDOW) if path != "/oauth2.0/token" else (WINDOW * 3, MOST_TOKENS)
        calls, now = self._calls[path], self.firm.now()
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= most:
            raise Refusal(14001, "interface call frequency exceeds the limit")
        calls.append(now)

    def _take_quota(self) -> None:
        today = self.firm.now().astimezone(CHINA).date()
        if today != self._day:
            self._day, self.used = today, 0
        if self.quota == 0:
            raise Refusal(30003, "客户没有购买openapi配额")
        if self.quota is not None and self.used >= self.quota:
            raise Refusal(30002, "当天访问频次超限")
        self.used += 1

    def _token(self, body: Said) -> Said:
        if body.get("appId") != APP:
            raise Refusal(11001, "the parameter appId is illegal")
        if body.get("appSecret") != SECRET:
            raise Refusal(10006, "the parameter appSecret is missing or illegal")
        if body.get("permanentCode") != CODE:
            raise Refusal(20015, "permanentCode is error")
        if body.get("grantType") != "app_secret":
            raise Refusal(10005, "the parameter grantType is missing or illegal")
        now = self.firm.now()
        self.tokens = {token: made for token, made in self.tokens.items() if now - made < LIFETIME}
        token = next((token for token, made in self.tokens.items() if now - made < SAME_UNTIL), None)
        if token is None:
            token = uuid.uuid4().hex.upper()
            self.tokens[token] = now
        left = int((LIFETIME - (now - self.tokens[token])).total_seconds())
        return {"accessToken": token, "expiresIn": left, "ea": EA, "openUserId": "FSCID_1", "appId": APP}

    def _known(self, call: Call) -> None:
        headers = {name.lower(): value for name, value in call.headers.items()}
        kind, _space, token = headers.get("authorization", "").partition(" ")
        if not token or "x-fs-ea" not in headers:
            raise Refusal(20017, "corpAccessToken为必填项，不能为空")
        made = self.tokens.get(token)
        fresh = made is not None and self.firm.now() - made < LIFETIME
        if kind != "Bearer" or not fresh or headers["x-fs-ea"] != EA:
            raise Refusal(20016, "the cropId,cropAccessToken or authorization is error")
        if headers.get("x-fs-userid") not in self.firm.users:
            raise Refusal(30027, "员工不存在")

    def _users(self, body: Said) -> Said:
        if not isinstance(body.get("departmentId"), int) or not isinstance(body.get("fetchChild"), bool):
            raise Refusal(11009, "departmentId")
        if body["departmentId"] != 999999:
            raise Refusal(30007, "部门不存在")
        return {"userList": list(self.firm.users.values())}

    def _describe(self, body: Said) -> Said:
        if "includeDetail" not in body:
            raise Refusal(32000, "includeDetail")
        asked = checks.mapping(body.get("data"), 32000)
        return {"data": {"describe": self.firm.describe(checks.api_name(asked, "apiName"))}}

    def _query(self, body: Said) -> Said:
        data = checks.mapping(body.get("data"), 32000)
        rows = self.firm.rows[checks.api_name(data)]
        query = checks.query(data)
        found = [row for row in rows.values() if all(fits(row, each) for each in query["filters"])]
        if not self.tells_void:
            found = [row for row in found if row["life_status"] != "invalid"]
        for order in reversed(query["orders"]):
            found.sort(key=partial(_sorted_by, order["fieldName"]), reverse=not order["isAsc"])
        limit, offset = query["limit"], query["offset"]
        page = [self._seen(row, query.get("fieldProjection")) for row in found[offset : offset + limit]]
        total = len(found) if data.get("find_explicit_total_num", True) else 0
        return {"data": {"total": total, "offset": offset, "limit": limit, "dataList": page}}

    def _seen(self, row: Row, projection: list[str] | None) -> Row:
        """A row as it is shown: nothing that is empty."""
        return {name: row[name] for name in projection or row if row.get(name) not in (None, "", [])}

    def _get(self, body: Said) -> Said:
        data = checks.mapping(body.get("data"), 32000)
        return {"data": self._seen(checks.row(self.firm, checks.api_name(data), data.get("objectDataId")), None)}

    def _update(self, body: Said) -> Said:
        data = checks.mapping(checks.mapping(body.get("data"), 32000).get("object_data"), 32000)
        name = checks.api_name(data)
        row = checks.row(self.firm, name, data.get("_id"))
        if "owner" in data:
            raise Refusal(32000, "owner cannot be changed by update")
        self.firm.change(name, row["_id"], **{key: data[key] for key in data.keys() - {"_id", "dataObjectApiName"}})
        return {}

    def _invalid(self, body: Said) -> Said:
        data = checks.mapping(body.get("data"), 32000)
        name = checks.api_name(data)
        row = checks.row(self.firm, name, data.get("object_data_id"))
        self.firm.change(name, row["_id"], life_status="invalid")
        return {}

    def _change_owner(self, body: Said) -> Said:
        data = checks.mapping(body.get("data"), 32000)
        name = checks.api_name(data)
        changes = checks.changes(data)
        refusals = [self._refusal(name, id_, owner) for id_, owner in changes]
        refusal = next(filter(None, refusals), None)
        if refusal is None or self.batch is not Batch.NOTHING:
            for (id_, owner), refused in zip(changes, refusals, strict=True):
                if not refused:
                    self.firm.give(name, id_, owner)
        if refusal and self.batch is not Batch.SILENT:
            raise refusal
        return {}

    def _refusal(self, name: str, id_: str, owner: str) -> Refusal | None:
        row = self.firm.rows[name].get(id_)
        user = self.firm.users.get(owner)
        if user is None or user["isStop"]:
            return Refusal(30027, "员工不存在")
        if row is None or row["life_status"] == "invalid":
            return Refusal(32000, "数据不存在或已作废")
        if row.get("high_seas_id") and not row["owner"]:
            return Refusal(32000, NO_RIGHT)
        return None


def _sorted_by(name: str, row: Row) -> str:
    return str(row.get(name, ""))


def simulator(gateway: Gateway, port: int = 0) -> Simulator:
    """The gateway of every cloud, on loopback."""
    return Simulator(gateway.answer, HOSTS[0], port=port, more_hosts=HOSTS[1:])
