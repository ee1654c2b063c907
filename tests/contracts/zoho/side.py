"""A simulated Zoho and a connection to it, for tests."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from customers.connectors.interface import Outcome, Page, Record, Result
from customers.connectors.zoho.connector import Zoho
from tests.contracts import side
from tests.contracts.simulator import running
from tests.contracts.zoho.crm import simulator
from tests.contracts.zoho.firm import firm
from tests.contracts.zoho.state import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, State

START = datetime.datetime(2026, 6, 1, 9, 0, tzinfo=datetime.UTC)


class Side(side.Side[State, Zoho]):
    """A Zoho and a connection to it."""

    vendor = Zoho

    def person(self, name: str) -> str:
        return next(pk for pk, user in self.state.users.items() if user["full_name"] == name)

    def accounts(self, owner: str, count: int) -> list[str]:
        return [self.state.add("Accounts", owner, Account_Name=f"客户 {number}") for number in range(count)]


@contextmanager
def started(*, accounts: int = 0) -> Iterator[Side]:
    """The firm, with people and as many accounts; time stands still until a test lets it go on."""
    clock = [START]
    state = firm(lambda: clock[0], accounts)
    with running(simulator(state)) as system, override_settings(STAND_INS=system.stand_ins):
        settings, secrets = (
            {"region": "us", "client_id": CLIENT_ID, "currency": "CNY"},
            {"client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN},
        )
        yield Side(state, system, clock, settings=settings, secrets=secrets)


def pages(zoho: Zoho, kind: str, since: datetime.datetime | None = None) -> list[Page]:
    found = [zoho.changed(kind, since=since, after=None)]
    while found[-1].after is not None:
        found.append(zoho.changed(kind, since=since, after=found[-1].after))
    return found


def read(zoho: Zoho, kind: str, since: datetime.datetime | None = None) -> list[Record]:
    return [record for each in pages(zoho, kind, since) for record in each.records]


def results(outcomes: list[Outcome]) -> list[Result]:
    return [outcome.result for outcome in outcomes]
