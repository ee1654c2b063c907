"""The checklists on Home: what is this person's to do, and what others owe."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Role
from handover.agenda.look import AHEAD, MOST, Look, Matter, day_text, page
from handover.lifecycle import OPEN_STATES
from handover.models import (
    ChecklistItem,
    ItemState,
    PlanState,
    PlanSuccessor,
    Relation,
)


def items(look: Look) -> Iterator[Matter]:
    """What the checklists want from this person within a week."""
    named = PlanSuccessor.objects.filter(user=look.user, plan__state=PlanState.APPROVED)
    mine = Q(responsible=Relation.LEAVER) & look.as_leaver
    mine |= Q(responsible=Relation.SUPERVISOR, departure__supervisor=look.user)
    mine |= Q(responsible=Relation.SUCCESSOR, departure__in=named.values("plan__departure"))
    if look.user.role == Role.HR:
        mine |= Q(responsible=Relation.HR)
    rows = ChecklistItem.objects.filter(mine, state=ItemState.OPEN, departure__state__in=OPEN_STATES)
    rows = rows.filter(due_on__lte=look.today + AHEAD).order_by()
    grouped = rows.values("departure", "departure__leaver", "departure__leaver__name").annotate(
        count=Count("pk"), late=Count("pk", filter=Q(due_on__lt=look.today)), first=Min("due_on")
    )
    for row in grouped.order_by("first", "departure")[:MOST]:
        yield _item(look, dict(row))


def _item(look: Look, row: dict[str, Any]) -> Matter:
    late, count = row["late"], row["late"] or row["count"]
    text = _overdue(count, is_own=row["departure__leaver"] == look.user.pk)
    hint = _("It was due on %(day)s.") if count == 1 else _("The first was due on %(day)s.")
    if not late:
        text = _due(count, is_own=row["departure__leaver"] == look.user.pk)
        hint = _("Due on %(day)s.") if count == 1 else _("The first is due on %(day)s.")
    words = {"count": count, "name": row["departure__leaver__name"]}
    return Matter(
        text % words, page(row["departure"], "checklist/"), hint % {"day": day_text(row["first"])}, bool(late)
    )


def _overdue(count: int, *, is_own: bool) -> str:
    """The sentence for so many items that are late, of one's own handover or somebody else's."""
    if is_own:
        return ngettext(
            "%(count)s item of your handover is overdue.", "%(count)s items of your handover are overdue.", count
        )
    return ngettext(
        "%(count)s item of %(name)s’s handover is overdue.",
        "%(count)s items of %(name)s’s handover are overdue.",
        count,
    )


def _due(count: int, *, is_own: bool) -> str:
    """The same for items that are still in time."""
    if is_own:
        return ngettext(
            "%(count)s item of your handover is due soon.", "%(count)s items of your handover are due soon.", count
        )
    return ngettext(
        "%(count)s item of %(name)s’s handover is due soon.",
        "%(count)s items of %(name)s’s handover are due soon.",
        count,
    )


def overdue_with_others(look: Look) -> Iterator[Matter]:
    """The next overdue matters of handovers this person supervises or answers for, and whose they are."""
    rows = ChecklistItem.objects.filter(
        Q(departure__supervisor=look.user) | Q(departure__in=look.reach),
        state=ItemState.OPEN,
        departure__state__in=OPEN_STATES,
        due_on__lt=look.today,
    ).exclude(responsible=Relation.HR if look.user.role == Role.HR else "")
    rows = rows.exclude(responsible=Relation.SUPERVISOR, departure__supervisor=look.user).exclude(
        Q(responsible=Relation.LEAVER) & look.as_leaver
    )
    grouped = rows.order_by().values("departure", "departure__leaver__name", "responsible")
    for row in grouped.annotate(count=Count("pk"), first=Min("due_on")).order_by("first", "departure")[:MOST]:
        text = ngettext(
            "%(count)s item of %(name)s’s handover is overdue (%(whose)s).",
            "%(count)s items of %(name)s’s handover are overdue (%(whose)s).",
            row["count"],
        )
        words = {
            "count": row["count"],
            "name": row["departure__leaver__name"],
            "whose": Relation(row["responsible"]).label,
        }
        hint = _("The first was due on %(day)s.") % {"day": day_text(row["first"])}
        yield Matter(text % words, page(row["departure"], "checklist/"), hint, is_late=True)
