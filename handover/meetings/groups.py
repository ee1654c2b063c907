"""The customers that can be put on an agenda, in groups chosen as a whole: by who takes them over, or by grade."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Customer
from handover.briefings import rights
from handover.models import Departure
from web.forms import TickGroup

#: Who takes a customer over: the id and the name of a person.
Taker = tuple[int, str]


def groups(departure: Departure, customers: Iterable[Customer]) -> list[TickGroup]:
    """These customers by who takes them over by the approved plan, those of nobody last; by grade where that makes no
    difference (one query). Each group keeps their order.
    """
    rows = list(customers)
    lines = rights.planned(departure).filter(record_id__in=[row.pk for row in rows], successor__isnull=False)
    takers: dict[int, Taker] = {
        record: (person, name)
        for record, person, name in lines.values_list("record_id", "successor", "successor__name")
    }
    if len({takers.get(row.pk) for row in rows}) < 2:
        return [_of_grade(grade, rows) for grade in dict.fromkeys(row.grade for row in rows)]
    people = sorted(set(takers.values()), key=lambda taker: (taker[1], taker[0]))
    found = [_of_taker(taker, [row for row in rows if takers.get(row.pk) == taker]) for taker in people]
    if rest := [row for row in rows if row.pk not in takers]:
        label = ngettext("The %(n)s customer without a successor", "All %(n)s customers without a successor", len(rest))
        found.append(TickGroup("to-nobody", label % {"n": len(rest)}, _choices(rest)))
    return found


def _of_taker(taker: Taker, rows: list[Customer]) -> TickGroup:
    label = ngettext("The %(n)s customer that goes to %(name)s", "All %(n)s customers that go to %(name)s", len(rows))
    return TickGroup(f"to-{taker[0]}", label % {"n": len(rows), "name": taker[1]}, _choices(rows))


def _of_grade(grade: str, rows: list[Customer]) -> TickGroup:
    some = [row for row in rows if row.grade == grade]
    label = ngettext("The %(n)s customer of grade %(grade)s", "All %(n)s customers of grade %(grade)s", len(some))
    return TickGroup(f"grade-{grade}", label % {"n": len(some), "grade": grade}, [(row.pk, row.name) for row in some])


def _choices(rows: list[Customer]) -> list[tuple[int, str]]:
    words = _("%(name)s (grade %(grade)s)")
    return [(row.pk, words % {"name": row.name, "grade": row.grade}) for row in rows]
