"""The days of a departure that decide who is responsible for its customers, and who else is not there then."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from handover.models import Departure
from handover.planning import absences

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Frame:
    """What a departure says about days.

    `until` is the last day on which the leaver answers for their customers (None: until the move), `moves_on` the first
    on which the successors do (None: no day is known). `is_draft` while nobody has approved the plan, `is_held` when
    its move waits for a hand.
    """

    departure: int
    leaver: int
    until: datetime.date | None
    moves_on: datetime.date | None
    has_plan: bool
    is_draft: bool
    is_held: bool


@dataclass(frozen=True)
class Away:
    """Somebody is not there from `first` to `last`, both included; `last` is None for who does not come back."""

    first: datetime.date
    last: datetime.date | None = None

    def holds(self, day: datetime.date) -> bool:
        """Whether they are away on `day`."""
        return self.first <= day and (self.last is None or day <= self.last)


#: A day on which access ends counts as worked when it ends at noon or later.
_FRAMES = """
    SELECT departure.id, departure.leaver_id,
        CASE WHEN NOT leaver.is_active THEN %(today)s::date - 1
            WHEN departure.kind = 'transfer' THEN NULL
            WHEN departure.already_gone THEN least(departure.last_day_on, %(today)s::date - 1)
            ELSE least(departure.last_day_on,
                (least(departure.access_ends_at, leaver.access_ends_at) AT TIME ZONE zone - interval '12 hours')::date)
        END,
        CASE WHEN plan.state = 'approved' AND move.state IN ('due', 'running')
                THEN greatest((move.due_at AT TIME ZONE zone)::date, %(today)s::date)
            WHEN plan.state = 'draft' AND (departure.effective_at AT TIME ZONE zone)::date >= %(today)s::date
                THEN (departure.effective_at AT TIME ZONE zone)::date
        END,
        plan.id IS NOT NULL, coalesce(plan.state = 'draft', false),
        coalesce(move.state IN ('paused', 'failed'), false)
    FROM handover_departure departure
    JOIN accounts_user leaver ON leaver.id = departure.leaver_id
    LEFT JOIN accounts_office office ON office.id = leaver.office_id
    CROSS JOIN LATERAL (SELECT coalesce(office.time_zone, leaver.time_zone)) place (zone)
    LEFT JOIN handover_plan plan ON plan.departure_id = departure.id AND plan.state <> 'discarded'
    LEFT JOIN handover_move move
        ON move.plan_id = plan.id AND move.reverses_id IS NULL AND move.held_until IS NULL
    WHERE departure.id = ANY(%(departures)s)
"""


def of(departures: Collection[int], today: datetime.date) -> dict[int, Frame]:
    """The frame of each of these departures (ids), by its id. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FRAMES, {"departures": list(departures), "today": today})
        return {row[0]: Frame(*row) for row in cursor.fetchall()}


def away(people: Collection[int], leavers: Collection[int], today: datetime.date) -> dict[int, list[Away]]:
    """When those of `people` (ids) who are not always there are away, from `today` on, and `leavers` on long leaves.
    Three queries.

    Somebody without access is away for good, from the day it ends. Of a departure that has not been spoken of nothing
    is told, the end of access that comes with it included.
    """
    midnight = timezone.make_aware(datetime.datetime.combine(today, datetime.time()))
    found: dict[int, list[Away]] = {}
    for person, absence in absences.of(people, midnight, only_leaves=leavers).items():
        gone = absence.until is None
        first = absence.first + ONE_DAY if gone else absence.first
        last = absence.until - ONE_DAY if absence.until else None
        found.setdefault(person, []).append(Away(first, last))
    leaving = Departure.objects.open().filter(leaver=OuterRef("pk"))
    without = Q(~Exists(leaving), access_ends_at__isnull=False) | Q(is_active=False)
    for one in User.objects.filter(without, pk__in=people).only("is_active", "access_ends_at"):
        if not one.is_active:
            found.setdefault(one.pk, []).append(Away(datetime.date.min))
        elif one.access_ends_at:
            end = timezone.localtime(one.access_ends_at - datetime.timedelta(hours=12)).date()
            found.setdefault(one.pk, []).append(Away(end + ONE_DAY))
    return found
