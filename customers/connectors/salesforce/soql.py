"""Questions in Salesforce's query language. Whatever stands in one is escaped here."""

import datetime
from collections.abc import Sequence

OWNERS = ("Standard", "PowerPartner")
ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'"})


def literal(value: str) -> str:
    """Text in quotes."""
    return f"'{value.translate(ESCAPES)}'"


def moment(at: datetime.datetime) -> str:
    """A moment, which stands without quotes."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def changed(thing: str, fields: Sequence[str], since: datetime.datetime | None) -> str:
    """All records of an object, or those that changed since, by their ids."""
    where = f" WHERE SystemModstamp >= {moment(since)}" if since else ""
    return f"SELECT {','.join(fields)} FROM {thing}{where} ORDER BY Id"  # noqa: S608 - names of ours and a moment


def people() -> str:
    """Users who may own what is sold: employees and those of partners."""
    kinds = ",".join(map(literal, OWNERS))
    return f"SELECT Id,Name,Email,IsActive FROM User WHERE UserType IN ({kinds}) ORDER BY Id"  # noqa: S608 - ours


def by_id(thing: str, fields: Sequence[str], ids: Sequence[str]) -> str:
    """These records."""
    return f"SELECT {','.join(fields)} FROM {thing} WHERE Id IN ({','.join(map(literal, ids))})"  # noqa: S608 - escaped


def tasks(ids: Sequence[str], since: datetime.datetime) -> str:
    """What stands in the tasks of these records that were made since."""
    of = ",".join(map(literal, ids))
    return f"SELECT Id,Description FROM Task WHERE WhatId IN ({of}) AND CreatedDate >= {moment(since)}"  # noqa: S608
