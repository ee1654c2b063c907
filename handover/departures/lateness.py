"""The next thing that is late in each departure, and whose it is."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Permission
from handover.checklist import responsible
from handover.models import RECORD_SECTIONS, ChecklistItem, Departure, Relation
from handover.wording import checklist as wording


@dataclass(frozen=True)
class Late:
    """The item that has been due for longest, by `days`, and the people who answer for it."""

    item: ChecklistItem
    people: list[User]
    days: int

    @property
    def title(self) -> str:
        return wording.title(self.item.params)

    @property
    def since(self) -> str:
        """How late it is, as a person says it."""
        return ngettext("%(days)s day late", "%(days)s days late", self.days) % {"days": self.days}

    @property
    def whose(self) -> str:
        """The people who answer for it, or what they are to the departure while there is nobody yet."""
        if not self.people or self.item.responsible == Relation.HR:
            return str(Relation(self.item.responsible).label)
        if len(self.people) == 1:
            return self.people[0].name
        return _("%(name)s and %(count)s more") % {"name": self.people[0].name, "count": len(self.people) - 1}


def of(
    user: User, departures: Collection[Departure], reached: Collection[int], at: datetime.datetime
) -> dict[int, Late]:
    """What is late in each of these departures, by their ids, as far as `user` may read it; `reached` are the ids of
    those they deal with. Three queries.
    """
    today = timezone.localdate(at)
    readable = [departure.pk for departure in departures if _reads_records(user, departure, reached)]
    about = ~Q(section__in=RECORD_SECTIONS) | Q(departure__in=readable)
    waiting = [departure for departure in departures if departure.is_open]
    rows = ChecklistItem.objects.open().filter(about, departure__in=waiting, due_on__lt=today)
    first = list(rows.order_by("departure_id", "due_on", "position", "pk").distinct("departure_id"))
    if not first:
        return {}
    concerned = {item.departure_id for item in first}
    people = responsible.resolve((one for one in waiting if one.pk in concerned), at)
    return {
        item.departure_id: Late(item, people.get((item.departure_id, item.responsible), []), (today - item.due_on).days)
        for item in first
    }


def _reads_records(user: User, departure: Departure, reached: Collection[int]) -> bool:
    """Whether `user` may read which records a departure is about, asked without a query."""
    if user.may(Permission.SEE_ALL_BOOKS) or user.pk in (departure.leaver_id, departure.supervisor_id):
        return True
    return departure.pk in reached and (user.may(Permission.PLAN) or user.may(Permission.APPROVE))
