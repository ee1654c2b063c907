"""A simulated Zoho and a connection to it, for tests."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings

from customers.connectors.interface import Account, Asked, ConnectorError, Outcome, Page, Record, Result
from customers.connectors.zoho.connector import Zoho
from customers.kinds import RecordKind
from tests.contracts.clock import Kept, failing
from tests.contracts.simulator import Call, Fault, Simulator, running
from tests.contracts.zoho.crm import simulator
from tests.contracts.zoho.firm import firm
from tests.contracts.zoho.state import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, State

START = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)


class Side:
    """A Zoho and a connection to it."""

    def __init__(self, state: State, system: Simulator, clock: list[datetime.datetime]) -> None:
        self.state, self.system, self.clock = state, system, clock
        self.memory = Kept(self.now)
        self.settings = {"region": "us", "client_id": CLIENT_ID, "currency": "CNY"}
        self.secrets = {"client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}

    def now(self) -> datetime.datetime:
        return self.clock[0]

    def wait(self, **time: float) -> None:
        self.clock[0] += datetime.timedelta(**time)

    @property
    def zoho(self) -> Zoho:
        """A connector made anew, as for each piece of work."""
        return Zoho(Account(self.settings, self.memory, self.secrets))

    def person(self, name: str) -> str:
        return next(pk for pk, user in self.state.users.items() if user["full_name"] == name)

    def accounts(self, owner: str, count: int) -> list[str]:
        return [self.state.add("Accounts", owner, Account_Name=f"客户 {number}") for number in range(count)]

    def asked(self, ids: list[str], expected: str = "陈静", wanted: str = "李伟") -> list[Asked]:
        a, b = self.person(expected), self.person(wanted)
        return [Asked(RecordKind.CUSTOMER, pk, a, b) for pk in ids]

    def heard(self, path: str) -> list[Call]:
        return [call for call in self.system.heard if path in call.path]

    def fails(self, act: Callable[[Zoho], Any], *faults: Fault) -> ConnectorError:
        self.system.faults = list(faults)
        return failing(lambda: act(self.zoho))


def of(part: str) -> Callable[[Call], bool]:
    """Calls whose path holds this."""
    return lambda call: part in call.path


@contextmanager
def started(*, accounts: int = 0) -> Iterator[Side]:
    """The firm, with people and as many accounts; time stands still until a test lets it go on."""
    clock = [START]
    state = firm(lambda: clock[0], accounts)
    with running(simulator(state)) as system, override_settings(STAND_INS=system.stand_ins):
        yield Side(state, system, clock)


def pages(zoho: Zoho, kind: str, since: datetime.datetime | None = None) -> list[Page]:
    found = [zoho.changed(kind, since=since, after=None)]
    while found[-1].after is not None:
        found.append(zoho.changed(kind, since=since, after=found[-1].after))
    return found


def read(zoho: Zoho, kind: str, since: datetime.datetime | None = None) -> list[Record]:
    return [record for each in pages(zoho, kind, since) for record in each.records]


def results(outcomes: list[Outcome]) -> list[Result]:
    return [outcome.result for outcome in outcomes]
