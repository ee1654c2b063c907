"""The sweep: everybody who is due to hear of something hears of it, once, in one notice per departure and matter."""

import datetime
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Office, Team, User
from handover import workdays
from handover.checklist.responsible import People, resolve
from handover.models import Departure, Relation
from handover.reminders import COLUMNS, RULES, Rule, Rung, Whom, watched
from notices.actions import Letter, leave_many

#: A rung of a rule, ready to be compared with days: (departure, step, relation, person, reached by subjects up to).
#: Relation "*" reaches whatever the subject waits for; an empty person means the one the subject itself names.
Reach = tuple[int, int, str, int | None, datetime.date]

#: One statement per rule: the rungs that are reached and were not before are written down and counted by person.
SWEEP = """
    WITH subject ({columns}) AS ({subjects}),
    reach AS (
        SELECT * FROM unnest(%s::bigint[], %s::smallint[], %s::text[], %s::bigint[], %s::date[])
            AS reach (departure_id, step, relation, person_id, up_to)
    ),
    reached AS (
        SELECT DISTINCT ON (subject.subject_id, recipient_id, subject.day)
            subject.departure_id, subject.subject_id, subject.day, reach.step, recipient_id
        FROM subject
        JOIN reach ON reach.departure_id = subject.departure_id AND reach.up_to >= subject.day
            AND (reach.relation IN ('*', subject.relation))
        CROSS JOIN LATERAL (SELECT COALESCE(reach.person_id, subject.person_id) AS recipient_id) AS whom
        WHERE recipient_id IS NOT NULL
        ORDER BY subject.subject_id, recipient_id, subject.day, reach.step DESC
    ),
    fresh AS (
        INSERT INTO handover_reminder (rule, step, departure_id, subject_id, day, recipient_id, at)
        SELECT %s, step, departure_id, subject_id, day, recipient_id, %s FROM reached
        WHERE NOT EXISTS (
            SELECT 1 FROM handover_reminder told
            WHERE told.rule = %s AND told.subject_id = reached.subject_id AND told.recipient_id = reached.recipient_id
              AND told.day = reached.day AND told.step >= reached.step
        )
        ON CONFLICT DO NOTHING
        RETURNING id, step, departure_id, recipient_id, day
    )
    SELECT departure_id, step, recipient_id, count(*), min(day), max(day), min(id)
    FROM fresh GROUP BY departure_id, step, recipient_id ORDER BY min(id)
"""


@transaction.atomic
def remind(*, at: datetime.datetime) -> int:
    """Leave the reminders that are due at `at` and were not left before; returns how many notices that makes.

    The number of statements depends on the number of rules alone.
    """
    sweep = Sweep(at)
    letters = [letter for rule in RULES for letter in sweep.letters(rule)]
    return len(leave_many(letters=letters, at=at))


@dataclass(frozen=True)
class Told:
    """Some new reminders of one rung, for one person and departure."""

    departure_id: int
    step: int
    recipient_id: int
    count: int
    first: datetime.date
    last: datetime.date
    number: int


class Sweep:
    """One look at everything that may be due: the departures, their people and the days of their offices."""

    def __init__(self, at: datetime.datetime) -> None:
        self.at = at
        self.departures = {departure.pk: departure for departure in watched(at)}
        self.people: People = resolve(self.departures.values(), at)
        for departure_id, person in _managers(self.departures.values()):
            self.people[departure_id, Whom.MANAGER] = [person]
        self._days: dict[tuple[int | None, int], datetime.date] = {}

    def letters(self, rule: Rule) -> Iterator[Letter]:
        """The notices that the new reminders of a rule make."""
        for told in self._sweep(rule):
            departure = self.departures[told.departure_id]
            yield Letter(
                kind=rule.ladder[told.step].kind,
                recipient_id=told.recipient_id,
                key=f"reminder:{rule.name}:{told.number}",
                url=_page(rule, rule.ladder[told.step], departure),
                subject_kind=departure._meta.label_lower,
                subject_id=departure.pk,
                params={
                    "name": departure.leaver.name,
                    "count": told.count,
                    "first_on": told.first,
                    "last_on": told.last,
                    "relation": self._relation(told),
                },
            )

    def _sweep(self, rule: Rule) -> list[Told]:
        reaches = list(self._reaches(rule))
        if not reaches:
            return []
        subjects, params = rule.subjects(self.at).order_by().query.sql_with_params()
        sql = SWEEP.format(columns=", ".join(COLUMNS), subjects=subjects)
        columns = [list(column) for column in zip(*reaches, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *columns, rule.name, self.at, rule.name])
            return [Told(*row) for row in cursor.fetchall()]

    def _reaches(self, rule: Rule) -> Iterator[Reach]:
        for departure in self.departures.values():
            for step, rung in enumerate(rule.ladder):
                up_to = self._day(departure.leaver.office, rung.after)
                if rung.whom == Whom.RESPONSIBLE:
                    yield departure.pk, step, "", None, up_to
                    for relation in Relation.values:
                        for person in self._answering(departure, relation):
                            yield departure.pk, step, relation, person.pk, up_to
                else:
                    for person in self._answering(departure, rung.whom):
                        yield departure.pk, step, "*", person.pk, up_to

    def _answering(self, departure: Departure, relation: str) -> Iterable[User]:
        """Those who are `relation`; while there is nobody, the manager, and without a manager HR."""
        for asked in (relation, Whom.MANAGER, Whom.HR):
            if people := self.people.get((departure.pk, asked)):
                return people
        return []

    def _day(self, office: Office | None, after: int) -> datetime.date:
        """The latest day that lies `after` working days back (ahead, when negative) of the office's present day."""
        key = (office.pk if office else None, after)
        if key not in self._days:
            zone = zoneinfo.ZoneInfo(office.time_zone if office else "UTC")
            morning = datetime.timedelta(hours=settings.REMIND_FROM_HOUR)
            today = workdays.shift((self.at.astimezone(zone) - morning).date(), 0, office)
            self._days[key] = workdays.shift(today, -after, office)
        return self._days[key]

    def _relation(self, told: Told) -> str:
        """Why this person is told, for the sentence under the mail."""
        for relation in (Relation.LEAVER, Relation.SUPERVISOR, Whom.MANAGER, Relation.SUCCESSOR, Relation.HR):
            people = self.people.get((told.departure_id, relation), [])
            if any(person.pk == told.recipient_id for person in people):
                is_stand_in = relation == Relation.LEAVER and told.recipient_id != self._leaver(told)
                return str(Relation.SUPERVISOR if is_stand_in else relation)
        return "owner"

    def _leaver(self, told: Told) -> int:
        return self.departures[told.departure_id].leaver_id


def _page(rule: Rule, rung: Rung, departure: Departure) -> str:
    """Where what `rule` speaks of is settled by whom this rung tells."""
    if rule.own and rung.whom == Whom.RESPONSIBLE:
        name, narrowed = rule.own
        return reverse(name) + narrowed
    return reverse("home") if rule.page is None else reverse("departure", args=[departure.pk]) + rule.page


def _managers(departures: Iterable[Departure]) -> Iterator[tuple[int, User]]:
    """Each departure with the manager of the leaver's team, or of the team above when the leaver leads it."""
    teams: dict[int | None, Any] = {}
    for team in Team.objects.without_tree_fields().select_related("manager"):
        teams[team.pk] = team
    for departure in departures:
        team = teams.get(departure.leaver.team_id)
        while team is not None:
            if team.manager and team.manager_id != departure.leaver_id:
                yield departure.pk, team.manager
                break
            team = teams.get(team.parent_id)
