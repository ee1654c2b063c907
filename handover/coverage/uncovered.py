"""How many customers of each departure have a day ahead on which nobody answers for them: what the board shows."""

import datetime
from collections.abc import Collection

from handover.coverage import frames, groups, spans
from handover.coverage.groups import Group
from handover.models import Departure


def counts(
    departures: Collection[Departure], today: datetime.date, grouped: Collection[Group] | None = None
) -> dict[int, int]:
    """For each open departure the customers with at least one day, from `today` on, on which nobody is responsible.

    By the departure's id; others count none. Five queries, however many departures and customers; `grouped`, where
    their customers were put together already.
    """
    found = {departure.pk: 0 for departure in departures}
    wanted = [departure.pk for departure in departures if departure.is_open]
    if not wanted:
        return found
    framed = frames.of(wanted, today)
    grouped = groups.of(wanted, today) if grouped is None else [one for one in grouped if one.departure in framed]
    people = {person for group in grouped for person in group.people}
    away = frames.away(people, [frame.leaver for frame in framed.values()], today)
    for group in grouped:
        if any(span.is_gap for span in spans.of(framed[group.departure], group, away, today)):
            found[group.departure] += group.count
    return found
