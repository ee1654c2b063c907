"""WeCom's API, as its documentation has it: HTTP 200 for everything, and `errcode` inside.

https://developer.work.weixin.qq.com/document/path/92125
"""

import datetime
import uuid
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.contracts.simulator import Call, Reply, Simulator, reply
from tests.contracts.wecom import checks
from tests.contracts.wecom.checks import Refusal
from tests.contracts.wecom.corp import Corp, Request, Row

CORP, SECRET, HOST = "ww1example", "made-up-customer-contact-secret", "qyapi.weixin.qq.com"
LIFETIME, MINUTE = datetime.timedelta(seconds=7200), datetime.timedelta(minutes=1)
AGAIN_WITHIN, TIMES = datetime.timedelta(days=90), 2
CONTACT = "/cgi-bin/externalcontact/"
GETS = frozenset({"/cgi-bin/gettoken", "/cgi-bin/user/list", f"{CONTACT}get_follow_user_list", f"{CONTACT}get"})


@dataclass
class Server:
    """One corporation's API. `most` is how many calls of one kind a minute takes, `page` how many results are a page,
    `overlap` how many rows of a page come once more on the next.
    """

    corp: Corp
    most: int = 10_000
    page: int = 1000
    overlap: int = 0
    is_trusted: bool = True
    shows_members: bool = True
    tokens: dict[str, datetime.datetime] = field(default_factory=dict)
    _calls: dict[str, deque[datetime.datetime]] = field(default_factory=lambda: defaultdict(deque))

    def answer(self, call: Call) -> Reply:
        """What WeCom says."""
        self.corp.settle()
        try:
            said = self._said(call)
        except Refusal as refusal:
            return reply({"errcode": refusal.code, "errmsg": refusal.message})
        return reply({"errcode": 0, "errmsg": "ok"} | said)

    def expire(self) -> None:
        """End every token at once."""
        self.tokens = dict.fromkeys(self.tokens, self.corp.now() - LIFETIME)

    def _said(self, call: Call) -> Row:
        verbs: dict[str, Callable[[Row], Row]] = {
            "/cgi-bin/gettoken": self._token,
            "/cgi-bin/user/list": self._members,
            f"{CONTACT}get_follow_user_list": self._followers,
            f"{CONTACT}get": self._customer,
            f"{CONTACT}batch/get_by_user": self._customers,
            f"{CONTACT}get_corp_tag_list": self._tags,
            f"{CONTACT}get_unassigned_list": self._unassigned,
            f"{CONTACT}resigned/transfer_customer": lambda body: self._transfer(body, resigned=True),
            f"{CONTACT}transfer_customer": lambda body: self._transfer(body, resigned=False),
            f"{CONTACT}resigned/transfer_result": lambda body: self._result(body, resigned=True),
            f"{CONTACT}transfer_result": lambda body: self._result(body, resigned=False),
        }
        if call.path not in verbs:
            raise Refusal(40066, "invalid url")
        if call.method != ("GET" if call.path in GETS else "POST"):
            raise Refusal(43001 if call.path in GETS else 43002, "require another method")
        self._count(call.path)
        if call.path != "/cgi-bin/gettoken":
            self._known(call.query.get("access_token", ""))
        return verbs[call.path](call.query if call.path in GETS else checks.mapping(call.body))

    def _count(self, path: str) -> None:
        calls, now = self._calls[path], self.corp.now()
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= self.most:
            raise Refusal(45009, "reach max api daily quota limit")
        calls.append(now)

    def _token(self, asked: Row) -> Row:
        if asked.get("corpid") != CORP:
            raise Refusal(40013, "invalid corpid")
        if asked.get("corpsecret") != SECRET:
            raise Refusal(40001, "invalid credential")
        now = self.corp.now()
        token = next((token for token, made in self.tokens.items() if now - made < LIFETIME), None)
        if token is None:
            token = uuid.uuid4().hex
            self.tokens[token] = now
        left = int((LIFETIME - (now - self.tokens[token])).total_seconds())
        return {"access_token": token, "expires_in": left}

    def _known(self, token: str) -> None:
        if token not in self.tokens:
            raise Refusal(40014, "invalid access_token")
        if self.corp.now() - self.tokens[token] >= LIFETIME:
            raise Refusal(42001, f"access_token expired: {token}")
        if not self.is_trusted:
            raise Refusal(60020, "not allow to access from your ip, from ip: 203.0.113.7")

    def _members(self, asked: Row) -> Row:
        if asked.get("department_id") != "1" or asked.get("fetch_child") not in (None, "0", "1"):
            raise Refusal(40058, "department_id")
        if not self.shows_members:
            raise Refusal(60011, "no privilege to access/modify contact/party/agent")
        return {"userlist": list(self.corp.members.values())}

    def _followers(self, _asked: Row) -> Row:
        return {"follow_user": [each for each in self.corp.members if each not in self.corp.without_contact]}

    def _customer(self, asked: Row) -> Row:
        id_ = asked.get("external_userid", "")
        if id_ not in self.corp.contacts:
            raise Refusal(40096, "invalid external userid")
        follows = list(self.corp.follows.get(id_, {}).values())
        if not follows:
            raise Refusal(84061, "not external contact")
        named = [
            {name: each[name] for name in each.keys() - {"tag_id"}} | {"tags": [{"tag_id": t} for t in each["tag_id"]]}
            for each in follows
        ]
        return {"external_contact": self.corp.contacts[id_], "follow_user": named, "next_cursor": ""}

    def _customers(self, body: Row) -> Row:
        members = checks.texts(body, "userid_list", 100)
        for each in members:
            checks.member(self.corp, each)
        found = [
            {"external_contact": self.corp.contacts[id_], "follow_info": follows[member]}
            for member in members
            for id_, follows in self.corp.follows.items()
            if member in follows
        ]
        page, onward = self._paged(found, body, min(int(body.get("limit", 50)), 100))
        return {"external_contact_list": page, "next_cursor": onward}

    def _tags(self, _body: Row) -> Row:
        tags = [{"id": id_, "name": name} for id_, name in self.corp.tags.items()]
        return {"tag_group": [{"group_id": "g1", "group_name": "客户等级", "tag": tags}]}

    def _unassigned(self, body: Row) -> Row:
        size = body.get("page_size", 1000)
        if not isinstance(size, int) or not 1 <= size <= 1000:
            raise Refusal(40058, "page_size")
        page, onward = self._paged(self.corp.unassigned(), body, min(size, self.page))
        return {"info": page, "is_last": not onward, "next_cursor": onward}

    def _transfer(self, body: Row, *, resigned: bool) -> Row:
        ids = checks.texts(body, "external_userid", 100)
        giver, taker = checks.pair(self.corp, body, resigned=resigned)
        rows = []
        for id_ in ids:
            code = self._code(id_, giver, taker, resigned=resigned)
            if code == 0:
                self.corp.begin(Request(resigned, giver, taker, id_, self.corp.now()))
            rows.append({"external_userid": id_, "errcode": code})
        return {"customer": rows}

    def _code(self, id_: str, giver: str, taker: str, *, resigned: bool) -> int:
        if id_ not in self.corp.contacts:
            return 40096
        if self.corp.pending(id_):
            return 40100 if resigned else 40129
        if giver not in (self.corp.behind if resigned else self.corp.follows).get(id_, {}):
            return 84061
        if not self.corp.has_room(taker):
            return 40099
        since = self.corp.now() - AGAIN_WITHIN
        before = [each for each in self.corp.requests if each.customer == id_ and not each.resigned]
        return 40128 if not resigned and sum(each.begun > since for each in before) >= TIMES else 0

    def _result(self, body: Row, *, resigned: bool) -> Row:
        giver, taker = checks.text(body, "handover_userid"), checks.text(body, "takeover_userid")
        checks.giver(self.corp, giver, resigned=resigned)
        wanted = (resigned, giver, taker)
        rows = [each.row for each in self.corp.requests if (each.resigned, each.giver, each.taker) == wanted]
        page, onward = self._paged(rows, body, self.page)
        return {"customer": page, "next_cursor": onward}

    def _paged(self, rows: list[Row], body: Row, size: int) -> tuple[list[Row], str]:
        start = checks.cursor(body)
        end = start + size
        return rows[max(0, start - self.overlap) : end], f"CURSOR{end}" if end < len(rows) else ""


def simulator(server: Server, port: int = 0) -> Simulator:
    """The API on loopback."""
    return Simulator(server.answer, HOST, port=port)


def error(code: int, message: str = "it went wrong", **more: Any) -> Reply:
    """An error code as the answer to a call."""
    return reply({"errcode": code, "errmsg": message, **more})
