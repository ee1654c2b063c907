"""The firm in Zoho CRM."""

from collections import Counter

from demo.crm.job import Crm
from tests.contracts.simulator import Call, Fault, Lost
from tests.contracts.zoho import crm as zoho
from tests.contracts.zoho import envelopes
from tests.contracts.zoho.firm import firm
from tests.contracts.zoho.state import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from tests.stories.crms.there import There, now


class Zoho(There):
    """The firm in Zoho CRM."""

    GIVEN = ("Accounts", "Contacts", "Deals", "Tasks")

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
