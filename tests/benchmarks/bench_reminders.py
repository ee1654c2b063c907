"""The sweep over what is due, for all open departures at once."""

import datetime
from collections.abc import Iterator

from django.db import connection

from accounts.models import User
from accounts.permissions import Role
from handover.actions.reminders import remind
from handover.models import Departure, Reminder
from tests.benchmarks.books import AT, firm
from tests.benchmarks.measuring import Timed, measure, settle
from tests.benchmarks.registry import Row, benchmark

#: How many items one departure has.
ITEMS = 500
#: The day of each item: half of them overdue, the others not due for long.
FILL = """
    INSERT INTO handover_checklistitem
        (departure_id, key, section, responsible, params, anchor, "offset", due_on, note, position, state)
    SELECT %s, 'item' || i, 'equipment', (ARRAY['leaver', 'supervisor', 'hr'])[1 + i %% 3], '{}', 'last_day_on', 0,
        %s::date + CASE WHEN i %% 2 = 0 THEN -(i %% 9) ELSE 60 END, '', i, 'open'
    FROM generate_series(1, %s) i
"""


@benchmark("Reminders", sizes=(100_000,), rounds=3)
def sweep(n: int, rounds: int) -> Iterator[Row]:
    """n open items on checklists of 500 each, half of them overdue. Ours: the whole sweep with its notices, first when
    everything is new, then when nothing is.
    """
    people = firm()
    leavers = max(1, n // ITEMS)
    for number in range(leavers):
        leaver = User.objects.create_user(f"leaver{number}@baton.example", "x", name=f"Leaver {number}", role=Role.REP)
        leaving = Departure.objects.create(
            leaver=leaver,
            supervisor=people.successors[number % 5],
            supervisor_named_at=AT,
            state="handing_over",
            kind="resignation",
            reason="career",
            notice_on=AT.date(),
            last_day_on=AT.date() + datetime.timedelta(days=29),
            access_ends_at=AT + datetime.timedelta(days=29, hours=14),
            effective_at=AT + datetime.timedelta(days=30),
            registered_by=people.manager,
            registered_at=AT,
        )
        with connection.cursor() as cursor:
            cursor.execute(FILL, [leaving.pk, AT.date(), n // leavers])
    settle()
    new, none = Timed(), Timed()
    for _round in range(rounds):
        Reminder.objects.all().delete()
        settle("handover_reminder")
        new.add(measure(lambda: remind(at=AT)))
        settle("handover_reminder")
        none.add(measure(lambda: remind(at=AT)))
    yield Row("sweep, everything new", n, new.ours, seconds=5, statements=new.statements, memory=new.memory)
    yield Row("sweep, nothing new", n, none.ours, new.ours, 0.2, statements=none.statements, memory=none.memory)
