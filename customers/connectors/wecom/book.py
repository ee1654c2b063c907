"""All customers of a corporation, gathered call by call: WeCom has no list of them, none of what changed, and names one
customer again for every member who has added it.
"""

from collections.abc import Iterator, Mapping, Sequence

from customers.connectors.interface import ConnectorError, Fault, Record
from customers.connectors.wecom import calls, errors, mapping
from customers.connectors.wecom.client import Client, rows
from customers.connectors.wecom.mapping import Claim

#: Most members of one call, and most customers of its answer.
MEMBERS = CUSTOMERS = 100
#: Most rows of a page of those whose member has left.
LEFT = 1000


def followers(client: Client) -> list[str]:
    """The members who may have customers."""
    found = client.read(calls.FOLLOWERS).get("follow_user")
    if not isinstance(found, list):
        raise ConnectorError(Fault.PERMANENT, "no_list", calls.FOLLOWERS)
    return sorted({str(each) for each in found if each})


def left_behind(client: Client) -> Iterator[tuple[str, Claim]]:
    """The customers (by id) of members who have left, which nobody was given yet."""
    for row in client.pages(calls.UNASSIGNED, {"page_size": LEFT}, "info"):
        if row.get("external_userid") and row.get("handover_userid"):
            yield str(row["external_userid"]), Claim.of_left(row)


def found(client: Client, id_: str) -> tuple[mapping.Row, list[mapping.Row]] | None:
    """A customer and everybody who has added it, nobody for one that is there without; None when it is gone."""
    follows: list[mapping.Row] = []
    contact: mapping.Row = {}
    cursor = ""
    while True:
        try:
            said = client.read(calls.CUSTOMER, external_userid=id_, cursor=cursor)
        except ConnectorError as error:
            if error.code == str(errors.NO_CUSTOMER):
                return None
            if error.code == str(errors.NO_RELATION):
                return {}, []
            raise
        told = said.get("external_contact")
        contact = told if isinstance(told, dict) else contact
        follows += rows(said, "follow_user")
        onward = str(said.get("next_cursor") or "")
        if not onward:
            return contact, follows
        if onward == cursor:
            raise ConnectorError(Fault.LATER, "page_repeated", calls.CUSTOMER)
        cursor = onward


class Book:
    """Kept for one piece of work: some hundred bytes for each customer."""

    def __init__(self, client: Client, words: Mapping[str, str]) -> None:
        self._client = client
        self._records: dict[str, Record] = {}
        self._claims: dict[str, Claim] = {}
        self._steps = self._gathering(words)
        self.is_whole = False

    def gather(self) -> None:
        """One more call."""
        self.is_whole = next(self._steps, None) is None

    def page(self, after: str, number: int) -> tuple[list[Record], str | None]:
        """The next customers by id, and the last id when there are more."""
        ids = sorted(id_ for id_ in self._claims if id_ > after)
        here = ids[:number]
        records = [record for id_ in here if (record := self._record(id_)) is not None]
        return records, here[-1] if len(ids) > number else None

    def _gathering(self, words: Mapping[str, str]) -> Iterator[bool]:
        grades: dict[str, str] = {}
        if words:
            grades = mapping.grades_of(rows(self._client.ask(calls.TAGS, {}), "tag_group"), words)
            yield True
        members = followers(self._client)
        for start in range(0, len(members), MEMBERS):
            asked = {"userid_list": members[start : start + MEMBERS], "limit": CUSTOMERS}
            for number, row in enumerate(self._client.pages(calls.CUSTOMERS, asked, "external_contact_list"), 1):
                self._take(row, grades)
                if number % CUSTOMERS == 0:
                    yield True
            yield True
        for id_, claim in left_behind(self._client):
            self._claims[id_] = min(claim, self._claims.get(id_, claim))

    def _take(self, row: mapping.Row, grades: Mapping[str, str]) -> None:
        contact, follow = row.get("external_contact"), row.get("follow_info")
        if not isinstance(contact, dict) or not isinstance(follow, dict) or not contact.get("external_userid"):
            return
        id_, claim = str(contact["external_userid"]), Claim.of(follow)
        if id_ not in self._claims or claim < self._claims[id_]:
            self._claims[id_] = claim
            self._records[id_] = mapping.record(contact, claim.userid, mapping.texts(contact, follow, grades))

    def _record(self, id_: str) -> Record | None:
        """The customer with its owner. One whose only member has left is looked up; one that WeCom does not show any
        more is left out, and stays as Baton has it.
        """
        known, owner = self._records.get(id_), self._claims[id_].userid
        if known is not None:
            return Record(known.kind, known.id, owner, known.texts)
        looked_up = found(self._client, id_)
        if not looked_up or not looked_up[0].get("external_userid"):
            return None
        contact, follows = looked_up
        follow: Sequence[mapping.Row] = [each for each in follows if each.get("userid") == owner]
        return mapping.record(contact, owner, mapping.texts(contact, follow[0] if follow else {}, {}))


def owners(client: Client, ids: Sequence[str]) -> dict[str, str]:
    """Who has these customers now, empty for nobody; those that are gone are left out."""
    left: dict[str, Claim] = {}
    asked = set(ids)
    for id_, claim in left_behind(client):
        if id_ in asked:
            left[id_] = min(claim, left.get(id_, claim))
    owners_now: dict[str, str] = {}
    for id_ in ids:
        if id_ in left:
            owners_now[id_] = left[id_].userid
        elif (looked_up := found(client, id_)) is not None:
            best = min(map(Claim.of, looked_up[1]), default=None)
            owners_now[id_] = best.userid if best else ""
    return owners_now
