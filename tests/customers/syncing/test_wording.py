"""Every code that Baton itself gives to what goes wrong with a CRM has its words."""

import ast
from collections.abc import Iterator

from django.conf import settings

from customers.syncing import problems

FOLDERS = ("customers/connectors", "customers/syncing")
#: The calls whose second argument is a code, and those that name it.
SECOND = frozenset({"ConnectorError"})
THIRD = frozenset({"Outcome"})


def codes() -> Iterator[tuple[str, str]]:
    """Where a code is written out, and the code."""
    for folder in FOLDERS:
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
                place = 1 if name in SECOND else 2 if name in THIRD else None
                if place is None or not isinstance(node, ast.Call) or len(node.args) <= place:
                    continue
                code = node.args[place]
                if isinstance(code, ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(code.value)


def test_every_code_has_words() -> None:
    found = list(codes())
    assert len({code for _place, code in found}) > 20
    assert [(place, code) for place, code in found if code not in problems.PROBLEMS] == []
