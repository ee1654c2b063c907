"""Which test process takes which tests when: what takes long first, so that none ends up alone with it, and what goes
on where another ended in the process of that one.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

#: The tests below each of these are one group, which one process takes.
TOGETHER = ("tests/launch/", "tests/handover/test_move_crashes.py")


class Groups(LoadScopeScheduling):
    """Gives a free process the next test, or the next group."""

    def _split_scope(self, nodeid: str) -> str:
        return next((group for group in TOGETHER if nodeid.startswith(group)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Groups:
    """Give tests out by `Groups`, the largest first; pytest-xdist's own groups are silently none with pytest 9.2."""
    return Groups(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The tests marked slow first, as each process of pytest-xdist counts them."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)
