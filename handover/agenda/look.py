"""What Home is made of: a matter is one sentence that leads somewhere; a look is one person's, at one moment."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from accounts.models.user import PLACEHOLDER_DOMAIN
from handover.models import Departure, DepartureKind
from handover.relations import UNSPOKEN_STATES, people

#: Rows of one matter on the page; the board and the lists show the rest.
MOST = 8
#: How far ahead an item or a task is worth mentioning.
AHEAD = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Matter:
    """One sentence, a little more, and where to go."""

    text: str
    url: str
    hint: str = ""
    is_late: bool = False


def page(departure_id: int, tab: str = "") -> str:
    """The address of a departure's page, or of one of its tabs ("plan/")."""
    return reverse("departure", args=[departure_id]) + tab


def day_text(day: datetime.date | datetime.datetime | None) -> str:
    """A day as the reader writes it; a moment counts for its day on the reader's clock."""
    if isinstance(day, datetime.datetime):
        day = timezone.localtime(day).date()
    return date_format(day, "DATE_FORMAT") if day else ""


class Look:
    """One person's look at one moment: who they are to which departures."""

    def __init__(self, user: User, at: datetime.datetime) -> None:
        self.user, self.at = user, at
        self.today = timezone.localtime(at).date()

    @cached_property
    def reach(self) -> QuerySet[Departure]:
        """The open departures of the people `user` may deal with by right; never their own."""
        return Departure.objects.open().filter(leaver__in=people(self.user).values("pk")).exclude(leaver=self.user)

    @cached_property
    def as_leaver(self) -> Q:
        """Departures (as a condition below `departure`) in which the person answers as the leaver, or for them."""
        unspoken = Q(departure__kind=DepartureKind.DISMISSAL, departure__state__in=UNSPOKEN_STATES)
        silent = Q(departure__already_gone=True) | unspoken
        gone = Q(departure__leaver__email__endswith=PLACEHOLDER_DOMAIN) | Q(departure__leaver__is_active=False)
        gone |= Q(departure__leaver__access_ends_at__lte=self.at)
        own = Q(departure__leaver=self.user) & ~silent
        return own | (Q(departure__supervisor=self.user) & (silent | gone))
