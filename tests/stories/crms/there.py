"""What a story does at a simulated CRM, whichever it is."""

import datetime
from abc import ABC, abstractmethod
from collections import Counter

from demo.crm.job import Crm
from tests.contracts.simulator import Call, Simulator


def now() -> datetime.datetime:
    """The simulators live in our time."""
    return datetime.datetime.now(datetime.UTC)


class There(ABC):
    """One CRM on loopback. People are named by their name, records by their id."""

    crm: Crm
    system: Simulator
    #: Somebody who neither leaves nor takes over, and owns customers.
    third = "周强"

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
