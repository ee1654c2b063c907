"""Fxiaoke's objects as Baton's records: which object is which kind, which field is which, as data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from customers.connectors.fxiaoke.values import Labels, Read, code, day, label, meanings, moment, percent, text
from customers.connectors.interface import Person, Record
from customers.importing.headers import plain
from customers.kinds import LinkedKind

Row = Mapping[str, Any]

#: Every object has them; the other fields are asked for when the firm's description of the object has them.
ALWAYS: Final = ("_id", "owner", "last_modified_time")
#: Where it is told that a record was made invalid (作废), the first of Fxiaoke's two steps of deleting.
VOID: Final = ("life_status", "is_deleted")
#: A customer in a high sea (公海) belongs to nobody until somebody takes it.
HIGH_SEA: Final = "high_seas_id"
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Part:
    """Baton's field `name` is read from their `field`."""

    name: str
    field: str
    read: Read = text


@dataclass(frozen=True)
class Object:
    """One kind of record at Fxiaoke. `extra` are fields that no single part reads."""

    kind: str
    api_name: str
    parts: tuple[Part, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """What a firm's object has: its fields, and what the options of each are called."""

    fields: frozenset[str]
    options: Mapping[str, Labels] = field(default_factory=dict)

    def asked(self, wanted: Object) -> list[str]:
        """The fields to ask for."""
        more = (*VOID, *(part.field for part in wanted.parts), *wanted.extra)
        return list(dict.fromkeys((*ALWAYS, *(name for name in more if name in self.fields))))


_ALL = (
    Object(
        "customers",
        "AccountObj",
        (
            Part("name", "name"),
            Part("code", "account_no"),
            Part("grade", "account_level", code("grade")),
            Part("status", "deal_status", code("status")),
            Part("industry", "industry_level1", label),
        ),
        extra=(HIGH_SEA,),
    ),
    Object(
        "contacts",
        "ContactObj",
        (
            Part("name", "name"),
            Part("customer", "account_id"),
            Part("phone", "tel"),
            Part("phone", "mobile"),
            Part("email", "email"),
        ),
    ),
    Object(
        "deals",
        "NewOpportunityObj",
        (
            Part("name", "name"),
            Part("customer", "account_id"),
            Part("amount", "amount"),
            Part("stage", "sales_stage", code("stage")),
            Part("state", "sales_status", code("deal_state")),
            Part("probability", "probability", percent),
            Part("opened_on", "create_time", day),
            Part("expected_close_on", "close_date", day),
        ),
    ),
    Object(
        "contracts",
        "SaleContractObj",
        (
            Part("number", "name"),
            Part("title", "name"),
            Part("customer", "account_id"),
            Part("amount", "contract_amount"),
            Part("state", "status", code("contract_state")),
            Part("starts_on", "started_time", day),
            Part("ends_on", "expired_time", day),
        ),
    ),
    Object(
        "orders",
        "SalesOrderObj",
        (
            Part("number", "name"),
            Part("customer", "account_id"),
            Part("amount", "order_amount"),
            Part("ordered_on", "order_time", day),
        ),
    ),
    Object(
        "activities",
        "ActiveRecordObj",
        (
            Part("body", "active_record_content"),
            Part("kind", "interactive_types", code("activity_kind")),
            Part("at", "create_time", moment),
        ),
        extra=("related_object_data",),
    ),
)

#: Every object by Baton's kind, in the order in which they are taken.
OBJECTS: Final[dict[str, Object]] = {each.kind: each for each in _ALL}

#: The objects whose owner is changed.
OWNED: Final[dict[LinkedKind, Object]] = {
    LinkedKind.CUSTOMER: OBJECTS["customers"],
    LinkedKind.CONTACT: OBJECTS["contacts"],
    LinkedKind.DEAL: OBJECTS["deals"],
    LinkedKind.CONTRACT: OBJECTS["contracts"],
}

#: What a follow-up may be related to.
_RELATED = {"AccountObj": "customer", "NewOpportunityObj": "deal", "ContactObj": "contact"}


def record(wanted: Object, row: Row, description: Description) -> Record:
    """One of their rows as Baton's record."""
    texts: dict[str, str] = {}
    for part in wanted.parts:
        found = part.read(row.get(part.field), description.options.get(part.field, {}))
        if found:
            texts[part.name] = found
    if wanted.kind == "deals":
        _settle_deal(row, description, texts)
    if wanted.kind == "activities":
        _settle_activity(row, texts)
    if "number" in {part.name for part in wanted.parts}:
        texts.setdefault("number", str(row["_id"]))
    return Record(wanted.kind, str(row["_id"]), owner_of(row), texts)


def _settle_deal(row: Row, description: Description, texts: dict[str, str]) -> None:
    """Won and lost are stages there too; a deal that is closed was closed on the day it was expected to."""
    stage = label(row.get("sales_stage"), description.options.get("sales_stage", {}))
    if texts.get("stage") == "closed":
        del texts["stage"]
        if state := meanings("deal_state").get(plain(stage)):
            texts.setdefault("state", state)
    if texts.get("state") in ("won", "lost") and "expected_close_on" in texts:
        texts["closed_on"] = texts.pop("expected_close_on")
        if texts["closed_on"] < texts.get("opened_on", ""):  # typed in after it was closed
            del texts["opened_on"]


def _settle_activity(row: Row, texts: dict[str, str]) -> None:
    """A follow-up has no subject there: its first line is."""
    first = texts.get("body", "").split("\n", maxsplit=1)[0].strip()
    texts["subject"] = (first or texts.get("kind", "") or "note")[:LONGEST_SUBJECT]
    related = row.get("related_object_data")
    for each in related if isinstance(related, list) else ():
        name = _RELATED.get(str(each.get("describe_api_name"))) if isinstance(each, dict) else None
        if name and each.get("id"):
            texts.setdefault(name, str(each["id"]))


def owner_of(row: Row) -> str:
    """The one owner, empty for nobody."""
    return text(row.get("owner"), {})


def is_void(row: Row) -> bool:
    """Whether the record was made invalid or deleted."""
    return row.get("is_deleted") is True or row.get("life_status") == "invalid"


def is_in_high_sea(row: Row) -> bool:
    """Whether it waits in a high sea, where nobody may change its owner."""
    return not owner_of(row) and bool(row.get(HIGH_SEA))


def description(answered: Row) -> Description | None:
    """A firm's description of an object, None when the answer is none."""
    described = (answered.get("data") or {}).get("describe")
    fields = described.get("fields") if isinstance(described, dict) else None
    if not isinstance(fields, dict):
        return None
    return Description(frozenset(fields), {name: _labels(of) for name, of in fields.items() if isinstance(of, dict)})


def _labels(of: Row) -> Labels:
    options = of.get("options")
    given: Iterable[Any] = options if isinstance(options, list) else ()
    return {str(each.get("value")): str(each.get("label") or "") for each in given if isinstance(each, dict)}


def person(user: Row) -> Person:
    """One of their employees; a stopped one has left."""
    return Person(
        id=str(user["openUserId"]),
        name=str(user.get("name") or user.get("nickName") or user["openUserId"]),
        email=str(user.get("email") or "").strip(),
        active=user.get("isStop") is not True,
    )
