"""A simulated Salesforce and a connection to it, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from customers.connectors.salesforce.connector import Salesforce
from tests.contracts import side
from tests.contracts.clock import START
from tests.contracts.salesforce.firm import firm
from tests.contracts.salesforce.org import HOST, simulator
from tests.contracts.salesforce.state import CLIENT_ID, CLIENT_SECRET, State
from tests.contracts.simulator import running


class Side(side.Side[State, Salesforce]):
    """A Salesforce and a connection to it."""

    vendor = Salesforce

    def person(self, name: str) -> str:
        return next(pk for pk, user in self.state.records["User"].items() if user["Name"] == name)

    def accounts(self, count: int, owner: str = "陈静") -> list[str]:
        return [self.state.add("Account", self.person(owner), Name=f"客户 {number}") for number in range(count)]


@contextmanager
def started(*, accounts: int = 0) -> Iterator[Side]:
    """The firm, with people and as many accounts; time stands still until a test lets it go on."""
    clock = [START]
    state = firm(lambda: clock[0], accounts)
    with running(simulator(state)) as system, override_settings(STAND_INS=system.stand_ins):
        settings, secrets = {"host": HOST, "client_id": CLIENT_ID, "currency": "USD"}, {"client_secret": CLIENT_SECRET}
        yield Side(state, system, clock, settings=settings, secrets=secrets)
