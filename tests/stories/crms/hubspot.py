"""The firm in HubSpot."""

from collections import Counter

from customers.connectors.hubspot.mapping import OWNED, OWNER
from customers.connectors.texts import name_of
from demo.crm.job import Crm
from tests.contracts.hubspot import envelopes
from tests.contracts.hubspot.crm import simulator
from tests.contracts.hubspot.firm import firm
from tests.contracts.hubspot.state import TOKEN
from tests.contracts.simulator import Call, Fault, Lost
from tests.stories.crms.there import There, now


class HubSpot(There):
    """One account, whose search is behind what was written by the API."""

    third = "Priya Shah"

    def __init__(self) -> None:
        self.state = firm(now, 60)
        self.state.burst = 100
        self.system = simulator(self.state)
        self.crm = Crm("hubspot", "HubSpot", {"token": TOKEN, "currency": "CNY", "time_zone": "Asia/Shanghai"})

    @property
    def writes(self) -> Counter[str]:
        return self.state.owner_writes

    def _named(self, id_: str) -> str:
        return name_of(self.state.owners[id_]["firstName"], self.state.owners[id_]["lastName"])

    def _id(self, person: str) -> str:
        return next(id_ for id_ in self.state.owners if self._named(id_) == person)

    def owned(self, person: str) -> list[str]:
        id_ = self._id(person)
        things = [self.state.objects[name].items() for name in OWNED.values()]
        return [pk for rows in things for pk, row in rows if row[OWNER] == id_]

    def owner(self, id_: str) -> str:
        return self._named(self.state.owner(id_))

    def _change(self, id_: str, name: str, value: str) -> None:
        self.state.objects["companies"][id_] |= {name: value, "hs_lastmodifieddate": self.state.stamp()}
        self.state.index()

    def give(self, id_: str, person: str) -> None:
        self._change(id_, OWNER, self._id(person))

    def rename(self, id_: str, name: str) -> None:
        self._change(id_, "name", name)

    def delete(self, id_: str) -> None:
        del self.state.objects["companies"][id_]
        self.state.index()

    def reading_goes_wrong(self) -> None:
        self.system.faults = [
            Fault(Lost.BEFORE, lambda call: call.path.endswith("/owners")),
            Fault(envelopes.BROKEN, lambda call: call.path.endswith("/companies")),
            Fault(envelopes.SECONDLY, lambda call: call.path.endswith("/contacts")),
            Fault(envelopes.PROXY_PAGE, lambda call: "associations" in call.path),
        ]

    def writing_goes_wrong(self) -> None:
        self.state.limited.update(self.owned("陈静")[2:5])
        self.system.faults = [
            Fault(Lost.AFTER, self.is_write),
            Fault(envelopes.SECONDLY, self.is_write),
            Fault(Lost.BEFORE, self.is_write),
            Fault(envelopes.PROXY_PAGE, self.is_write),
            Fault(envelopes.BROKEN, self.is_write, applied=True),
        ]

    def is_write(self, call: Call) -> bool:
        return call.path.endswith("batch/update")
