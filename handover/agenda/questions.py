"""Questions and promises on Home: what waits for an answer, and what for the manager's word."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from handover.agenda.look import MOST, Look, Matter, page
from handover.lifecycle import OPEN_STATES
from handover.models import Promise, Question


def questions(look: Look) -> Iterator[Matter]:
    """Questions about customers that this person answers."""
    rows = Question.objects.open().filter(look.as_leaver, departure__state__in=OPEN_STATES).order_by()
    grouped = rows.values("departure").annotate(count=Count("pk"))
    for row in grouped.order_by("departure")[:MOST]:
        text = ngettext(
            "%(count)s question about a customer waits for your answer.",
            "%(count)s questions about customers wait for your answer.",
            row["count"],
        )
        yield Matter(text % {"count": row["count"]}, page(row["departure"], "questions/"))


def promises(look: Look) -> Iterator[Matter]:
    """Promises about which this person says whether the firm stands by them."""
    if not look.user.may(Permission.PLAN):
        return
    rows = Promise.objects.waiting().filter(departure__in=look.reach).exclude(told_by=look.user).order_by()
    grouped = rows.values("departure", "departure__leaver__name").annotate(count=Count("pk"))
    for row in grouped.order_by("departure")[:MOST]:
        text = ngettext(
            "%(count)s promise of %(name)s stands in no contract and waits for your word.",
            "%(count)s promises of %(name)s stand in no contract and wait for your word.",
            row["count"],
        )
        words = {"count": row["count"], "name": row["departure__leaver__name"]}
        yield Matter(text % words, page(row["departure"], "promises/"), _("Does the firm stand by it?"))
