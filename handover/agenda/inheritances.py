"""Inherited customers on Home: those to accept, those that wait for a first contact, those that were sent back."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Grade
from handover.agenda.look import MOST, Look, Matter, day_text
from handover.inheriting import access
from handover.models import Inheritance

#: An arrived customer should be accepted within so many days.
PATIENCE = datetime.timedelta(days=2)


def to_accept(look: Look) -> Iterator[Matter]:
    """Customers that come from colleagues and wait for this person's yes."""
    rows = access.inbox(look.user).waiting().order_by()
    top = Count("pk", filter=Q(customer__grade=Grade.A))
    grouped = rows.values("from_owner__name").annotate(count=Count("pk"), top=top, first=Min("arrived_at"))
    for row in grouped.order_by("from_owner__name")[:MOST]:
        text = ngettext(
            "%(count)s customer of %(name)s waits for your yes.",
            "%(count)s customers of %(name)s wait for your yes.",
            row["count"],
        )
        hint = ngettext("%(top)s of them is grade A.", "%(top)s of them are grade A.", row["top"]) if row["top"] else ""
        is_late = row["first"] is not None and row["first"] < look.at - PATIENCE
        words = {"count": row["count"], "name": row["from_owner__name"]}
        yield Matter(text % words, reverse("inherited"), hint % {"top": row["top"]}, is_late)


def without_contact(look: Look) -> Iterator[Matter]:
    """Customers that should hear from this person by today, or should have."""
    rows = Inheritance.objects.of(look.user).without_contact().filter(contact_due_on__lte=look.today)
    found = rows.aggregate(count=Count("pk"), first=Min("contact_due_on"))
    if not found["count"]:
        return
    text = ngettext(
        "%(count)s inherited customer waits for your first contact.",
        "%(count)s inherited customers wait for your first contact.",
        found["count"],
    )
    is_late = found["first"] < look.today
    hint = _("It was due on %(day)s.") if found["count"] == 1 else _("The first was due on %(day)s.")
    if not is_late:
        hint = _("Due on %(day)s.")
    url = reverse("inherited") + "?tab=accepted&quiet=on"
    yield Matter(text % {"count": found["count"]}, url, hint % {"day": day_text(found["first"])}, is_late)


def sent_back(look: Look) -> Iterator[Matter]:
    """Customers that successors sent back, for this person to decide on."""
    grouped = access.to_settle(look.user).order_by().values("successor__name")
    for row in grouped.annotate(count=Count("pk")).order_by("successor__name")[:MOST]:
        text = ngettext(
            "%(name)s has sent %(count)s customer back.", "%(name)s has sent %(count)s customers back.", row["count"]
        )
        words = {"count": row["count"], "name": row["successor__name"]}
        yield Matter(text % words, reverse("inherited") + "?tab=settle", _("Say why it stays, or give it on."), True)
