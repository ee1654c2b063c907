"""A module is read in one sitting: no more than 300 lines, but for migrations and tests."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "config", "customers", "demo", "handover", "launch", "notices", "web")
MOST = 300


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_is_longer(room: str) -> None:
    modules = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    assert modules
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules}
    assert {name: length for name, length in lengths.items() if length > MOST} == {}
