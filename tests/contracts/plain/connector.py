"""The connector of the CRM without a vendor."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise

from customers.connectors.http import Http
from customers.connectors.interface import (
    Account,
    Asked,
    Can,
    ConnectorError,
    Fault,
    Note,
    Noted,
    Outcome,
    Page,
    Person,
    Record,
    Result,
    Setting,
)
from customers.kinds import LinkedKind
from tests.contracts.plain.crm import HOST

NAMES = {LinkedKind.CUSTOMER: "customers", LinkedKind.DEAL: "deals", LinkedKind.CONTACT: "contacts"}


class Plain:
    """See `interface.Connector`."""

    name: ClassVar[str] = "plain"
    label: ClassVar[str | Promise] = "Plain CRM"
    can: ClassVar[Can] = Can(
        reads=("customers", "contacts", "deals", "activities"),
        gives=(LinkedKind.CUSTOMER, LinkedKind.DEAL),
        at_once=4,
        owners_at_once=4,
        notes=(LinkedKind.CUSTOMER,),
        notes_at_once=2,
        settles_later=True,
        tells_gone=True,
        limits=(("records in a call", "4"),),
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("address", "Address", default=f"https://{HOST}"),
        Setting("key", "Key", secret=True),
        Setting("note", "Note", needed=False),
    )

    def __init__(self, account: Account) -> None:
        self.account, self.http = account, Http()

    def test(self) -> str:
        self._ask("GET", "people")
        return "Plain Ltd"

    def people(self) -> Iterator[Person]:
        for row in self._ask("GET", "people"):
            yield Person(**row)

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        params = {"since": since.isoformat() if since else None, "after": after}
        body = self._ask("GET", kind, params=params)
        rows = [Record(kind, row["id"], row["owner"], row["texts"]) for row in body["rows"]]
        return Page(rows, body["gone"], body["after"])

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = self._ask("POST", "owners", json={"kind": NAMES[kind], "ids": list(ids)})
        return found

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        return self._outcomes("change", asked)

    def progress(self, asked: Sequence[Asked]) -> list[Outcome]:
        return self._outcomes("progress", asked)

    def write_notes(self, notes: Sequence[Note]) -> list[Noted]:
        told = [{"id": note.id, "title": note.title, "text": note.text} for note in notes]
        said = self._ask("POST", "notes", json=told)
        return [
            Noted(note, Result(word), "" if word == "done" else f"plain_{word}")
            for note, word in zip(notes, said, strict=True)
        ]

    def find_notes(self, notes: Sequence[Note], *, since: datetime.datetime) -> set[str]:
        texts = self._ask("POST", "notes/of", json=[note.id for note in notes])
        return {note.mark for note in notes if any(note.mark in text for text in texts)}

    def _outcomes(self, place: str, asked: Sequence[Asked]) -> list[Outcome]:
        told = [{"kind": NAMES[each.kind], "id": each.id, "wanted": each.wanted} for each in asked]
        said = self._ask("POST", place, json=told)
        return [
            Outcome(each, Result(word), "" if word == "done" else f"plain_{word}")
            for each, word in zip(asked, said, strict=True)
        ]

    def _ask(self, method: str, place: str, **given: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.account.secrets.get('key', '')}"}
        url = f"{self.account.settings['address']}/{place}"
        answer, body = self.http.json(method, url, headers=headers, **given)
        if answer.status_code == 200:
            return body
        faults = {401: Fault.CONFIG, 429: Fault.LATER, 503: Fault.LATER}
        raise ConnectorError(faults.get(answer.status_code, Fault.PERMANENT), f"http_{answer.status_code}")
