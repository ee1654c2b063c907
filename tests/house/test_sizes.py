"""A module is read in one sitting and a function at one look: 300 lines, and 30 below its signature and docstring.

Migrations and tests may be longer.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "config", "customers", "demo", "handover", "launch", "notices", "web")
MOST = 300
MOST_OF_A_FUNCTION = 30


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_is_longer(room: str) -> None:
    modules = _modules(room)
    assert modules
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > MOST} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_is_longer(room: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": _length(node)
        for path in _modules(room)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert found
    assert {name: length for name, length in found.items() if length > MOST_OF_A_FUNCTION} == {}


def _modules(room: str) -> list[Path]:
    return [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
