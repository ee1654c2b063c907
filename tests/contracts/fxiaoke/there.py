"""A firm at the simulated Fxiaoke and Baton's connection to it, for tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from customers.connectors.fxiaoke.calls import CHANGE_OWNER
from customers.connectors.fxiaoke.connector import Fxiaoke
from customers.connectors.interface import Account, Asked
from customers.kinds import LinkedKind
from tests.contracts.clock import Clock, Kept
from tests.contracts.fxiaoke import gateway as fxiaoke
from tests.contracts.fxiaoke.firm import Firm
from tests.contracts.fxiaoke.gateway import Gateway
from tests.contracts.simulator import Call, Simulator, reply
from tests.contracts.simulator import Fault as BadDay

LEAVER, TAKER, THIRD = "1007", "1008", "1009"
SECRETS = {"app_secret": fxiaoke.SECRET, "permanent_code": fxiaoke.CODE}


@dataclass
class There:
    """A firm at Fxiaoke, its gateway, and Baton's connection to it."""

    gateway: Gateway
    simulator: Simulator
    clock: Clock
    tokens: Kept

    @property
    def firm(self) -> Firm:
        return self.gateway.firm

    def connector(self, **changed: str) -> Fxiaoke:
        """A connector for one piece of work."""
        settings = {"cloud": "fxiaoke", "app_id": fxiaoke.APP, "user_id": fxiaoke.ADMIN}
        secrets = {name: changed.pop(name, secret) for name, secret in SECRETS.items()}
        return Fxiaoke(Account(settings | changed, self.tokens, secrets))

    def customers(self, count: int, owner: str = LEAVER, **fields: Any) -> list[str]:
        return [self.firm.add("AccountObj", owner, name=f"客户{number}", **fields) for number in range(count)]

    def calls(self, path: str) -> list[Call]:
        return [call for call in self.simulator.heard if call.path == path]

    def bad_day(self, instead: Any, path: str = CHANGE_OWNER, times: int = 1, *, applied: bool = False) -> None:
        """The next calls of this kind get that instead; `applied` when they take effect all the same."""
        self.simulator.faults.append(BadDay(instead, lambda call: call.path == path, times, applied))


def opened(firm: Callable[[Clock], Firm] = Firm) -> There:
    clock = Clock()
    gateway = Gateway(firm(clock))
    there = There(gateway, fxiaoke.simulator(gateway), clock, Kept(clock))
    there.firm.hire(fxiaoke.ADMIN, "系统管理员")
    for id_ in (LEAVER, TAKER, THIRD):
        there.firm.hire(id_, f"员工{id_}", f"{id_}@baton.example")
    return there


def asked(ids: list[str], kind: LinkedKind = LinkedKind.CUSTOMER) -> list[Asked]:
    return [Asked(kind, id_, LEAVER, TAKER) for id_ in ids]


def error(code: int, message: str = "it went wrong") -> Any:
    return reply({"errorCode": code, "errorMessage": message, "traceId": "E-O.1"})
