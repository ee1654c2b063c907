"""A corporation at the simulated WeCom and Baton's connection to it, for tests."""

from dataclasses import dataclass
from typing import Any

from customers.connectors.interface import Account, Asked, Outcome, Record
from customers.connectors.wecom.calls import GIVE
from customers.connectors.wecom.connector import WeCom
from customers.kinds import LinkedKind
from tests.contracts.clock import Clock, Kept
from tests.contracts.simulator import Call, Simulator
from tests.contracts.simulator import Fault as BadDay
from tests.contracts.wecom import server as wecom
from tests.contracts.wecom.corp import Corp
from tests.contracts.wecom.server import Server

LEAVER, TAKER, THIRD = "chenjing", "liwei", "zhaomin"


@dataclass
class There:
    """A corporation, its API, and Baton's connection to it."""

    server: Server
    simulator: Simulator
    clock: Clock
    tokens: Kept

    @property
    def corp(self) -> Corp:
        return self.server.corp

    def connector(self, **changed: str) -> WeCom:
        """A connector for one piece of work."""
        secrets = {"secret": changed.pop("secret", wecom.SECRET)}
        return WeCom(Account({"corp_id": wecom.CORP} | changed, self.tokens, secrets))

    def customers(self, count: int, member: str = LEAVER) -> list[str]:
        return [self.corp.add(member, f"客户{number}") for number in range(count)]

    def calls(self, path: str) -> list[Call]:
        return [call for call in self.simulator.heard if call.path == path]

    def bad_day(self, instead: Any, path: str = GIVE, times: int = 1) -> None:
        """The next calls of this kind get that instead."""
        self.simulator.faults.append(BadDay(instead, lambda call: call.path == path, times))

    def all_of(self, connector: WeCom) -> list[Record]:
        """All customers, as a sync reads them."""
        records: list[Record] = []
        after: str | None = None
        while True:
            page = connector.changed("customers", since=None, after=after)
            records += page.records
            after = page.after
            if after is None:
                return records


def opened() -> There:
    clock = Clock()
    server = Server(Corp(clock))
    there = There(server, wecom.simulator(server), clock, Kept(clock))
    there.corp.hire(LEAVER, "陈静", "chen.jing@baton.example")
    there.corp.hire(TAKER, "李伟", "successor@baton.example")
    there.corp.hire(THIRD, "赵敏", "zhao.min@baton.example")
    return there


def asked(ids: list[str], giver: str = LEAVER, taker: str = TAKER) -> list[Asked]:
    return [Asked(LinkedKind.CUSTOMER, id_, giver, taker) for id_ in ids]


def said(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """Result and code of each."""
    return [(str(outcome.result), outcome.code) for outcome in outcomes]
