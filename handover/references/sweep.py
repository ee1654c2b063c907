"""The sweep: all that still names a leaver somewhere, beside owning records, found and counted kind by kind."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_
from typing import TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from handover.models import Departure, DepartureKind, ReferenceKind, Waiver
from handover.references.book import IMPORT, SEAT
from handover.references.handovers import RETURN, SUCCESSION, SUPERVISION
from handover.references.kinds import Kind, Rows
from handover.references.people import ADMINISTRATOR, TEAM, TOKEN

KINDS: dict[ReferenceKind, Kind] = {
    kind.kind: kind for kind in (ADMINISTRATOR, TEAM, SUPERVISION, SUCCESSION, RETURN, SEAT, TOKEN, IMPORT)
}

Tally = dict[ReferenceKind, int]
Key = TypeVar("Key")


def kinds_of(departure: Departure) -> list[Kind]:
    """The kinds a departure of this kind waits for, in the order a page shows them."""
    return [kind for kind in KINDS.values() if DepartureKind(departure.kind) in kind.settled_in]


def kind_of(departure: Departure, code: str) -> Kind | None:
    """The kind of this code, or None when it is unknown or a departure of this kind does not wait for it."""
    return next((kind for kind in kinds_of(departure) if kind.kind == code), None)


def still_open(kind: Kind, departure: Departure) -> Rows:
    """The rows of a kind that name the leaver and are not left as they are."""
    return kind.rows(departure.leaver_id).filter(~_waived(kind, departure))


def left(kind: Kind, departure: Departure) -> Rows:
    """The rows of a kind that name the leaver and are left as they are, with a reason."""
    return kind.rows(departure.leaver_id).filter(_waived(kind, departure))


def searched(kind: Kind, rows: Rows, typed: str) -> Rows:
    """Those of the rows whose name has `typed` in it; all where nothing is typed or the kind has no name."""
    if not typed or not kind.search:
        return rows
    return rows.filter(reduce(or_, (Q(**{f"{path}__icontains": typed}) for path in kind.search)))


def tally(departure: Departure) -> Tally:
    """How many references of each kind are open, kinds without one absent; one query whatever their number."""
    return counts({kind.kind: still_open(kind, departure) for kind in kinds_of(departure)})


def tallies(departures: Iterable[Departure]) -> dict[int, Tally]:
    """The same of several departures by their ids, in one query."""
    found = {(one.pk, kind.kind): still_open(kind, one) for one in departures for kind in kinds_of(one)}
    many: dict[int, Tally] = {pk: {} for pk, _kind in found}
    for (pk, kind), count in counts(found).items():
        many[pk][kind] = count
    return many


def counts(rows: Mapping[Key, Rows]) -> dict[Key, int]:
    """How many rows each of these querysets has, in one query; those without a row are absent."""
    parts, params = [], []
    for place, found in enumerate(rows.values()):
        try:
            sql, given = found.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s::int, count(*) FROM ({sql}) rows")  # noqa: S608 - our own queryset
        params += [place, *given]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        numbers = dict(cursor.fetchall())
    return {key: numbers[place] for place, key in enumerate(rows) if numbers.get(place)}


def in_words(leaver: User, found: Tally) -> str:
    """The sentence that says where a leaver is still named."""
    what = _(", ").join(KINDS[kind].counted(count) for kind, count in found.items())
    return _("%(name)s is still named elsewhere: %(what)s.") % {"name": leaver.name, "what": what}


def _waived(kind: Kind, departure: Departure) -> Exists:
    return Exists(Waiver.objects.filter(departure=departure, kind=kind.kind, object_id=OuterRef("pk")))
