"""Transfers on Home: those to finish, those that stopped, and what comes back soon."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from handover import access
from handover.actions.transfer_messages import AHEAD
from handover.agenda.look import MOST, Look, Matter, day_text
from handover.models import Assignment, Move, MoveState, PlanState, Transfer
from handover.planning import givers


def unfinished(look: Look) -> Iterator[Matter]:
    """Transfers this person began and has not confirmed."""
    if not look.user.may(Permission.PLAN):
        return
    left = Assignment.objects.filter(plan__transfer=OuterRef("pk"), successor=None)
    rows = Transfer.objects.filter(made_by=look.user, plan__state=PlanState.DRAFT).annotate(is_open=Exists(left))
    for transfer in _with_people(rows.order_by("made_at")[:MOST]):
        text = _("Who takes over from %(name)s is ready for you to confirm.")
        if transfer.is_open:
            text = _("Who takes over from %(name)s is not chosen for all customers yet.")
        hint = _("Begun on %(day)s.") % {"day": day_text(transfer.made_at)}
        is_late = transfer.made_at < transfer.effective_at <= look.at
        yield Matter(text % {"name": _name(transfer)}, transfer.plan.get_absolute_url(), hint, is_late=is_late)


def stopped(look: Look) -> Iterator[Matter]:
    """Transfers that could not be carried out, for those who plan them."""
    if not look.user.may(Permission.PLAN):
        return
    failed = Move.objects.filter(plan__transfer__in=access.transfers(look.user), state=MoveState.FAILED)
    for move in failed.select_related("plan")[:MOST]:
        yield Matter(_("A transfer has stopped."), move.plan.get_absolute_url(), move.problem, is_late=True)


def returning(look: Look) -> Iterator[Matter]:
    """Customers that come back within days, for those whom it concerns."""
    soon = {"state": MoveState.DUE, "due_at__lte": look.at + AHEAD, "reverses__isnull": False}
    moves = Move.objects.filter(plan__transfer=OuterRef("pk"), **soon)
    for transfer in _with_people(access.transfers(look.user).filter(Exists(moves)).order_by("returns_at")[:MOST]):
        text = _("The customers of %(name)s go back to them.") % {"name": _name(transfer)}
        hint = _("On %(day)s, by themselves.") % {"day": day_text(transfer.returns_at)}
        yield Matter(text, transfer.plan.get_absolute_url(), hint)


def _with_people(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("plan").prefetch_related("owners")


def _name(transfer: Transfer) -> str:
    return givers.joined(sorted(owner.name for owner in transfer.owners.all()))
