"""Naming interim covers for the customers of a departure, and ending them by hand."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Permission
from customers.actions.ownership import receivers
from handover.actions import cover_ends, cover_messages, events
from handover.coverage import frames, groups
from handover.lifecycle import Who
from handover.models import Cover, CoverEnd, CoverOutcome, CoverWhy, Departure, DepartureKind
from handover.relations import leavers, may_hear_of, relations
from web.errors import Refused

#: Who may name covers and end them.
NAMERS = frozenset({Who.PLANNER, Who.SUPERVISOR})
#: Longer than this nobody stands in: the customer needs an owner.
LONGEST = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Chosen:
    """Customers of a departure: all of some groups (`groups.KEY`), or some by their ids."""

    keys: Sequence[str] = ()
    customers: Sequence[int] = ()


@dataclass(frozen=True)
class Named:
    """What came of naming somebody: so many customers are covered, so many were on one of these days already."""

    count: int
    left: int


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included."""

    first: datetime.date
    last: datetime.date


#: What the covers have in common that are named together.
_ALIKE = ("person_id", "first_on", "last_on", "at_end")
_NAME = f"""
    WITH chosen AS (
        SELECT customer.id, customer.owner_id,
            CASE WHEN found.successor_id = ANY (%(away)s) AND (found.moved OR %(moves)s)
                THEN found.successor_id ELSE customer.owner_id END instead_of
        FROM (SELECT found.*, {groups.KEY} AS key FROM ({groups.CUSTOMERS}) found) found
        JOIN customers_customer customer ON customer.id = found.customer_id
        WHERE found.key = ANY (%(keys)s) OR found.customer_id = ANY (%(customers)s)
    ), made AS (
        INSERT INTO handover_cover (customer_id, owner_id, instead_of_id, person_id, first_on, last_on, why, at_end,
            departure_id, named_by_id, named_at, outcome)
        SELECT id, owner_id, instead_of, %(person)s, %(first)s, %(last)s, %(why)s, %(at_end)s,
            %(departure)s, %(by)s, %(at)s, ''
        FROM chosen WHERE %(person)s NOT IN (owner_id, instead_of) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING id
    )
    SELECT (SELECT count(*) FROM chosen), (SELECT count(*) FROM made)
"""  # noqa: S608 - our own SQL


@transaction.atomic
def name(
    *, departure: Departure, chosen: Chosen, person: User, days: Days, at_end: CoverEnd, by: User, at: datetime.datetime
) -> Named:
    """Let `person` answer for these customers on these days, in one statement however many they are.

    A customer somebody covers on one of the days already is left as it is, and counted. Raises `Refused`: `not_yours`
    (403), `departure_over`, `cover_days`, `cover_person` and `nothing_chosen` (422).
    """
    today = timezone.localdate(at)
    _check_right(departure, by)
    _check_days(days, today)
    check_person(person, days, departure=departure, at_end=at_end, by=by, today=today)
    cover_ends.end_moved(at=at)
    found, made = _insert(departure, chosen, person, days, at_end, by=by, at=at)
    if not found:
        raise Refused(_("Choose at least one customer of this handover."), code="nothing_chosen", status=422)
    if made:
        said = {"first_on": days.first.isoformat(), "last_on": days.last.isoformat(), "at_end": str(at_end)}
        details = {"name": person.name, "customers": made, **said}
        audit.record(verb="cover.named", subject=departure, by=by, at=at, details=details)
        cover_messages.named(departure, person, made, said, by=by, at=at)
        named = Cover.objects.filter(departure=departure, person=person, first_on=days.first, named_at=at)
        events.covered(named, at=at)
    return Named(made, found - made)


def _insert(
    departure: Departure, chosen: Chosen, person: User, days: Days, at_end: CoverEnd, *, by: User, at: datetime.datetime
) -> tuple[int, int]:
    today = timezone.localdate(at)
    frame = frames.of([departure.pk], today)[departure.pk]
    people = {one for group in groups.of([departure.pk], today) for one in group.people}
    away = frames.away(people, [], today)
    params: dict[str, Any] = {
        "departures": [departure.pk], "since": today, "keys": list(chosen.keys), "customers": list(chosen.customers),
        "away": [one for one, aways in away.items() if any(each.holds(days.last) for each in aways)],
        "moves": frame.moves_on is not None and frame.moves_on <= days.last,
        "person": person.pk, "first": days.first, "last": days.last, "at_end": str(at_end), "by": by.pk, "at": at,
        "why": str(CoverWhy.LEAVE if departure.kind == DepartureKind.LEAVE else CoverWhy.DEPARTURE),
        "departure": departure.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_NAME, params)
        found, made = cursor.fetchone()
    return found, made


@transaction.atomic
def lift(*, departure: Departure, person: User, days: Days, by: User, at: datetime.datetime) -> int:
    """End what `person` covers on these days of this departure; today no longer counts. Returns of how many customers.

    Raises `Refused`: `not_yours` (403).
    """
    if not relations(by, departure) & NAMERS:
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)
    covers = Cover.objects.filter(departure=departure, person=person, first_on=days.first, last_on=days.last)
    return cover_ends.end(covers, CoverOutcome.LIFTED, departure=departure, by=by, at=at)


@transaction.atomic
def resume(*, departure: Departure, lifted_at: datetime.datetime, by: User, at: datetime.datetime) -> Named:
    """Name those again, from today, whose covers of `departure` were ended by hand at that moment.

    Raises `Refused` as `name` does, and `not_now` when none of these customers is without one.
    """
    lifted = Cover.objects.filter(departure=departure, outcome=CoverOutcome.LIFTED, ended_at=lifted_at)
    done, today = Named(0, 0), timezone.localdate(at)
    for _alike, group in groupby(lifted.select_related("person").order_by(*_ALIKE, "pk"), attrgetter(*_ALIKE)):
        rows = list(group)
        first = rows[0]
        named = name(
            departure=departure, chosen=Chosen(customers=[row.customer_id for row in rows]), person=first.person,
            days=Days(max(first.first_on, today), first.last_on), at_end=CoverEnd(first.at_end), by=by, at=at,
        )  # fmt: skip
        done = Named(done.count + named.count, done.left + named.left)
    if not done.count:
        raise Refused(_("This can't be taken back any more: somebody has gone on with it."), code="not_now")
    return done


def lift_all(*, departure: Departure, by: User, at: datetime.datetime) -> int:
    """End every cover of a departure that is withdrawn: who leaves stays, and looks after the customers."""
    return cover_ends.end(
        Cover.objects.filter(departure=departure), CoverOutcome.LIFTED, departure=departure, by=by, at=at
    )


def candidates(departure: Departure, reader: User) -> QuerySet[User]:
    """Who could cover customers of `departure`, those of the leaver's team first: people who look after customers,
    with access, and do not leave themselves as far as `reader` may know.
    """
    people = User.objects.with_access().with_permission(Permission.EDIT_BOOK).exclude(pk__in=leavers(reader))
    near = Case(When(team=departure.leaver.team_id, then=Value(0)), default=Value(1))
    return people.exclude(pk=departure.leaver_id).order_by(near, "name", "pk")


def check_person(
    person: User, days: Days, *, departure: Departure, at_end: CoverEnd, by: User, today: datetime.date
) -> None:
    """Refuse, with the sentence for the field, who can't cover on each of these days."""
    params = {"name": person.name, "day": date_format(days.last, "SHORT_DATE_FORMAT")}
    if person.pk == departure.leaver_id:
        raise _unfit(_("%(name)s is the one who leaves; name somebody else."), params)
    if not User.objects.with_access().with_permission(Permission.EDIT_BOOK).filter(pk=person.pk).exists():
        raise _unfit(_("%(name)s has no access, or does not look after customers."), params)
    theirs = Departure.objects.open().filter(leaver=person)
    if (leaving := theirs.filter(may_hear_of(by), last_day_on__lt=days.last).first()) is not None:
        leaves = date_format(leaving.last_day_on, "SHORT_DATE_FORMAT")
        raise _unfit(_("%(name)s leaves on %(leaves)s, before the cover ends."), params | {"leaves": leaves})
    ends = person.access_ends_at
    if ends and timezone.localdate(ends) < days.last and not theirs.exclude(may_hear_of(by)).exists():
        raise _unfit(_("%(name)s can't cover until %(day)s."), params)
    for away in frames.away([person.pk], [], today).get(person.pk, ()):
        if away.first <= days.last and (away.last is None or away.last >= days.first):
            first = date_format(away.first, "SHORT_DATE_FORMAT")
            raise _unfit(_("%(name)s is away from %(first)s, on days of the cover."), params | {"first": first})
    if at_end == CoverEnd.STAY and not receivers(by).filter(pk=person.pk).exists():
        raise _unfit(_("%(name)s can't keep customers, so the cover can't become permanent."), params)


def _unfit(sentence: str, params: dict[str, str]) -> Refused:
    return Refused(sentence, code="cover_person", params=params, status=422)


def _check_right(departure: Departure, by: User) -> None:
    if not relations(by, departure) & NAMERS:
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)
    if not departure.is_open:
        raise Refused(_("This departure is over."), code="departure_over")


def _check_days(days: Days, today: datetime.date) -> None:
    if days.first < today:
        raise Refused(_("A cover begins today at the earliest."), code="cover_days", status=422)
    if days.last < days.first:
        raise Refused(_("A cover does not end before it begins."), code="cover_days", status=422)
    if days.last - days.first > LONGEST:
        raise Refused(_("A cover lasts a year at most; name an owner instead."), code="cover_days", status=422)
