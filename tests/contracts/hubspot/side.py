"""A simulated HubSpot and a connection to it, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from customers.connectors.hubspot.connector import HubSpot
from customers.connectors.texts import name_of
from tests.contracts import side
from tests.contracts.clock import START
from tests.contracts.hubspot.crm import simulator
from tests.contracts.hubspot.firm import firm
from tests.contracts.hubspot.state import TOKEN, State
from tests.contracts.simulator import running


class Side(side.Side[State, HubSpot]):
    """A HubSpot and a connection to it."""

    vendor = HubSpot

    def person(self, name: str) -> str:
        return next(
            pk for pk, owner in self.state.owners.items() if name_of(owner["firstName"], owner["lastName"]) == name
        )

    def companies(self, count: int, owner: str = "陈静") -> list[str]:
        return [self.state.add("companies", self.person(owner), name=f"客户 {number}") for number in range(count)]


@contextmanager
def started(*, companies: int = 0) -> Iterator[Side]:
    """The firm, with people and as many accounts; time stands still until a test lets it go on."""
    clock = [START]
    state = firm(lambda: clock[0], companies)
    with running(simulator(state)) as system, override_settings(STAND_INS=system.stand_ins):
        settings, secrets = {"currency": "CNY"}, {"token": TOKEN}
        yield Side(state, system, clock, settings=settings, secrets=secrets)
