"""A record as text in which every sign is determined, and the digest that binds it to the one before."""

import datetime
import hashlib
import json
from decimal import Decimal
from typing import Any


def text(record: dict[str, Any]) -> str:
    """The one way to write a record: JSON, keys in order, no spaces, signs as they are."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(previous: str, record: str) -> str:
    """SHA-256, in hex, over the digest before and the record."""
    return hashlib.sha256((previous + record).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in UTC, days and amounts as text, keys as text."""
    match value:
        case dict():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat()
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return str(value)
    return value
