"""Whether a checklist is on time: what should be done by now beside what is, as a picture and a sentence."""

import datetime
from dataclasses import dataclass
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.models import ChecklistItem, Departure
from web import plots

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """Two lines that climb from `start` to `end`: what is due, and up to today what is done. `today_at` is where on the
    field today ends (0: it is not shown). `due` items should be done by now.
    """

    start: datetime.date
    end: datetime.date
    due_path: str
    done_path: str
    today_at: int
    due: int

    @property
    def sentence(self) -> str:
        """How many should be done."""
        if not self.due:
            return _("Nothing is due yet.")
        words = ngettext("%(due)s item was due by today.", "%(due)s items were due by today.", self.due)
        return words % {"due": self.due}


def of(departure: Departure, today: datetime.date) -> Pace | None:
    """The pace of a departure's checklist, or None while there is no item. One query."""
    rows = ChecklistItem.objects.filter(departure=departure).order_by().values_list("due_on", "settled_at")
    dues, dones = [], []
    for due_on, settled_at in rows.iterator():
        dues.append(due_on)
        if settled_at:
            dones.append(timezone.localdate(settled_at))
    if not dues:
        return None
    start = min([departure.notice_on, *dues, *dones])
    end = max([departure.last_day_on, *dues, *dones])
    path = partial(plots.steps, start=start, end=end, total=len(dues))
    until = min(max(today, start), end) if departure.is_open else end
    return Pace(
        start=start,
        end=end,
        due_path=path(dues, until=end),
        done_path=path(dones, until=until),
        today_at=plots.place(today, start, end) if start <= today < end else 0,
        due=sum(day <= today for day in dues),
    )
