"""HubSpot as a connector."""

import datetime
import zoneinfo
from collections.abc import Iterator, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import time_zones
from customers.connectors import amounts
from customers.connectors.hubspot import mapping, noting, owner_changes, reading
from customers.connectors.hubspot.client import PER_PAGE, Client
from customers.connectors.interface import (
    Account,
    Asked,
    Can,
    Connector,
    Note,
    Noted,
    Outcome,
    Page,
    Person,
    Setting,
)
from customers.kinds import LinkedKind


class HubSpot(Connector):
    """One HubSpot account."""

    name: ClassVar[str] = "hubspot"
    label: ClassVar[str | Promise] = "HubSpot"
    can: ClassVar[Can] = Can(
        reads=tuple(mapping.THINGS),
        gives=tuple(mapping.OWNED),
        at_once=owner_changes.AT_ONCE,
        owners_at_once=PER_PAGE,
        notes=tuple(noting.NOTED),
        finds_notes=True,
        limits=(
            (_("Records in one change of owner"), "100"),
            (_("Records in one page"), "100"),
            (_("Records in one page of a search"), "200"),
            (_("Searches in a second"), "5"),
            (_("Calls in ten seconds, by plan"), "100, 190, 250"),
            (_("Calls in a day, by plan"), "250,000, 650,000, 1,000,000"),
        ),
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "token",
            _("Access token"),
            _("Of a private app that may read and write companies, contacts and deals, and read owners."),
            secret=True,
        ),
        amounts.currency(_("What the amounts of deals are in that name none.")),
        Setting(
            "time_zone",
            _("Time zone"),
            _("Of your HubSpot account: its days begin and end there."),
            choices=tuple(time_zones.CHOICES),
            default="UTC",
        ),
    )

    def __init__(self, account: Account) -> None:
        self._client = Client(account)
        self._currency = account.settings.get("currency") or ""
        self._zone = zoneinfo.ZoneInfo(account.settings.get("time_zone") or "UTC")

    def test(self) -> str:
        """The vendor's name, where owners and every type can be read: each has a scope of its own. HubSpot does not say
        whose the account is.
        """
        for path in ("owners", *(f"objects/{thing.name}" for thing in mapping.THINGS.values())):
            self._client.read(path, {"limit": 1})
        return str(self.label)

    def people(self) -> Iterator[Person]:
        """Owners, then those who are archived: they still own records."""
        seen: set[str] = set()
        for archived in (False, True):
            for owner in self._client.listed("owners", {"archived": str(archived).lower()}):
                if str(owner["id"]) not in seen:
                    seen.add(str(owner["id"]))
                    yield mapping.person(owner, active=not archived)

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        """A page of one type. What is deleted is not told: reading the owners finds that out."""
        thing = mapping.THINGS[kind]
        if since is None:
            found, onward = reading.listed(self._client, thing, after)
        else:
            found, onward = reading.searched(self._client, thing, since, after)
        told = reading.about(self._client, thing, found)
        records = [mapping.record(thing, row, told[str(row["id"])], self._currency, self._zone) for row in found]
        return Page(records, (), onward)

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        """Read from the records themselves, which, unlike the search, are never behind."""
        found = self._client.batch(f"objects/{mapping.OWNED[kind]}/batch/read", ids, properties=[mapping.OWNER])
        there = {str(row.get("id")): mapping.owner_of(row) for row in found if not row.get("archived")}
        return {id_: there[id_] for id_ in ids if id_ in there}

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        """One call for all; every record has an outcome of its own."""
        return owner_changes.give(self._client, asked) if asked else []

    def write_notes(self, notes: Sequence[Note]) -> list[Noted]:
        """One call for each."""
        return [noting.write(self._client, note) for note in notes]

    def find_notes(self, notes: Sequence[Note], *, since: datetime.datetime) -> set[str]:
        """Read from the notes that hang on the records, not by the search, which is behind."""
        return noting.find(self._client, notes)
