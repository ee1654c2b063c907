"""Reminding by hand: whoever watches a handover asks those it waits for."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.checklist import responsible
from handover.lifecycle import Who
from handover.models import ChecklistItem, Departure
from handover.relations import relations, why_told
from notices.actions import leave
from web.errors import Refused

#: Who may ask.
ASKERS = frozenset({Who.REGISTRAR, Who.PLANNER, Who.SUPERVISOR})

#: Somebody, how many items of theirs are late, and since when.
Late = tuple[User, int, datetime.date]


@dataclass
class Prompted:
    """Who was told now, and whom somebody had reminded today already."""

    told: list[User] = field(default_factory=list)
    before: list[User] = field(default_factory=list)


@transaction.atomic
def prompt(*, departure: Departure, by: User, at: datetime.datetime) -> Prompted:
    """Remind those who answer for what is late in a departure, each of them once a day.

    Raises `Refused`: `not_now`, `not_yours` (403), `nothing_late`.
    """
    if not departure.is_open:
        raise Refused(_("This departure is over."), code="not_now")
    if not relations(by, departure) & ASKERS:
        raise Refused(_("Reminding is for who plans or supervises the handover."), code="not_yours", status=403)
    today = timezone.localdate(at)
    late = ChecklistItem.objects.open().filter(departure=departure, due_on__lt=today).order_by()
    parts = list(late.values_list("responsible").annotate(n=Count("pk"), first=Min("due_on")))
    if not parts:
        raise Refused(_("Nothing is late there."), code="nothing_late")
    found = Prompted()
    for person, count, since in _each(departure, parts, at):
        if person.pk != by.pk and not person.is_placeholder:
            is_new = _tell(departure, person, count, since, by=by, at=at)
            (found.told if is_new else found.before).append(person)
    if found.told:
        names = [person.name for person in found.told]
        audit.record(verb="departure.prompted", subject=departure, by=by, at=at, details={"names": names})
    return found


def _each(departure: Departure, parts: Iterable[tuple[str, int, datetime.date]], at: datetime.datetime) -> list[Late]:
    """The people who answer for these parts, each once, with how many items are late and since when."""
    people = responsible.resolve([departure], at)
    found: dict[int, Late] = {}
    for relation, count, since in parts:
        for person in people.get((departure.pk, relation), []):
            _person, known, first = found.get(person.pk, (person, 0, since))
            found[person.pk] = (person, known + count, min(first, since))
    return list(found.values())


def _tell(
    departure: Departure, person: User, count: int, since: datetime.date, *, by: User, at: datetime.datetime
) -> bool:
    words = {"name": departure.leaver.name, "by": by.name, "count": count, "since_on": since.isoformat()}
    letter = leave(
        kind="items_asked",
        to=person,
        key=f"items_asked:{departure.pk}:{person.pk}:{timezone.localdate(at)}",
        at=at,
        subject=departure,
        url=reverse("departure_checklist", args=[departure.pk]) + "?show=mine",
        params=words | {"relation": why_told(person, departure)},
    )
    return letter is not None
