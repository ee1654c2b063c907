"""Time is an argument: only views, the API, tasks and commands ask what time it is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKS = re.compile(r"timezone\.now\(|(?:localdate|localtime)\(\)|datetime\.(?:now|utcnow)\(|date\.today\(")
MAY_ASK = re.compile(r"/(?:views|api|management|migrations)/|/tasks\.py$")
#: Who else does, each because it stands at the edge itself: words of a page, a key's answer, calls to other systems.
AT_THE_EDGE = {
    "web/templatetags/web.py",
    "accounts/idempotency/answers.py",
    "customers/connectors/fxiaoke/client.py",
    "customers/connectors/hubspot/noting.py",
}


@pytest.mark.parametrize("room", ["accounts", "customers", "handover", "notices", "web"])
def test_nobody_else_asks_the_clock(room: str) -> None:
    paths = [str(path.relative_to(ROOT)) for path in (ROOT / room).rglob("*.py")]
    asking = {path for path in paths if ASKS.search((ROOT / path).read_text()) and not MAY_ASK.search(path)}
    assert asking == {path for path in AT_THE_EDGE if path.startswith(f"{room}/")}
