"""The own book on Home: what comes, what came, what is to do."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.kinds import RecordKind
from customers.models import Task
from handover.agenda.look import AHEAD, MOST, Look, Matter, day_text, page
from handover.lifecycle import OPEN_STATES
from handover.models import Assignment, Cover, Move, MoveState, PlanState, Transfer, Vacancy
from handover.models.move import UNFINISHED
from handover.models.plan import AssignmentQuerySet

#: How long an inheritance is worth mentioning.
LATELY = datetime.timedelta(days=30)


def _mine(look: Look) -> AssignmentQuerySet:
    return Assignment.objects.filter(successor=look.user, kind=RecordKind.CUSTOMER, plan__state=PlanState.APPROVED)


def coming_to_me(look: Look) -> Iterator[Matter]:
    """Customers an approved plan gives to this person and that have not moved yet."""
    transfers = Transfer.objects.waiting().exclude(plan__moves__state=MoveState.DONE)
    to_come = Q(plan__departure__state__in=OPEN_STATES) | Q(plan__transfer__in=transfers)
    rows = _mine(look).filter(to_come)
    rows = rows.exclude(pk__in=rows.moved()).order_by()
    waiting = Move.objects.main().filter(plan=OuterRef("plan"), held_until=None, state__in=UNFINISHED)
    agreed = Coalesce("plan__departure__effective_at", "plan__transfer__effective_at")
    at = Coalesce(Subquery(waiting.values("due_at")[:1]), agreed)
    grouped = rows.values("plan__departure", "plan__transfer", "from_owner__name", at=at)
    for row in grouped.annotate(count=Count("pk")).order_by("at")[:MOST]:
        text = ngettext(
            "You take over %(count)s customer of %(name)s.",
            "You take over %(count)s customers of %(name)s.",
            row["count"],
        )
        words = {"count": row["count"], "name": row["from_owner__name"]}
        transfer, day = row["plan__transfer"], day_text(row["at"])
        url = reverse("transfer", args=[transfer]) if transfer else page(row["plan__departure"])
        yield Matter(text % words, url, _("They are yours on %(day)s.") % {"day": day})


def inherited(look: Look) -> Iterator[Matter]:
    """Customers that came to this person lately."""
    rows = _mine(look).moved(look.at - LATELY)
    grouped = rows.order_by().values("from_owner__name", "plan__moves__finished_at")
    for row in grouped.annotate(count=Count("pk")).order_by("-plan__moves__finished_at")[:MOST]:
        text = ngettext(
            "You have taken over %(count)s customer of %(name)s.",
            "You have taken over %(count)s customers of %(name)s.",
            row["count"],
        )
        words = {"count": row["count"], "name": row["from_owner__name"]}
        day = day_text(row["plan__moves__finished_at"])
        yield Matter(
            text % words, reverse("inherited") + "?tab=accepted", _("They are yours since %(day)s.") % {"day": day}
        )


def standing_in(look: Look) -> Iterator[Matter]:
    """Customers this person looks after until somebody is hired for their seat."""
    lines = Assignment.objects.filter(plan=OuterRef("successor__plan"), kind=RecordKind.CUSTOMER, successor=look.user)
    held = lines.filter(customer__owner=look.user).order_by().values("plan").annotate(n=Count("pk")).values("n")
    seats = Vacancy.objects.open().filter(successor__user=look.user, successor__plan__state=PlanState.APPROVED)
    for seat in seats.annotate(count=Subquery(held)).filter(count__gt=0)[:MOST]:
        text = ngettext(
            "You look after %(count)s customer until the seat %(seat)s is filled.",
            "You look after %(count)s customers until the seat %(seat)s is filled.",
            seat.count,
        )
        hint = _("It starts on %(day)s.") % {"day": day_text(seat.opens_on)} if seat.opens_on else ""
        yield Matter(text % {"count": seat.count, "seat": seat.title}, reverse("customers") + "?mine=on", hint)


def covering(look: Look) -> Iterator[Matter]:
    """Customers this person covers, or is going to, for some days."""
    rows = Cover.objects.to_come(look.today).filter(person=look.user).order_by()
    grouped = rows.values("instead_of__name", "first_on", "last_on").annotate(count=Count("pk"))
    for row in grouped.order_by("first_on", "last_on")[:MOST]:
        text = ngettext(
            "You cover %(count)s customer of %(name)s.", "You cover %(count)s customers of %(name)s.", row["count"]
        )
        days = {"first": day_text(row["first_on"]), "last": day_text(row["last_on"])}
        hint = _("From %(first)s to %(last)s.") % days
        yield Matter(text % {"count": row["count"], "name": row["instead_of__name"]}, reverse("covers"), hint)


def tasks(look: Look) -> list[Task]:
    """The person's own unfinished tasks of this week, the oldest first."""
    rows = Task.objects.open().filter(owner=look.user, due_on__lte=look.today + AHEAD)
    return list(rows.select_related("customer").order_by("due_on", "pk")[:MOST])
