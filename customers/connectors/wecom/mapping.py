"""Members, customers and tags of WeCom as Baton's people, customers and grades.

Several members may have added the same customer, and Baton's customer has one owner. It is, in this order: who has left
and not been replaced (that is what waits to be handed over), who was given the customer last, who added it first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from customers.connectors.interface import Person, Record

Row = Mapping[str, Any]

ACTIVE = 1
#: How a member came by a customer when an administrator or the person in charge gave it to them (`add_way`).
WAS_GIVEN = 202
LONGEST_NAME = 200


@dataclass(frozen=True, order=True)
class Claim:
    """How good a member's claim on a customer is: the least one wins, the same of the same claims in any order."""

    rank: int
    when: int
    userid: str

    @classmethod
    def of(cls, follow: Row) -> "Claim":
        """The claim of a member who has added the customer."""
        since = int(follow.get("createtime") or 0)
        if follow.get("add_way") == WAS_GIVEN:
            return cls(1, -since, str(follow.get("userid") or ""))
        return cls(2, since, str(follow.get("userid") or ""))

    @classmethod
    def of_left(cls, row: Row) -> "Claim":
        """The claim of a member who has left, as a row of those not yet replaced says it."""
        return cls(0, int(row.get("dimission_time") or 0), str(row.get("handover_userid") or ""))


def person(member: Row) -> Person:
    """A member; newer apps are told neither name nor address of most."""
    id_ = str(member["userid"])
    return Person(
        id=id_,
        name=str(member.get("name") or id_),
        email=str(member.get("biz_mail") or member.get("email") or "").strip(),
        active=member.get("status", ACTIVE) == ACTIVE,
    )


def texts(contact: Row, follow: Row, grades: Mapping[str, str]) -> dict[str, str]:
    """A customer's values, as the member named them, else as they name themselves. `grades` are of tags by id."""
    name = str(follow.get("remark") or contact.get("name") or "").strip()
    firm = str(follow.get("remark_corp_name") or contact.get("corp_name") or "").strip()
    told = {"name": (f"{name}@{firm}" if name and firm else name or firm)[:LONGEST_NAME]}
    found = sorted(grades[tag] for tag in tags(follow) if tag in grades)
    return told | ({"grade": found[0]} if found else {})


def tags(follow: Row) -> Iterable[str]:
    """The ids of a customer's tags; lists of customers and a single one name them differently."""
    ids = follow.get("tag_id")
    if isinstance(ids, list):
        return [str(each) for each in ids]
    named = follow.get("tags")
    return [str(each.get("tag_id")) for each in named if isinstance(each, dict)] if isinstance(named, list) else []


def record(contact: Row, owner: str, told: Mapping[str, str]) -> Record:
    """A customer; one without any name is called by its id."""
    id_ = str(contact["external_userid"])
    return Record("customers", id_, owner, {**told, "name": told["name"] or id_})


def grades_of(groups: Iterable[Row], words: Mapping[str, str]) -> dict[str, str]:
    """The grade each tag means, by its id: only tags whose whole name is among an administrator's `words`."""
    found: dict[str, str] = {}
    for group in groups:
        given = group.get("tag")
        for tag in given if isinstance(given, list) else ():
            if isinstance(tag, dict) and (grade := words.get(str(tag.get("name") or "").strip())):
                found[str(tag.get("id"))] = grade
    return found
