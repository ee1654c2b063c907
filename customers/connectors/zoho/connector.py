"""Zoho CRM as a connector."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.connectors import amounts
from customers.connectors.interface import (
    Account,
    Asked,
    Can,
    Connector,
    ConnectorError,
    Note,
    Noted,
    Outcome,
    Page,
    Person,
    Setting,
)
from customers.connectors.zoho import mapping, noting, owner_changes
from customers.connectors.zoho.client import Client
from customers.connectors.zoho.paging import PER_PAGE, Place, page
from customers.connectors.zoho.references import about, id_of
from customers.kinds import LinkedKind

#: Most ids in one question: as many as Zoho's query language takes in a list.
IDS = 100

REGIONS = (
    ("us", _("United States")),
    ("eu", _("Europe")),
    ("cn", _("China")),
    ("in", _("India")),
    ("au", _("Australia")),
    ("jp", _("Japan")),
    ("ca", _("Canada")),
    ("sa", _("Saudi Arabia")),
)


class Zoho(Connector):
    """One organisation in Zoho CRM."""

    name: ClassVar[str] = "zoho"
    label: ClassVar[str | Promise] = "Zoho CRM"
    can: ClassVar[Can] = Can(
        reads=tuple(mapping.MODULES),
        gives=tuple(mapping.OWNED),
        at_once=owner_changes.AT_ONCE,
        owners_at_once=IDS,
        notes=noting.NOTED,
        notes_at_once=noting.AT_ONCE,
        finds_notes=True,
        tells_gone=True,
        limits=(
            (_("Records in one change of owner"), "500"),
            (_("Notes in one call"), "100"),
            (_("Records in one page"), "200"),
            (_("Records of one kind in one read"), "100,000"),
            (_("Calls in 24 hours (free edition; others more, by users)"), "5,000"),
            (_("Calls at the same time, by edition"), "5, 10, 15, 20, 25"),
            (_("Access tokens in ten minutes"), "10"),
        ),
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "region", _("Data centre"), _("Where your organisation's data is kept."), choices=REGIONS, default="us"
        ),
        Setting(
            "environment",
            _("Environment"),
            choices=(("production", _("Production")), ("sandbox", _("Sandbox")), ("developer", _("Developer"))),
            default="production",
        ),
        Setting("client_id", _("Client ID"), _("From the API console of Zoho: a self client or a server-based one.")),
        Setting("client_secret", _("Client secret"), secret=True),
        Setting(
            "refresh_token",
            _("Refresh token"),
            _("With the scopes ZohoCRM.modules.ALL, ZohoCRM.users.READ and ZohoCRM.change_owner.CREATE."),
            secret=True,
        ),
        amounts.currency(_("What the amounts of deals are in.")),
    )

    def __init__(self, account: Account) -> None:
        self._client = Client(account)
        self._currency = account.settings.get("currency") or ""

    def test(self) -> str:
        """The user the connection acts as, who may read customers."""
        self._client.read("Accounts", {"fields": "Owner", "per_page": 1})
        found = self._client.read("users", {"type": "CurrentUser"}).get("users") or [{}]
        return str(found[0].get("full_name") or found[0].get("email") or "")

    def people(self) -> Iterator[Person]:
        """Active, inactive and deleted users: all of them own records."""
        seen: set[str] = set()
        for kind in ("AllUsers", "DeletedUsers"):
            for user in self._users(kind):
                if user.get("id") and str(user["id"]) not in seen:
                    seen.add(str(user["id"]))
                    yield mapping.person(user)

    def _users(self, kind: str) -> Iterator[dict[str, Any]]:
        number, more = 1, True
        while more:
            body = self._client.read("users", {"type": kind, "page": number, "per_page": PER_PAGE})
            yield from body.get("users") or ()
            number, more = number + 1, bool((body.get("info") or {}).get("more_records"))

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        """A page of one module: first its records by id, then (since a time) the ids of those deleted."""
        place = Place.of(after)
        module = mapping.MODULES[kind][place.module]
        place, items, info = page(self._client, module, place, since)
        onward = place.on(info) or place.past(kind, since=since is not None)
        after = str(onward) if onward else None
        if place.gone:
            return Page((), [str(item["id"]) for item in items], after)
        hangs = about(items, self._rows) if module.hangs else [{}] * len(items)
        records = [
            mapping.record(module, item, found, self._currency) for item, found in zip(items, hangs, strict=True)
        ]
        return Page(records, (), after)

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        """Read by their ids from the records themselves, which, unlike a search, are never behind."""
        rows = self._rows(mapping.OWNED[kind], ids, ("Owner",))
        asked = set(ids)
        return {str(row["id"]): id_of(row.get("Owner")) for row in rows if str(row["id"]) in asked}

    def _rows(self, module: str, ids: Sequence[str], fields: Sequence[str]) -> Iterable[dict[str, Any]]:
        for start in range(0, len(ids), IDS):
            asked: dict[str, str | int] = {
                "ids": ",".join(ids[start : start + IDS]),
                "fields": ",".join(fields),
                "per_page": PER_PAGE,
            }
            yield from self._client.read(module, asked).get("data") or ()

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        """One call for each new owner. What a later call fails by is an outcome: an earlier one has taken effect."""
        groups: dict[tuple[LinkedKind, str], list[Asked]] = {}
        for each in asked:
            groups.setdefault((each.kind, each.wanted), []).append(each)
        outcomes: dict[str, Outcome] = {}
        for (kind, wanted), group in groups.items():
            try:
                outcomes |= owner_changes.give(self._client, mapping.OWNED[kind], wanted, group)
            except ConnectorError as error:
                if not outcomes:
                    raise
                outcomes |= owner_changes.failed(group, error)
        return [outcomes[each.id] for each in asked]

    def write_notes(self, notes: Sequence[Note]) -> list[Noted]:
        """One call; each note has an outcome of its own."""
        return noting.write(self._client, notes) if notes else []

    def find_notes(self, notes: Sequence[Note], *, since: datetime.datetime) -> set[str]:
        """Read from the lists of notes of the records."""
        return noting.find(self._client, notes, since)
