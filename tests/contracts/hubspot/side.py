"""A simulated HubSpot and a connection to it, for tests."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings

from customers.connectors.hubspot.connector import HubSpot
from customers.connectors.interface import Account, Asked, ConnectorError
from customers.connectors.texts import name_of
from customers.kinds import RecordKind
from tests.contracts.clock import START, Kept, failing
from tests.contracts.hubspot.crm import simulator
from tests.contracts.hubspot.firm import firm
from tests.contracts.hubspot.state import TOKEN, State
from tests.contracts.simulator import Call, Fault, Simulator, running


class Side:
    """A HubSpot and a connection to it."""

    def __init__(self, state: State, system: Simulator, clock: list[datetime.datetime]) -> None:
        self.state, self.system, self.clock = state, system, clock
        self.memory = Kept(self.now)
        self.settings = {"currency": "CNY"}
        self.secrets = {"token": TOKEN}

    def now(self) -> datetime.datetime:
        return self.clock[0]

    def wait(self, **time: float) -> None:
        self.clock[0] += datetime.timedelta(**time)

    @property
    def hubspot(self) -> HubSpot:
        """A connector made anew, as for each piece of work."""
        return HubSpot(Account(self.settings, self.memory, self.secrets))

    def person(self, name: str) -> str:
        return next(
            pk for pk, owner in self.state.owners.items() if name_of(owner["firstName"], owner["lastName"]) == name
        )

    def companies(self, count: int, owner: str = "陈静") -> list[str]:
        return [self.state.add("companies", self.person(owner), name=f"客户 {number}") for number in range(count)]

    def asked(self, ids: list[str], expected: str = "陈静", wanted: str = "李伟") -> list[Asked]:
        a, b = self.person(expected), self.person(wanted)
        return [Asked(RecordKind.CUSTOMER, pk, a, b) for pk in ids]

    def heard(self, path: str) -> list[Call]:
        return [call for call in self.system.heard if path in call.path]

    def fails(self, act: Callable[[HubSpot], Any], *faults: Fault) -> ConnectorError:
        self.system.faults = list(faults)
        return failing(lambda: act(self.hubspot))


def of(part: str) -> Callable[[Call], bool]:
    """Calls whose path holds this."""
    return lambda call: part in call.path


@contextmanager
def started(*, companies: int = 0) -> Iterator[Side]:
    """The firm, with people and as many accounts; time stands still until a test lets it go on."""
    clock = [START]
    state = firm(lambda: clock[0], companies)
    with running(simulator(state)) as system, override_settings(STAND_INS=system.stand_ins):
        yield Side(state, system, clock)
