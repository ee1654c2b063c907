"""Plans and moves on Home, for those who plan, approve and close."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from handover.agenda.look import AHEAD, MOST, Look, Matter, day_text, page
from handover.lifecycle import State
from handover.models import (
    Assignment,
    ChecklistItem,
    ItemState,
    Move,
    MoveState,
    Plan,
    PlanState,
)
from handover.planning import givers
from handover.planning.leaving_too import seats, waiting
from handover.references import sweep
from handover.relations import planned_by


def approvals(look: Look) -> Iterator[Matter]:
    """Whole plans of others that this person may approve."""
    if not look.user.may(Permission.APPROVE):
        return
    every = Assignment.objects.filter(plan=OuterRef("pk"))
    plans = Plan.objects.filter(Exists(every), ~Exists(every.filter(successor=None)), state=PlanState.DRAFT)
    plans = plans.filter(departure__in=look.reach, departure__state=State.REGISTERED).exclude(made_by=look.user)
    for plan in plans.select_related("departure__leaver", "made_by").order_by("made_at")[:MOST]:
        yield Matter(
            _("The plan for %(name)s waits for approval.") % {"name": plan.leaving.leaver.name},
            page(plan.leaving.pk, "plan/"),
            _("%(by)s has made it.") % {"by": plan.made_by.name},
        )


def without_supervisor(look: Look) -> Iterator[Matter]:
    """Departures nobody supervises, for those who plan."""
    if not look.user.may(Permission.PLAN):
        return
    for departure in look.reach.filter(supervisor=None).select_related("leaver")[:MOST]:
        yield Matter(
            _("Nobody supervises the handover of %(name)s.") % {"name": departure.leaver.name},
            page(departure.pk),
            _("Last working day: %(day)s.") % {"day": day_text(departure.last_day_on)},
            is_late=departure.registered_at < look.at - datetime.timedelta(days=2),
        )


def without_plan(look: Look) -> Iterator[Matter]:
    """Departures without a finished plan, for those who plan; another's whole draft is an approval, not this."""
    if not look.user.may(Permission.PLAN):
        return
    every = Assignment.objects.filter(plan=OuterRef("pk"))
    whole = Plan.objects.filter(Exists(every), ~Exists(every.filter(successor=None)), departure=OuterRef("pk"))
    rows = look.reach.filter(~Exists(whole.exclude(state=PlanState.DISCARDED)), state=State.REGISTERED)
    for departure in rows.select_related("leaver").order_by("effective_at")[:MOST]:
        changes_on = timezone.localtime(departure.effective_at).date()
        yield Matter(
            _("Who takes over from %(name)s is not planned yet.") % {"name": departure.leaver.name},
            page(departure.pk, "plan/"),
            _("Ownership changes on %(day)s.") % {"day": day_text(changes_on)},
            is_late=changes_on - look.today <= AHEAD,
        )


def stopped_moves(look: Look) -> Iterator[Matter]:
    """Moves that could not be carried out, for those who plan."""
    if not look.user.may(Permission.PLAN):
        return
    moves = Move.objects.filter(state=MoveState.FAILED, plan__departure__in=look.reach)
    for move in moves.select_related("plan__departure__leaver")[:MOST]:
        departure = move.plan.leaving
        text = _("The move of %(name)s’s records has stopped.") % {"name": departure.leaver.name}
        yield Matter(text, page(departure.pk, "plan/"), move.problem, is_late=True)


def paused_moves(look: Look) -> Iterator[Matter]:
    """Moves somebody paused and whose time has passed, for those who plan and for the supervisor."""
    reached = Q(plan__departure__supervisor=look.user)
    if look.user.may(Permission.PLAN):
        reached |= Q(plan__departure__in=look.reach)
    moves = Move.objects.filter(reached, state=MoveState.PAUSED, due_at__lte=look.at)
    for move in moves.select_related("plan__departure__leaver", "paused_by").order_by("due_at")[:MOST]:
        departure = move.plan.leaving
        text = _("The move of %(name)s’s records is paused past its time.") % {"name": departure.leaver.name}
        words = {"by": move.paused_by.name if move.paused_by else "", "reason": move.pause_reason}
        yield Matter(text, page(departure.pk, "plan/"), _("%(by)s: %(reason)s") % words, is_late=True)


def leaving_too(look: Look) -> Iterator[Matter]:
    """Successors of approved plans who are leaving too before their part comes, for those who plan and supervise."""
    reached = Q(plan__departure__supervisor=look.user)
    if look.user.may(Permission.PLAN):
        reached |= Q(plan__departure__in=look.reach) | Q(plan__transfer__in=planned_by(look.user))
    rows: Any = seats(look.user, reached & Q(plan__in=waiting()))
    for row in rows.select_related("plan__departure__leaver", "plan__transfer__person")[:MOST]:
        text = ngettext(
            "%(name)s takes over %(n)s record of %(giver)s and is leaving too.",
            "%(name)s takes over %(n)s records of %(giver)s and is leaving too.",
            row.records,
        )
        words = {"name": row.user.name, "n": row.records, "giver": givers.name(row.plan.occasion)}
        if row.last_day_on:
            hint = _("Last working day: %(day)s.") % {"day": day_text(row.last_day_on)}
        else:
            hint = _("No access when the records come, on %(day)s.") % {"day": day_text(row.moves_at)}
        yield Matter(text % words, row.plan.get_absolute_url(), hint)


def ready_to_close(look: Look) -> Iterator[Matter]:
    """Departures with everything done, for those who register them."""
    if not look.user.may(Permission.REGISTER_DEPARTURE):
        return
    moved = Move.objects.standing().filter(plan__departure=OuterRef("pk"))
    left = ChecklistItem.objects.filter(departure=OuterRef("pk"), state=ItemState.OPEN)
    rows = look.reach.filter(Exists(moved), ~Exists(left), state=State.VERIFYING, signed_off_at__isnull=False)
    found = list(rows.select_related("leaver")[:MOST])
    named = sweep.tallies(found)
    for departure in found:
        if named.get(departure.pk):
            text = _("The handover of %(name)s is done and closes once nothing else names them.")
            hint = sweep.in_words(departure.leaver, named[departure.pk])
            yield Matter(text % {"name": departure.leaver.name}, page(departure.pk, "references/"), hint)
            continue
        text = _("The handover of %(name)s is done and can be closed.") % {"name": departure.leaver.name}
        yield Matter(text, page(departure.pk))
