"""Salesforce as a connector."""

import datetime
from collections.abc import Iterator, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.connectors import amounts
from customers.connectors.interface import (
    Account,
    Asked,
    Can,
    Connector,
    ConnectorError,
    Fault,
    Note,
    Noted,
    Outcome,
    Page,
    Person,
    Setting,
)
from customers.connectors.salesforce import mapping, noting, owner_changes, soql
from customers.connectors.salesforce.client import USUAL_VERSION, Client
from customers.kinds import LinkedKind

#: Most ids in one question, which is part of an address.
IDS = 200


class Salesforce(Connector):
    """One organisation at Salesforce."""

    name: ClassVar[str] = "salesforce"
    label: ClassVar[str | Promise] = "Salesforce"
    can: ClassVar[Can] = Can(
        reads=tuple(mapping.THINGS),
        gives=tuple(mapping.OWNED),
        at_once=owner_changes.AT_ONCE,
        owners_at_once=IDS,
        notes=noting.NOTED,
        notes_at_once=noting.AT_ONCE,
        finds_notes=True,
        limits=(
            (_("Records in one change of owner"), "200"),
            (_("Notes in one call"), "200"),
            (_("Records in one page"), "2,000"),
            (_("Part of the calls in 24 hours after which Baton waits"), "90 %"),
        ),
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "host",
            _("My Domain"),
            _("Your organisation's own address, such as acme.my.salesforce.com."),
        ),
        Setting("client_id", _("Consumer key"), _("Of an app with the client credentials flow.")),
        Setting("client_secret", _("Consumer secret"), secret=True),
        Setting("version", _("Version of the API"), needed=False, default=USUAL_VERSION),
        amounts.currency(_("What the amounts of deals are in.")),
    )

    def __init__(self, account: Account) -> None:
        self._client = Client(account)
        self._currency = account.settings.get("currency") or ""

    def test(self) -> str:
        """The host of the organisation, where customers and people can be read."""
        self._client.query("SELECT Id,OwnerId FROM Account LIMIT 1")
        self._client.query("SELECT Id,IsActive FROM User LIMIT 1")
        return self._client.host

    def people(self) -> Iterator[Person]:
        """All users, the inactive included, but not the firm's customers in its portals and Salesforce's own robots."""
        for user in self._all(soql.people()):
            yield mapping.person(user)

    def _all(self, asked: str) -> Iterator[mapping.Item]:
        """Everything a question finds, however small its pages are."""
        body = self._client.query(asked)
        yield from body["records"]
        onward = _onward(body, None)
        while onward is not None:
            body = self._client.onward(onward)
            yield from body["records"]
            onward = _onward(body, onward)

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        """A page of one object by id. What is deleted is not told: reading the owners finds that out."""
        thing = mapping.THINGS[kind]
        body = self._client.onward(after) if after else self._client.query(soql.changed(thing.name, thing.asked, since))
        records = [mapping.record(thing, item, self._currency) for item in body["records"]]
        return Page(records, (), _onward(body, after))

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        """Read from the records themselves."""
        if not ids:
            return {}
        found = self._all(soql.by_id(mapping.OWNED[kind], ("Id", "OwnerId"), ids))
        rows = {str(row["Id"]): str(row.get("OwnerId") or "") for row in found}
        return {id_: rows[id_] for id_ in ids if id_ in rows}

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        """One call for all; every record has an outcome of its own."""
        return owner_changes.give(self._client, asked) if asked else []

    def write_notes(self, notes: Sequence[Note]) -> list[Noted]:
        """One call; each note, a task that is done already, has an outcome of its own."""
        return noting.write(self._client, notes) if notes else []

    def find_notes(self, notes: Sequence[Note], *, since: datetime.datetime) -> set[str]:
        """Read from the tasks of the records."""
        if not notes:
            return set()
        ids = sorted({note.id for note in notes})
        texts = [str(row.get("Description") or "") for row in self._all(soql.tasks(ids, since))]
        return {note.mark for note in notes if any(note.mark in text for text in texts)}


def _onward(body: dict[str, object], before: str | None) -> str | None:
    """Where the next page is, None at the end."""
    onward = body.get("nextRecordsUrl")
    if body.get("done") is not False or not isinstance(onward, str):
        return None
    if onward == before:
        raise ConnectorError(Fault.LATER, "page_repeated")
    return onward
