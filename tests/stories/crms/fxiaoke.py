"""The firm at Fxiaoke."""

from collections import Counter

from customers.connectors.fxiaoke.calls import CHANGE_OWNER, QUERY
from demo.crm.job import Crm
from tests.contracts.fxiaoke import gateway as fxiaoke
from tests.contracts.fxiaoke.sample import sample
from tests.contracts.simulator import Call, Fault, Lost, reply
from tests.stories.crms.there import There, now


class Fxiaoke(There):
    """The firm at Fxiaoke."""

    GIVEN = ("AccountObj", "ContactObj", "NewOpportunityObj", "SaleContractObj")

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
