"""Which answers each operation of the API may give: one table of rules, read off the operation itself.

What an operation answers when all is well is said by its serializers. All else follows from what it is: who it opens
to, whether its path names something, whether it takes content. A view that may refuse in a way of its own says so by
`responses={409: OpenApiResponse(description=…)}`; the body of every refusal is a problem.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework.permissions import SAFE_METHODS

from accounts.gate import ANYONE, SIGNED_IN, declared_for
from config.idempotency import PARAMETER
from web.api import TEXT

Described = dict[str, Any]
IF_NONE_MATCH: Described = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "The `ETag` of an earlier answer: 304 when it would be the same.",
}


@dataclass(frozen=True)
class Operation:
    """What decides how an operation may answer."""

    method: str
    who: tuple[str, ...]
    names: bool
    asks: bool
    turns: bool
    takes: bool
    is_tagged: bool

    @property
    def writes(self) -> bool:
        """Whether it may change anything."""
        return self.method not in SAFE_METHODS


def _always(_operation: Operation) -> bool:
    return True


def _is_for_some(operation: Operation) -> bool:
    """A right is needed, or a token that may write."""
    return ANYONE not in operation.who and (operation.writes or set(operation.who) != {SIGNED_IN})


@dataclass(frozen=True)
class Answer:
    """One status besides success, the operations that may answer with it, and what it tells."""

    status: int
    name: str
    told: str
    when: Callable[[Operation], bool]
    headers: tuple[str, ...] = ()


ANSWERS = (
    Answer(
        304,
        "NotModified",
        "The same as under the ETag given in If-None-Match.",
        lambda operation: operation.is_tagged,
        ("ETag",),
    ),
    Answer(400, "BadRequest", "What was sent can't be read.", _always),
    Answer(401, "Unauthorized", "No token, or one that opens nothing.", _always, ("WWW-Authenticate",)),
    Answer(403, "Forbidden", "Not for the person of this token, or not with this token.", _is_for_some),
    Answer(
        404, "NotFound", "There is nothing here for the caller.", lambda operation: operation.names or operation.turns
    ),
    Answer(406, "NotAcceptable", "Nothing the caller accepts is written here.", _always),
    Answer(
        409,
        "Conflict",
        "Not as things stand, or the same request is still running.",
        lambda operation: operation.writes,
    ),
    Answer(
        412,
        "PreconditionFailed",
        "Not the same as under the ETag given in If-Match.",
        lambda operation: operation.is_tagged,
    ),
    Answer(413, "ContentTooLarge", "More than is taken at once.", lambda operation: operation.writes),
    Answer(415, "UnsupportedMediaType", "Not a kind of content that is read here.", lambda operation: operation.takes),
    Answer(
        422,
        "UnprocessableContent",
        "Something given does not fit; `errors` names it.",
        lambda operation: operation.asks or operation.takes or operation.method == "POST",
    ),
    Answer(429, "TooManyRequests", "More than one caller may ask in a minute.", _always, ("Retry-After",)),
)
HEADERS: dict[str, Described] = {
    "ETag": {"schema": {"type": "string"}, "required": True, "description": "For `If-None-Match`."},
    "Idempotency-Replayed": {
        "schema": {"type": "string", "enum": ["true"]},
        "description": "This is the answer to an earlier request with the same `Idempotency-Key`.",
    },
    "RateLimit": {
        "schema": {"type": "string", "pattern": r'^"minute";r=\d+;t=\d+$'},
        "description": "How many requests are left (`r`) for so many seconds (`t`).",
    },
    "RateLimit-Policy": {
        "schema": {"type": "string", "pattern": r'^"minute";q=\d+;w=60$'},
        "description": "How many requests a caller may send in a minute (`q`).",
    },
    "Retry-After": {
        "schema": {"type": "integer", "minimum": 0},
        "required": True,
        "description": "So many seconds to wait.",
    },
    "WWW-Authenticate": {"schema": {"type": "string"}, "required": True, "description": "How to say who calls."},
}
PROBLEM: Described = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _references(names: tuple[str, ...]) -> Described:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def responses() -> dict[str, Described]:
    """The answers of the table as components of the description."""
    found = {}
    for each in ANSWERS:
        told: Described = {"description": each.told}
        if each.headers:
            told["headers"] = _references(each.headers)
        found[each.name] = told if each.status == HTTPStatus.NOT_MODIFIED else told | {"content": PROBLEM}
    return found


def _say_text(schema: Described) -> None:
    """That text which may be anything else holds no NUL, as no text in PostgreSQL does."""
    if schema.get("type") == "string" and not schema.keys() & {"enum", "format", "pattern"}:
        schema["pattern"] = TEXT


def _decimal(field: Any) -> str:
    """A pattern of the numbers a field takes: at least one digit, no sign where nothing is below zero."""
    sign = "" if field.min_value is not None and field.min_value >= 0 else "-?"
    whole, places = field.max_whole_digits, field.decimal_places
    return rf"^{sign}(\d{{1,{whole}}}(\.\d{{0,{places}}})?|\.\d{{1,{places}}})$"


class ExactSchema(AutoSchema):
    """An operation with exactly the statuses and headers it may answer with."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Described | None:
        """The operation as its view describes it, and what follows from the rules."""
        told: Described | None = super().get_operation(*args, **kwargs)
        if told is None:
            return None
        operation = self._seen(told)
        for asked in told.get("parameters", []):
            if asked["in"] == "query" and asked["name"] != "cursor":
                _say_text(asked["schema"])
        more = [PARAMETER] if self.method == "POST" else [IF_NONE_MATCH] if operation.is_tagged else []
        told["parameters"] = [*told.get("parameters", []), *more]
        if self.method == "POST" and getattr(self.view, "updates_what_is_known", False):
            told["responses"]["200"] = told["responses"]["201"] | {"description": "There already, changed."}
        told["responses"] = dict(sorted(self._answers(operation, told["responses"])))
        return told

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """A body as its base describes it, closed where others' members are refused."""
        told = super()._map_serializer(serializer, direction, bypass_extensions)
        is_closed = direction == "request" and getattr(serializer, "refuses_others", False)
        return told | {"additionalProperties": False} if is_closed else told

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        """A field as its base describes it, and what that leaves out."""
        told = super()._map_serializer_field(field, direction, bypass_extensions)
        if told.get("type") == "array" and not getattr(field, "allow_empty", True):
            told.setdefault("minItems", 1)
        if told.get("format") == "decimal" and "pattern" in told:
            told["pattern"] = _decimal(field)
        return told

    def _seen(self, told: Described) -> Operation:
        done = told["responses"].get("200", {}).get("content", {})
        asked = {each["name"] for each in told.get("parameters", []) if each["in"] == "query"}
        handler = getattr(self.view, "action", None) or self.method.lower()
        return Operation(
            method=self.method,
            who=declared_for(type(self.view), handler) or (),
            names="{" in self.path,
            asks=bool(asked),
            turns="cursor" in asked,
            takes="requestBody" in told,
            is_tagged=self.method == "GET" and "application/json" in done,
        )

    def _answers(self, operation: Operation, own: Described) -> Iterator[tuple[str, Described]]:
        for status, told in own.items():
            if not status.startswith("2"):
                yield status, {"description": told["description"], "content": PROBLEM}
                continue
            names = ("ETag",) if operation.is_tagged else ("Idempotency-Replayed",) if self.method == "POST" else ()
            yield status, told | {"headers": _references((*names, "RateLimit", "RateLimit-Policy"))}
        for each in ANSWERS:
            if str(each.status) not in own and each.when(operation):
                yield str(each.status), {"$ref": f"#/components/responses/{each.name}"}
