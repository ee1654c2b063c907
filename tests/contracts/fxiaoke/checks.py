"""What the simulated Fxiaoke takes for a call, and what it refuses."""

import uuid
from typing import Any

from tests.contracts.fxiaoke.firm import OBJECTS, Firm, Row, fields_of

MOST_ROWS, LAST_OFFSET = 100, 10_000
OPERATORS = frozenset(
    {"EQ", "N", "GT", "GTE", "LT", "LTE", "LIKE", "NLIKE", "IS", "ISN", "IN", "NIN", "BETWEEN", "NBETWEEN"}
    | {"STARTWITH", "ENDWITH", "HASANYOF", "NHASANYOF", "CONTAINS"}
)


class Refusal(Exception):
    """An error code other than 0."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code, self.message = code, message


def is_uuid4(text: str) -> bool:
    """Whether it is a random UUID as RFC 4122 writes it."""
    try:
        return str(uuid.UUID(text, version=4)) == text
    except ValueError:
        return False


def mapping(given: Any, code: int) -> dict[str, Any]:
    """An object in JSON."""
    if not isinstance(given, dict):
        raise Refusal(code, "参数错误")
    return given


def api_name(data: dict[str, Any], name: str = "dataObjectApiName") -> str:
    """The object that is meant."""
    found = data.get(name)
    if found not in OBJECTS:
        raise Refusal(32000, f"{name} {found!r}")
    return str(found)


def row(firm: Firm, name: str, id_: Any) -> Row:
    """The record that is meant."""
    found = firm.rows[name].get(id_)
    if found is None:
        raise Refusal(32000, "数据不存在或已作废")
    return found


def query(data: dict[str, Any]) -> dict[str, Any]:
    """What is asked for."""
    asked = mapping(data.get("search_query_info"), 32000)
    limit, offset = asked.get("limit"), asked.get("offset")
    if not isinstance(limit, int) or not 1 <= limit <= MOST_ROWS:
        raise Refusal(32000, "limit")
    if not isinstance(offset, int) or offset < 0 or offset % limit:
        raise Refusal(32000, "offset")
    if offset > LAST_OFFSET:
        raise Refusal(10013, "offset out of range 10000")
    if not isinstance(asked.get("filters"), list) or not all(map(_is_filter, asked["filters"])):
        raise Refusal(32000, "filters")
    if not isinstance(asked.get("orders"), list) or not all(map(_is_order, asked["orders"])):
        raise Refusal(32000, "orders")
    unknown = set(asked.get("fieldProjection") or ()) - set(fields_of(api_name(data)))
    if unknown:
        raise Refusal(32000, f"fieldProjection {sorted(unknown)}")
    return asked


def _is_filter(each: Any) -> bool:
    values = each.get("field_values") if isinstance(each, dict) else None
    return (
        isinstance(values, list)
        and all(isinstance(value, str) for value in values)
        and isinstance(each.get("field_name"), str)
        and each.get("operator") in OPERATORS
    )


def _is_order(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("fieldName"), str) and isinstance(each.get("isAsc"), bool)


def changes(data: dict[str, Any]) -> list[tuple[str, str]]:
    """(record, new owner) of a change of owners; the list is called `Data`, with a capital."""
    given = data.get("Data")
    if not isinstance(given, list) or not given or len(given) > MOST_ROWS:
        raise Refusal(32000, "Data")
    return [_change(mapping(each, 32000)) for each in given]


def _change(each: dict[str, Any]) -> tuple[str, str]:
    owner = each.get("ownerId")
    if not isinstance(owner, list) or len(owner) != 1 or not isinstance(owner[0], str):
        raise Refusal(32000, "ownerId")
    if not isinstance(each.get("objectDataId"), str):
        raise Refusal(32000, "objectDataId")
    return each["objectDataId"], owner[0]
