"""What who calls a connector does until nothing is left: read the owners, write where they are the expected ones."""

from collections.abc import Callable, Sequence

from customers.connectors.interface import Asked, Connector, ConnectorError, Fault, Result

AT_ONCE = 7


def settle(opened: Callable[[], Connector], wait: Callable[[], None], asked: Sequence[Asked], turns: int) -> set[str]:
    """The ids of those that were seen to be done, none of which was written again.

    `opened` makes a connector for each piece of work, `wait` lets the time pass that a fault needs.
    """
    seen: set[str] = set()
    parts = [asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)]
    for _turn in range(turns):
        try:
            if not sum(_write(opened(), part, seen) for part in parts):
                break
        except ConnectorError as error:
            if error.fault not in (Fault.LATER, Fault.CONFLICT):
                raise
            wait()
    return seen


def _write(connector: Connector, part: Sequence[Asked], seen: set[str]) -> int:
    """How many were still to be written; none of those that were seen to be done."""
    owners = connector.owners(part[0].kind, [each.id for each in part])
    seen |= {each.id for each in part if owners.get(each.id) == each.wanted}
    left = [each for each in part if owners.get(each.id) == each.expected]
    assert not seen & {each.id for each in left}
    if left:
        seen |= {each.asked.id for each in connector.change_owners(left) if each.result is Result.DONE}
    return len(left)
