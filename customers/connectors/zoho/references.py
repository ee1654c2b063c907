"""What tasks, events, calls and notes are about: Zoho names any record there, Baton wants customer, deal and contact.

The kind of record is often told beside its id, but not reliably so; what is not told is looked up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]
#: Records of a module by their ids, those that are there, with some fields.
LookUp = Callable[[str, Sequence[str], Sequence[str]], Iterable[Item]]


def id_of(value: Any) -> str:
    """The id in a lookup field, empty when it holds none."""
    return str(value.get("id") or "") if isinstance(value, dict) else ""


def about(items: Sequence[Item], look_up: LookUp) -> list[dict[str, str]]:
    """For each item the ids of its `customer`, `deal` and `contact`, those that are known."""
    told = [(*_parent(item), id_of(item.get("Who_Id"))) for item in items]
    deals = _customers("Deals", [pk for module, pk, _who in told if module in ("", "Deals")], look_up)
    left = [pk for module, pk, _who in told if (module == "" and pk not in deals) or module == "Contacts"]
    people = [who for module, pk, who in told if who and module != "Accounts" and not deals.get(pk)]
    contacts = _customers("Contacts", [*left, *people], look_up)
    unknown = [pk for module, pk, _who in told if module == "" and pk not in deals and pk not in contacts]
    accounts = {str(item["id"]) for item in _rows("Accounts", unknown, ("Account_Name",), look_up)}
    return [_told(module, parent, who, deals, contacts, accounts) for module, parent, who in told]


def _told(
    module: str, parent: str, who: str, deals: Mapping[str, str], contacts: Mapping[str, str], accounts: set[str]
) -> dict[str, str]:
    found = {"contact": who}
    if module == "Accounts" or parent in accounts:
        found["customer"] = parent
    elif parent in deals:
        found |= {"deal": parent, "customer": deals[parent]}
    elif parent in contacts:
        found |= {"contact": parent, "customer": contacts[parent]}
    if not found.get("customer"):
        found["customer"] = contacts.get(who, "")
    return {name: value for name, value in found.items() if value}


def _parent(item: Item) -> tuple[str, str]:
    """(module or empty, id) of the record an item hangs on."""
    value = item.get("What_Id") or item.get("Parent_Id")
    told = value.get("module") if isinstance(value, dict) else None
    module = told.get("api_name") if isinstance(told, dict) else item.get("$se_module")
    return (module if isinstance(module, str) else ""), id_of(value)


def _customers(module: str, ids: Iterable[str], look_up: LookUp) -> dict[str, str]:
    rows = _rows(module, ids, ("Account_Name",), look_up)
    return {str(item["id"]): id_of(item.get("Account_Name")) for item in rows}


def _rows(module: str, ids: Iterable[str], fields: Sequence[str], look_up: LookUp) -> Iterable[Item]:
    wanted = [pk for pk in dict.fromkeys(ids) if pk]
    return look_up(module, wanted, fields) if wanted else ()
