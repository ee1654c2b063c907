"""What a firm has at the simulated Fxiaoke: employees, objects, records; and what was done to them."""

import datetime
import operator
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Now = Callable[[], datetime.datetime]

#: The fields every object has.
SYSTEM = ("_id", "name", "owner", "created_by", "create_time", "last_modified_time", "life_status", "is_deleted")

OBJECTS: dict[str, tuple[str, ...]] = {
    "AccountObj": ("account_no", "account_level", "deal_status", "tel", "industry_level1", "high_seas_id"),
    "ContactObj": ("account_id", "tel", "mobile", "email"),
    "NewOpportunityObj": ("account_id", "amount", "sales_stage", "sales_status", "probability", "close_date"),
    "SalesOrderObj": ("account_id", "order_amount", "order_status", "order_time"),
    "SaleContractObj": ("account_id", "contract_amount", "started_time", "expired_time", "status"),
    "ActiveRecordObj": ("active_record_content", "interactive_types", "related_object_data"),
}
#: What the values of options are called.
OPTIONS: dict[str, dict[str, str]] = {
    "account_level": {"1": "重要客户", "2": "普通客户", "3": "战略伙伴"},
    "deal_status": {"1": "未成交", "2": "已成交", "3": "多次成交"},
    "industry_level1": {"11": "机械制造", "12": "生物医药", "13": "物流仓储"},
    "sales_stage": {
        "1": "验证客户",
        "2": "需求确定",
        "3": "方案/报价",
        "4": "谈判审核",
        "5": "赢单",
        "6": "输单",
    },
    "sales_status": {"1": "进行中", "2": "赢单", "3": "输单", "4": "无效"},
    "status": {"1": "草稿", "2": "执行中", "3": "已到期", "4": "已终止"},
    "interactive_types": {"1": "电话", "2": "拜访", "3": "邮件", "4": "其他"},
}


def milliseconds(at: datetime.datetime) -> int:
    """A moment as Fxiaoke keeps it."""
    return int(at.timestamp() * 1000)


@dataclass
class Firm:
    """`writes` counts how often the owner of a record was written, `moves` says by which steps: (id, from, to)."""

    now: Now
    users: dict[str, Row] = field(default_factory=dict)
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in OBJECTS})
    writes: Counter[str] = field(default_factory=Counter)
    moves: list[tuple[str, str, str]] = field(default_factory=list)
    _count: int = 0

    def hire(self, id_: str, name: str, email: str = "", *, stopped: bool = False) -> str:
        """Another employee."""
        self.users[id_] = {"openUserId": id_, "name": name, "nickName": name, "isStop": stopped}
        if email:
            self.users[id_]["email"] = email
        return id_

    def add(self, api_name: str, owner: str, **fields: Any) -> str:
        """Another record; its id."""
        self._count += 1
        at = self.now()
        id_ = f"{int(at.timestamp()):08x}{self._count:016x}"
        stamp = milliseconds(at)
        system = {
            "_id": id_,
            "owner": [owner] if owner else [],
            "created_by": [owner or "1000"],
            "create_time": stamp,
            "last_modified_time": stamp,
            "life_status": "normal",
            "is_deleted": False,
        }
        self.rows[api_name][id_] = system | fields
        return id_

    def change(self, api_name: str, id_: str, **fields: Any) -> None:
        """What somebody at the firm changes."""
        self.rows[api_name][id_] |= fields | {"last_modified_time": milliseconds(self.now())}

    def give(self, api_name: str, id_: str, owner: str) -> None:
        """Another owner by the API."""
        before = self.owner(api_name, id_)
        self.change(api_name, id_, owner=[owner])
        self.writes[id_] += 1
        self.moves.append((id_, before, owner))

    def owner(self, api_name: str, id_: str) -> str:
        """Whose it is, empty for nobody."""
        return (self.rows[api_name][id_].get("owner") or [""])[0]

    def describe(self, api_name: str) -> Row:
        """The fields of an object as `object/describe` says them."""
        return {"api_name": api_name, "fields": {name: _field(name) for name in fields_of(api_name)}}


def fields_of(api_name: str) -> tuple[str, ...]:
    """The fields of an object."""
    return (*SYSTEM, *OBJECTS[api_name])


def _field(name: str) -> Row:
    options = [{"label": label, "value": value} for value, label in OPTIONS.get(name, {}).items()]
    return {"api_name": name, "is_active": True} | ({"type": "select_one", "options": options} if options else {})


def fits(row: Row, wanted: Mapping[str, Any]) -> bool:
    """Whether a row passes one filter."""
    value, given, by = row.get(wanted["field_name"]), wanted["field_values"], wanted["operator"]
    have = value if isinstance(value, list) else [] if value is None else [value]
    if by in ("EQ", "IN", "HASANYOF", "CONTAINS"):
        return any(str(each) in given for each in have)
    if by in ("N", "NIN", "NHASANYOF"):
        return not any(str(each) in given for each in have)
    if by in ("IS", "ISN"):
        return bool(have) == (by == "ISN")
    if by in ("BETWEEN", "NBETWEEN"):
        between = any(_compared(each, given[0], "GTE") and _compared(each, given[1], "LTE") for each in have)
        return between == (by == "BETWEEN")
    if by == "NLIKE":
        return not any(_compared(each, given[0], "LIKE") for each in have)
    return any(_compared(each, given[0], by) for each in have)


COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "GT": operator.gt,
    "GTE": operator.ge,
    "LT": operator.lt,
    "LTE": operator.le,
    "LIKE": operator.contains,
    "STARTWITH": lambda left, right: str(left).startswith(str(right)),
    "ENDWITH": lambda left, right: str(left).endswith(str(right)),
}


def _compared(value: Any, given: str, by: str) -> bool:
    return COMPARED[by](value, int(given) if isinstance(value, int) else given)
