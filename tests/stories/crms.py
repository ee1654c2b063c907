"""A simulated CRM as a story plays with it: its bad days, what people do there, and what was written to it."""

import datetime
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from customers.connectors.fxiaoke.calls import CHANGE_OWNER, QUERY
from demo.crm.job import Crm
from tests.contracts.fxiaoke import gateway as fxiaoke
from tests.contracts.fxiaoke.sample import sample
from tests.contracts.simulator import Call, Fault, Lost, Simulator, reply, running
from tests.contracts.zoho import crm as zoho
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.firm import firm
from tests.contracts.zoho.state import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN


def now() -> datetime.datetime:
    """The simulators live in our time."""
    return datetime.datetime.now(datetime.UTC)


class There(ABC):
    """One CRM on loopback. People are named by their name, records by their id."""

    crm: Crm
    system: Simulator

    @property
    @abstractmethod
    def writes(self) -> Counter[str]:
        """How often the owner of each record was really written by the API."""

    @abstractmethod
    def owned(self, person: str) -> list[str]:
        """The records of the kinds Baton writes that a person owns, customers first."""

    @abstractmethod
    def owner(self, id_: str) -> str:
        """Whose a record is, by name."""

    @abstractmethod
    def give(self, id_: str, person: str) -> None:
        """Somebody changes the owner of a customer by hand."""

    @abstractmethod
    def rename(self, id_: str, name: str) -> None:
        """Somebody changes the name of a customer."""

    @abstractmethod
    def delete(self, id_: str) -> None:
        """Somebody deletes a customer."""

    @abstractmethod
    def reading_goes_wrong(self) -> None:
        """The next reads have bad days."""

    @abstractmethod
    def writing_goes_wrong(self) -> None:
        """The next writes have bad days."""

    @abstractmethod
    def is_write(self, call: Call) -> bool:
        """Whether a call changes owners."""

    @property
    def stand_ins(self) -> str:
        """`STAND_INS` as the environment has it."""
        return ",".join(f"{host}={url}" for host, url in self.system.stand_ins.items())


class Zoho(There):
    """The firm in Zoho CRM."""

    GIVEN = ("Accounts", "Deals", "Tasks")

    def __init__(self) -> None:
        self.state = firm(now, 60)
        self.system = zoho.simulator(self.state)
        known = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN}
        self.crm = Crm("zoho", "Zoho CRM", {"region": "us", "environment": "production", "currency": "CNY"} | known)

    @property
    def writes(self) -> Counter[str]:
        return self.state.owner_writes

    def _id(self, person: str) -> str:
        return next(id_ for id_, user in self.state.users.items() if user["full_name"] == person)

    def owned(self, person: str) -> list[str]:
        id_ = self._id(person)
        return [pk for name in self.GIVEN for pk, row in self.state.records[name].items() if row["Owner"] == id_]

    def owner(self, id_: str) -> str:
        return str(self.state.users[self.state.owner(id_)]["full_name"])

    def _change(self, id_: str, name: str, value: str) -> None:
        self.state.records["Accounts"][id_] |= {name: value, "Modified_Time": self.state.stamp()}

    def give(self, id_: str, person: str) -> None:
        self._change(id_, "Owner", self._id(person))

    def rename(self, id_: str, name: str) -> None:
        self._change(id_, "Account_Name", name)

    def delete(self, id_: str) -> None:
        self.state.delete("Accounts", id_)

    def reading_goes_wrong(self) -> None:
        self.state.repeats = 1
        self.system.faults = [
            Fault(Lost.BEFORE, lambda call: "Accounts" in call.path),
            Fault(envelopes.BUSY, lambda call: "users" in call.path),
            Fault(envelopes.STALE, lambda call: "Deals" in call.path),
            Fault(envelopes.PROXY_PAGE, lambda call: "Contacts" in call.path),
            Fault(envelopes.ERROR_IN_200, lambda call: "Tasks" in call.path),
        ]

    def writing_goes_wrong(self) -> None:
        self.system.faults = [
            Fault(Lost.AFTER, self.is_write),
            Fault(envelopes.BUSY, self.is_write),
            Fault(Lost.BEFORE, self.is_write),
            Fault(envelopes.STALE, lambda call: "Accounts" in call.path),
            Fault(envelopes.BROKEN, lambda call: "Deals" in call.path, applied=True),
        ]

    def is_write(self, call: Call) -> bool:
        return "change_owner" in call.path


class Fxiaoke(There):
    """The firm at Fxiaoke."""

    GIVEN = ("AccountObj", "NewOpportunityObj", "SaleContractObj")

    def __init__(self) -> None:
        self.firm = sample(now)
        self.gateway = fxiaoke.Gateway(self.firm)
        self.system = fxiaoke.simulator(self.gateway)
        known = {"app_id": fxiaoke.APP, "app_secret": fxiaoke.SECRET, "permanent_code": fxiaoke.CODE}
        self.crm = Crm("fxiaoke", "纷享销客", {"cloud": "fxiaoke", "user_id": fxiaoke.ADMIN} | known)

    @property
    def writes(self) -> Counter[str]:
        return self.firm.writes

    def _id(self, person: str) -> str:
        return next(id_ for id_, user in self.firm.users.items() if user["name"] == person)

    def owned(self, person: str) -> list[str]:
        id_ = self._id(person)
        return [pk for name in self.GIVEN for pk in self.firm.rows[name] if self.firm.owner(name, pk) == id_]

    def owner(self, id_: str) -> str:
        name = next(name for name, rows in self.firm.rows.items() if id_ in rows)
        return str(self.firm.users[self.firm.owner(name, id_)]["name"])

    def give(self, id_: str, person: str) -> None:
        self.firm.change("AccountObj", id_, owner=[self._id(person)])

    def rename(self, id_: str, name: str) -> None:
        self.firm.change("AccountObj", id_, name=name)

    def delete(self, id_: str) -> None:
        self.firm.change("AccountObj", id_, life_status="invalid")

    def reading_goes_wrong(self) -> None:
        self.system.faults = [
            Fault(Lost.BEFORE, lambda call: call.path == QUERY),
            Fault(self._said(14001), lambda call: call.path == QUERY),
            Fault(self._said(20016), lambda call: call.path == QUERY),
            Fault(reply("<html>502</html>", 502), lambda call: call.path == QUERY),
        ]

    def writing_goes_wrong(self) -> None:
        self.gateway.expire()
        self.system.faults = [
            Fault(Lost.AFTER, self.is_write),
            Fault(self._said(50009), self.is_write, applied=True),
            Fault(Lost.BEFORE, self.is_write),
        ]

    def is_write(self, call: Call) -> bool:
        return call.path == CHANGE_OWNER

    @staticmethod
    def _said(code: int) -> tuple[int, dict[str, str], bytes]:
        return reply({"errorCode": code, "errorMessage": "a bad day"})


THERE = {"zoho": Zoho, "fxiaoke": Fxiaoke}


@contextmanager
def served(vendor: str) -> Iterator[There]:
    """One of them, answering."""
    there: There = THERE[vendor]()
    with running(there.system):
        yield there
