"""What is counted for a departure, kept in the database until something it counts changes.

Triggers note which departures a change touches, in the change's own transaction (`Outdated`, migration 0022); who reads
next counts these anew. So a kept count says what counting now would say, and costs one query to read.

Readers who count the same departure wait for one another, but never for who changes it: a note that appears while
somebody counts stays for the next reader.
"""

import json
from collections.abc import Callable, Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from handover.models import Departure, KeptCount, Outdated

#: Anything JSON can hold. A count whose shape changes gets another name, so that none of the old shape is found.
Found = Any

#: Asked about some departures, what is found of each, by their ids.
Count = Callable[[list[Departure]], dict[int, Found]]


def kept(departures: Collection[Departure], questions: dict[str, Count]) -> dict[str, dict[int, Found]]:
    """The answers to `questions` about each of these departures, by name and by the departures' ids. A question is
    asked only about those departures whose answer is not kept under its name.

    One query where all are kept, whatever their number.
    """
    noted = Outdated.objects.filter(departure=OuterRef("departure_id"))
    rows = KeptCount.objects.filter(~Exists(noted), departure__in=departures, name__in=questions)
    found: dict[str, dict[int, Found]] = {name: {} for name in questions}
    for name, departure, value in rows.values_list("name", "departure_id", "found"):
        found[name][departure] = value
    if missing := [one for one in departures if any(one.pk not in known for known in found.values())]:
        for name, counted in _count(missing, questions).items():
            found[name] |= counted
    return found


def of_one(departure: Departure, name: str, count: Callable[[], Found]) -> Found:
    """The answer to one question about one departure."""
    return kept([departure], {name: lambda _missing: {departure.pk: count()}})[name][departure.pk]


@transaction.atomic
def _count(departures: list[Departure], questions: dict[str, Count]) -> dict[str, dict[int, Found]]:
    ids = sorted(departure.pk for departure in departures)
    found: dict[str, dict[int, Found]] = {name: {} for name in questions}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM handover_begin_count(%s, %s)", [ids, list(questions)])
        for name, departure, value in cursor.fetchall():
            found[name][departure] = json.loads(value)
    news = []
    for name, count in questions.items():
        if missing := [departure for departure in departures if departure.pk not in found[name]]:
            counted = count(missing)
            news += [KeptCount(departure_id=pk, name=name, found=value) for pk, value in counted.items()]
            found[name] |= counted
    unique, changed = ["departure", "name"], ["found"]
    KeptCount.objects.bulk_create(news, update_conflicts=True, unique_fields=unique, update_fields=changed)
    return found
