"""What a corporation has at the simulated WeCom: members, customers, who has added whom, and requests to hand on."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Now = Callable[[], datetime.datetime]

DAY = datetime.timedelta(hours=24)
DONE, WAITING, DECLINED, NO_ROOM = 1, 2, 3, 4
SCANNED, GIVEN = 1, 202


def seconds(at: datetime.datetime) -> int:
    """A moment as WeCom keeps it."""
    return int(at.timestamp())


@dataclass
class Request:
    """A customer that is to go from one member to another; `resigned` when the first had left."""

    resigned: bool
    giver: str
    taker: str
    customer: str
    begun: datetime.datetime
    status: int = WAITING

    @property
    def row(self) -> Row:
        """As `transfer_result` tells it."""
        when = 0 if self.status in (DECLINED, NO_ROOM) else seconds(self.begun + DAY)
        return {"external_userid": self.customer, "status": self.status, "takeover_time": when}


@dataclass
class Corp:
    """`begun` counts the requests that were begun for each customer, `moved` says who got it: (id, from, to).

    `room` is how many customers a member can have; any number when nothing is said. `shows_pending`: whether the list
    of those who were left behind still shows customers somebody is asked to take.
    """

    now: Now
    members: dict[str, Row] = field(default_factory=dict)
    unverified: set[str] = field(default_factory=set)
    without_contact: set[str] = field(default_factory=set)
    contacts: dict[str, Row] = field(default_factory=dict)
    follows: dict[str, dict[str, Row]] = field(default_factory=dict)
    behind: dict[str, dict[str, int]] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    requests: list[Request] = field(default_factory=list)
    room: dict[str, int] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    shows_pending: bool = True
    begun: Counter[str] = field(default_factory=Counter)
    moved: list[tuple[str, str, str]] = field(default_factory=list)
    _count: int = 0

    def hire(self, userid: str, name: str, email: str = "", *, status: int = 1) -> str:
        """Another member, who may have customers."""
        self.members[userid] = {"userid": userid, "name": name, "biz_mail": email, "status": status}
        return userid

    def add(self, member: str, name: str, *, corp: str = "", remark: str = "", tags: tuple[str, ...] = ()) -> str:
        """A customer a member adds; its id."""
        self._count += 1
        id_ = f"wmEXAMPLE{self._count:06d}"
        contact = {"external_userid": id_, "name": name, "type": 2 if corp else 1}
        self.contacts[id_] = contact | ({"corp_name": corp} if corp else {})
        self.follow(id_, member, remark=remark, tags=tags)
        return id_

    def follow(
        self, id_: str, member: str, *, way: int = SCANNED, remark: str = "", tags: tuple[str, ...] = ()
    ) -> None:
        """A member adds a customer somebody else may have added too."""
        row = {"userid": member, "remark": remark, "createtime": seconds(self.now()), "add_way": way}
        self.follows.setdefault(id_, {})[member] = row | {"tag_id": list(tags)}

    def leave(self, userid: str) -> None:
        """A member leaves, and leaves customers behind."""
        del self.members[userid]
        self.left.add(userid)
        for id_, followers in self.follows.items():
            if followers.pop(userid, None):
                self.behind.setdefault(id_, {})[userid] = seconds(self.now())

    def owner(self, id_: str) -> str:
        """The only one who has a customer, and several with commas between."""
        return ",".join(sorted({*self.follows.get(id_, {}), *self.behind.get(id_, {})}))

    def unassigned(self) -> list[Row]:
        """Who left which customer behind."""
        pending = {(each.customer, each.giver) for each in self.requests if each.status == WAITING}
        return [
            {"handover_userid": userid, "external_userid": id_, "dimission_time": when}
            for id_, members in self.behind.items()
            for userid, when in members.items()
            if self.shows_pending or (id_, userid) not in pending
        ]

    def pending(self, id_: str) -> bool:
        """Whether a customer is being handed on."""
        return any(each.customer == id_ and each.status == WAITING for each in self.requests)

    def begin(self, request: Request) -> None:
        """Begin to hand a customer on."""
        self.requests.append(request)
        self.begun[request.customer] += 1

    def decline(self, id_: str) -> None:
        """The customer says no."""
        for each in self.requests:
            if each.customer == id_ and each.status == WAITING:
                each.status = DECLINED

    def settle(self) -> None:
        """What 24 hours bring about."""
        for each in self.requests:
            if each.status == WAITING and self.now() >= each.begun + DAY:
                each.status = DONE if self.has_room(each.taker) else NO_ROOM
                if each.status == DONE:
                    self._move(each)

    def _move(self, request: Request) -> None:
        self.follows[request.customer].pop(request.giver, None)
        self.behind.get(request.customer, {}).pop(request.giver, None)
        self.follow(request.customer, request.taker, way=GIVEN)
        self.moved.append((request.customer, request.giver, request.taker))

    def has_room(self, userid: str) -> bool:
        """Whether a member can have one more customer."""
        has = sum(userid in followers for followers in self.follows.values())
        return userid not in self.room or has < self.room[userid]
