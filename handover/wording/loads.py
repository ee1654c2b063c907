"""What somebody can carry and will, and that somebody is away, in words."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from handover.planning.absences import Absence
from handover.planning.leaving_too import Leaving
from handover.planning.loads import Limit
from web.templatetags.web import short_money


def limit(found: Limit, person: User) -> str:
    """One limit with what is carried of it: “¥1.2M of ¥2M open value, 60%”."""
    words = {"after": number_format(found.after), "most": number_format(found.most), "percent": f"{found.percent}%"}
    if found.sort == "value":
        own = person.capacity_currency
        words |= {"after": short_money(found.after, own), "most": short_money(found.most, own)}
        if found.is_rough:
            return _("about %(after)s of %(most)s open value, %(percent)s") % words
        return _("%(after)s of %(most)s open value, %(percent)s") % words
    if found.sort == "visits":
        sentence = ngettext(
            "%(after)s of %(most)s visit a week, %(percent)s",
            "%(after)s of %(most)s visits a week, %(percent)s",
            int(found.most),
        )
        return sentence % words
    if found.sort == "seat":
        return _("%(after)s of %(most)s customers the seat can carry, %(percent)s") % words
    return _("%(after)s of %(most)s customers, %(percent)s") % words


def absence(found: Absence, name: str) -> str:
    """That somebody hands over their own book or is away, with the name in front where one is given."""
    words = {"name": name, "day": _day(found.first), "until": _day(found.until) if found.until else ""}
    if found.until is None:
        named, bare = _("%(name)s hands over too, last day %(day)s"), _("hands over too, last day %(day)s")
    else:
        named, bare = _("%(name)s is away from %(day)s to %(until)s"), _("away from %(day)s to %(until)s")
    return (named if name else bare) % words


def leaving_too(found: Leaving) -> str:
    """That a successor is leaving too, or can't sign in any more before the records come."""
    name, words = found.person.name, {"n": found.records, "name": found.person.name}
    if found.last_day_on:
        sentence = ngettext(
            "%(name)s takes over %(n)s record and is leaving too, last day %(day)s",
            "%(name)s takes over %(n)s records and is leaving too, last day %(day)s",
            found.records,
        )
        return sentence % {**words, "day": _day(found.last_day_on)}
    if found.access_ends_at is None:
        return _("%(name)s takes over records and has no access any more") % {"name": name}
    day = _day(timezone.localtime(found.access_ends_at))
    return _("%(name)s takes over records, but their access ends before that, on %(day)s") % {"name": name, "day": day}


def _day(day: datetime.date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
