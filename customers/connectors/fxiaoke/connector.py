"""Fxiaoke as Baton knows it: what can be asked of it, put into its calls."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.connectors.fxiaoke import mapping
from customers.connectors.fxiaoke.calls import CHANGE_OWNER, DESCRIBE, QUERY, USERS
from customers.connectors.fxiaoke.client import Client
from customers.connectors.fxiaoke.owner_changes import given
from customers.connectors.fxiaoke.values import milliseconds
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
    Record,
    Setting,
)
from customers.kinds import LinkedKind

#: Most rows of a page, and most records of one change of owners.
PAGE = 100
WHOLE_FIRM = 999999
#: Ids of employees in the older way of calling; an owner is never written so in the newer.
OLD_ID = "FSUID_"

Filter = dict[str, Any]


def where(name: str, operator: str, *values: str) -> Filter:
    """One filter of a query; values are always text."""
    return {"field_name": name, "operator": operator, "field_values": list(values)}


class Fxiaoke(Connector):
    """One firm's 纷享销客."""

    name: ClassVar[str] = "fxiaoke"
    label: ClassVar[str | Promise] = _("Fxiaoke")
    can: ClassVar[Can] = Can(
        reads=tuple(mapping.OBJECTS),
        gives=tuple(mapping.OWNED),
        at_once=PAGE,
        owners_at_once=PAGE,
        limits=(
            (_("calls of one kind in 20 seconds"), "100"),
            (_("calls a day, by what the firm bought; counted anew at 0:00 in China"), "100,000 ×"),
            (_("calls for an access token in a minute"), "10"),
            (_("records of a page"), "100"),
            (_("records of one change of owners, as Baton sends them"), "100"),
        ),
    )
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "cloud",
            _("Cloud"),
            _("Where the firm signs in to Fxiaoke."),
            choices=(
                ("fxiaoke", _("Fxiaoke cloud (fxiaoke.com)")),
                ("huawei", _("Huawei cloud (hwcloud.fxiaoke.com)")),
                ("ali", _("Ali or DingTalk cloud (ale.fxiaoke.com)")),
                ("hong_kong", _("Hong Kong (ksc.sharecrm.com)")),
                ("frankfurt", _("Frankfurt (hws.fxiaoke.com)")),
                ("north_america", _("North America (na.sharecrm.com)")),
            ),
            default="fxiaoke",
        ),
        Setting("app_id", _("App ID"), _("Of the firm's own app, in developer mode; it begins with FSAID_.")),
        Setting("app_secret", _("App secret"), secret=True),
        Setting("permanent_code", _("Permanent code"), secret=True),
        Setting(
            "user_id",
            _("Employee ID"),
            _("Baton reads and writes with this employee's rights: take a CRM administrator, such as 1000."),
        ),
    )

    def __init__(self, account: Account) -> None:
        self._client = Client(account)
        self._descriptions: dict[str, mapping.Description] = {}

    def test(self) -> str:
        """Who we are there, and whether customers can be read."""
        me = next((person for person in self.people() if person.id == self._client.user), None)
        if me is None or not me.active:
            raise ConnectorError(Fault.CONFIG, "unknown_employee", self._client.user)
        customers = mapping.OBJECTS["customers"]
        self._rows(customers, [], self._description(customers).asked(customers), limit=1)
        return f"{me.name} ({self._client.ea})"

    def people(self) -> Iterator[Person]:
        """Everybody of the firm, those who left included."""
        asked = {"departmentId": WHOLE_FIRM, "fetchChild": True, "showDepartmentIdsDetail": False}
        users = self._client.call(USERS, asked).get("userList")
        if not isinstance(users, list):
            raise ConnectorError(Fault.PERMANENT, "no_list", USERS)
        for user in users:
            person = mapping.person(user)
            if person.id.startswith(OLD_ID):
                raise ConnectorError(Fault.CONFIG, "old_ids", person.name)
            yield person

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        """A page by ascending id, which goes on where offsets end at 10,000; `after` is the last id of the page."""
        wanted = mapping.OBJECTS[kind]
        description = self._description(wanted)
        filters = [where("last_modified_time", "GTE", milliseconds(since))] if since else []
        if after:
            filters.append(where("_id", "GT", after))
        rows = self._rows(wanted, filters, description.asked(wanted))
        last = str(rows[-1]["_id"]) if rows else None
        if after and last == after:
            raise ConnectorError(Fault.LATER, "page_repeated", wanted.api_name)
        records: list[Record] = []
        gone: list[str] = []
        for row in rows:
            if mapping.is_void(row):
                gone.append(str(row["_id"]))
            else:
                records.append(mapping.record(wanted, row, description))
        return Page(records, gone, last if len(rows) == PAGE else None)

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        """Who owns these records now."""
        return {id_: mapping.owner_of(row) for id_, row in self._now(kind, ids).items()}

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        """Change owners, then read them: what became of each record of a call is documented nowhere."""
        if not asked:
            return []
        outcomes = given(asked, self._change, lambda some: self._now(some[0].kind, [each.id for each in some]))
        return [outcomes[each.id] for each in asked]

    def _change(self, asked: Sequence[Asked]) -> None:
        data = [{"objectDataId": each.id, "ownerId": [each.wanted]} for each in asked]
        self._client.call(
            CHANGE_OWNER, {"data": {"dataObjectApiName": mapping.OWNED[asked[0].kind].api_name, "Data": data}}
        )

    def _now(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, mapping.Row]:
        """These records as they are now, without those that are gone."""
        if not ids:
            return {}
        wanted = mapping.OWNED[kind]
        described = self._description(wanted).fields
        fields = [*mapping.ALWAYS, *(name for name in (*mapping.VOID, mapping.HIGH_SEA) if name in described)]
        rows = self._rows(wanted, [where("_id", "IN", *ids)], fields)
        return {str(row["_id"]): row for row in rows if not mapping.is_void(row)}

    def _rows(
        self, wanted: mapping.Object, filters: list[Filter], fields: list[str], limit: int = PAGE
    ) -> list[mapping.Row]:
        query = {
            "limit": limit,
            "offset": 0,
            "filters": filters,
            "orders": [{"fieldName": "_id", "isAsc": True}],
            "fieldProjection": fields,
        }
        data = {"dataObjectApiName": wanted.api_name, "find_explicit_total_num": False, "search_query_info": query}
        found = (self._client.call(QUERY, {"data": data}).get("data") or {}).get("dataList")
        if not isinstance(found, list):
            raise ConnectorError(Fault.PERMANENT, "no_list", wanted.api_name)
        return found

    def _description(self, wanted: mapping.Object) -> mapping.Description:
        """What the firm's object has; asked once."""
        if wanted.api_name not in self._descriptions:
            asked = {"includeDetail": False, "data": {"apiName": wanted.api_name}}
            described = mapping.description(self._client.call(DESCRIBE, asked))
            if described is None:
                raise ConnectorError(Fault.PERMANENT, "no_description", wanted.api_name)
            self._descriptions[wanted.api_name] = described
        return self._descriptions[wanted.api_name]
