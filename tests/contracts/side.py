"""What tests of a connector share, whatever the vendor: a simulated system, a clock that stands still, a connector."""

import datetime
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from customers.connectors.interface import Account, Asked, Connector, ConnectorError
from customers.kinds import LinkedKind
from tests.contracts.clock import Kept, failing
from tests.contracts.simulator import Call, Fault, Simulator

State = TypeVar("State")
Vendor = TypeVar("Vendor", bound=Connector)


class Side(Generic[State, Vendor]):
    """A simulated system and a connection to it; a vendor's own says which connector that is, and who people are."""

    vendor: type[Vendor]

    def __init__(
        self,
        state: State,
        system: Simulator,
        clock: list[datetime.datetime],
        *,
        settings: dict[str, str],
        secrets: dict[str, str],
    ) -> None:
        self.state, self.system, self.clock = state, system, clock
        self.settings, self.secrets = settings, secrets
        self.memory = Kept(self.now)

    def now(self) -> datetime.datetime:
        return self.clock[0]

    def wait(self, **time: float) -> None:
        self.clock[0] += datetime.timedelta(**time)

    @property
    def connector(self) -> Vendor:
        """A connector made anew, as for each piece of work."""
        return self.vendor(Account(self.settings, self.memory, self.secrets))

    def person(self, name: str) -> str:
        """The id of somebody there."""
        raise NotImplementedError

    def asked(self, ids: list[str], expected: str = "陈静", wanted: str = "李伟") -> list[Asked]:
        a, b = self.person(expected), self.person(wanted)
        return [Asked(LinkedKind.CUSTOMER, pk, a, b) for pk in ids]

    def heard(self, path: str) -> list[Call]:
        return [call for call in self.system.heard if path in call.path]

    def fails(self, act: Callable[[Vendor], Any], *faults: Fault) -> ConnectorError:
        self.system.faults = list(faults)
        return failing(lambda: act(self.connector))


def of(part: str) -> Callable[[Call], bool]:
    """Calls whose path holds this."""
    return lambda call: part in call.path
