"""WeCom as a connector: the customers its members have added, handed on by asking."""

import datetime
from collections.abc import Iterator, Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.connectors.interface import (
    Account,
    Asked,
    Can,
    Connector,
    ConnectorError,
    Fault,
    Outcome,
    Page,
    Person,
    Setting,
)
from customers.connectors.wecom import book, calls, errors, mapping, owner_changes
from customers.connectors.wecom.client import Client, rows
from customers.kinds import LinkedKind

#: Most customers of a page Baton reads.
PAGE = 200
#: Most customers whose owners are read in one go: one call each.
OWNERS = 100
ROOT = 1
#: Begins the place of a read that is still gathering.
GATHERING = "-"
GRADES = _("Names of WeCom's customer tags, separated by commas. Without any, no grade is read.")


class WeCom(Connector):
    """One corporation's 企业微信."""

    name: ClassVar[str] = "wecom"
    label: ClassVar[str | Promise] = _("WeCom")
    can: ClassVar[Can] = Can(
        reads=("customers",),
        gives=(LinkedKind.CUSTOMER,),
        at_once=owner_changes.AT_ONCE,
        owners_at_once=OWNERS,
        settles_later=True,
        limits=(
            (_("customers asked for in one call"), "100"),
            (_("hours a customer has to decline"), "24"),
            (_("times a customer of somebody still there is handed over in 90 days"), "2"),
            (_("customers of one page"), "100"),
            (_("results of one page"), "1,000"),
            (_("calls of one kind in a minute"), "10,000"),
        ),
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "corp_id", _("Corporation ID"), _("In the administration of WeCom under My company; it begins with ww.")
        ),
        Setting(
            "secret",
            _("Secret of the app"),
            _("Of an app of your own that may call the customer contact interfaces and sees everybody in sales."),
            secret=True,
        ),
        Setting(
            "message",
            _("Message to the customer"),
            _("Sent when somebody still there has handed the customer over; at most 200 letters."),
            needed=False,
        ),
        Setting("grade_a", _("Tags of grade A"), GRADES, needed=False),
        Setting("grade_b", _("Tags of grade B"), GRADES, needed=False),
        Setting("grade_c", _("Tags of grade C"), GRADES, needed=False),
    )

    def __init__(self, account: Account) -> None:
        self._client = Client(account)
        self._words = {
            word.strip(): grade
            for grade in "CBA"
            for word in account.settings.get(f"grade_{grade.lower()}", "").replace("，", ",").split(",")
            if word.strip()
        }
        self._hands = owner_changes.Hands(self._client, account.settings.get("message", "").strip())
        self._book: book.Book | None = None

    def test(self) -> str:
        """The corporation, when somebody has customers there and those of who has left can be read."""
        if not book.followers(self._client):
            raise ConnectorError(Fault.CONFIG, "nobody_has_customers")
        self._client.ask(calls.UNASSIGNED, {"cursor": "", "page_size": 1})
        return self._client.corp

    def people(self) -> Iterator[Person]:
        """The members the app sees, and everybody else who may have customers, by their ids alone.

        Who has left is in no list; the customers they have left behind name them.
        """
        seen: set[str] = set()
        for member in self._members():
            if member.get("userid") and str(member["userid"]) not in seen:
                seen.add(str(member["userid"]))
                yield mapping.person(member)
        for userid in book.followers(self._client):
            if userid not in seen:
                yield Person(userid, userid)

    def _members(self) -> list[mapping.Row]:
        try:
            said = self._client.read(calls.MEMBERS, department_id=ROOT, fetch_child=1)
        except ConnectorError as error:
            if error.code not in map(str, errors.NO_RIGHT):
                raise
            return []
        return list(rows(said, "userlist"))

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        """First all customers are gathered, a call for each page without records; then they come by id.

        WeCom does not say what has changed: it is always all. A worker that takes over gathers again.
        """
        if self._book is None or after is None:
            self._book = book.Book(self._client, self._words)
        last = (after or "").removeprefix(GATHERING)
        if not self._book.is_whole:
            try:
                self._book.gather()
            except ConnectorError:
                self._book = None  # what is half gathered is not gone on with
                raise
            return Page((), (), GATHERING + last)
        records, onward = self._book.page(last, PAGE)
        return Page(records, (), onward)

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        """Who has these customers now: as `mapping` says where several members have added one."""
        return book.owners(self._client, ids)

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        """Ask for each pair of members. What a later call fails by is an outcome: an earlier one has begun."""
        outcomes: dict[str, Outcome] = {}
        for group in owner_changes.by_pair(asked).values():
            try:
                outcomes |= self._hands.give(group)
            except ConnectorError as error:
                if not outcomes:
                    raise
                outcomes |= owner_changes.failed(group, error)
        return [outcomes[each.id] for each in asked]

    def progress(self, asked: Sequence[Asked]) -> list[Outcome]:
        """What the customers said, or did not say within 24 hours."""
        outcomes: dict[str, Outcome] = {}
        for group in owner_changes.by_pair(asked).values():
            outcomes |= self._hands.progress(group)
        return [outcomes[each.id] for each in asked]
