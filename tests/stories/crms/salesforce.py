"""The firm in Salesforce."""

from collections import Counter

from customers.connectors.salesforce.mapping import OWNED
from demo.crm.job import Crm
from tests.contracts.salesforce import envelopes
from tests.contracts.salesforce.firm import firm
from tests.contracts.salesforce.org import HOST, simulator
from tests.contracts.salesforce.state import CLIENT_ID, CLIENT_SECRET
from tests.contracts.simulator import Call, Fault, Lost
from tests.stories.crms.there import There, now


class Salesforce(There):
    """One organisation, which answers in small pages."""

    third = "Priya Shah"

    def __init__(self) -> None:
        self.state = firm(now, 60)
        self.state.page = 25
        self.system = simulator(self.state)
        known = {"host": HOST, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "currency": "CNY"}
        self.crm = Crm("salesforce", "Salesforce", known)

    @property
    def writes(self) -> Counter[str]:
        return self.state.owner_writes

    def _id(self, person: str) -> str:
        return next(id_ for id_, user in self.state.records["User"].items() if user["Name"] == person)

    def owned(self, person: str) -> list[str]:
        id_ = self._id(person)
        things = [self.state.records[name].items() for name in OWNED.values()]
        return [pk for rows in things for pk, row in rows if row["OwnerId"] == id_]

    def owner(self, id_: str) -> str:
        return str(self.state.records["User"][self.state.owner(id_)]["Name"])

    def _change(self, id_: str, name: str, value: str) -> None:
        self.state.records["Account"][id_] |= {name: value, "SystemModstamp": self.state.stamp()}

    def give(self, id_: str, person: str) -> None:
        self._change(id_, "OwnerId", self._id(person))

    def rename(self, id_: str, name: str) -> None:
        self._change(id_, "Name", name)

    def delete(self, id_: str) -> None:
        del self.state.records["Account"][id_]

    def reading_goes_wrong(self) -> None:
        self.state.end_sessions()
        self.system.faults = [
            Fault(Lost.BEFORE, lambda call: "FROM User" in call.query.get("q", "")),
            Fault(envelopes.BROKEN, lambda call: "FROM Account" in call.query.get("q", "")),
            Fault(envelopes.STALE, lambda call: "FROM Opportunity" in call.query.get("q", "")),
            Fault(envelopes.PROXY_PAGE, lambda call: "FROM Contact" in call.query.get("q", "")),
        ]

    def writing_goes_wrong(self) -> None:
        self.state.end_sessions()
        self.state.locked.update(self.owned("陈静")[2:5])
        self.system.faults = [
            Fault(Lost.AFTER, self.is_write),
            Fault(envelopes.STALE, self.is_write),
            Fault(Lost.BEFORE, self.is_write),
            Fault(envelopes.LOCKED, self.is_write),
            Fault(envelopes.BROKEN, self.is_write, applied=True),
        ]

    def is_write(self, call: Call) -> bool:
        return call.method == "PATCH" and call.path.endswith("composite/sobjects")
