"""Seats still to be filled: put among a plan's successors, and filled when somebody was hired."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import Office, Team, User
from handover.actions import plans, transfers
from handover.models import Move, MoveState, Plan, PlanState, PlanSuccessor, Strategy, TransferKind, Vacancy
from handover.planning import statements
from handover.transfers import selection
from web.errors import Refused


@transaction.atomic
def open_seat(
    *,
    plan: Plan,
    title: str,
    interim: User,
    by: User,
    at: datetime.datetime,
    capacity: int = 150,
    team: Team | None = None,
    office: Office | None = None,
    opens_on: datetime.date | None = None,
) -> Vacancy:
    """Put a seat among the successors of a draft; what it gets goes to `interim` until somebody is named.

    Raises `Refused` as `plans.assign` does, and `interim_has_seat` when they stand in for another one already.
    """
    occasion = plans.lock_draft(plan, by)
    plans.check_planner(occasion, by)
    plans.check_successors(occasion, [interim], by)
    successor, _made = PlanSuccessor.objects.get_or_create(plan=plan, user=interim)
    if Vacancy.objects.filter(successor=successor).exists():
        sentence = _("%(name)s stands in for another seat of this plan already.")
        raise Refused(sentence, code="interim_has_seat", params={"name": interim.name})
    vacancy = Vacancy.objects.create(
        successor=successor, title=title.strip(), team=team, office=office, capacity=capacity, opens_on=opens_on
    )
    statements.drop_kept(plan)
    details = {"plan": plan.pk, "seat": vacancy.title, "interim": interim.name}
    audit.record(verb="seat.opened", subject=occasion, by=by, at=at, details=details)
    return vacancy


@transaction.atomic
def fill(*, vacancy: Vacancy, person: User, by: User, at: datetime.datetime) -> Plan:
    """Name the new person: a transfer is made that hands on to them what the seat got, as far as the interim still has
    it; returns its plan, complete and ready to be approved.

    Raises `Refused`: `seat_filled`, `not_moved`, `seat_of_interim`, `nothing_chosen`, and what a transfer and its
    proposal refuse.
    """
    vacancy.refresh_from_db(from_queryset=Vacancy.objects.select_for_update())
    move = _check_to_fill(vacancy, person)
    interim, former = vacancy.successor.user, vacancy.successor.plan
    reason = _("The seat %(seat)s is filled.") % {"seat": vacancy.title}
    transfer = transfers.make(
        kind=TransferKind.FOLLOW_UP,
        customers=selection.given_by(move, interim),
        of_move=move,
        reason=reason,
        by=by,
        at=at,
    )
    statements.choose_beside(transfer.plan, former, interim)
    plans.propose_again(plan=transfer.plan, successors=[person], strategy=Strategy.BEST_FIT, by=by, at=at)
    vacancy.filled_by, vacancy.filled_at, vacancy.follow_up = person, at, transfer
    vacancy.save(update_fields=["filled_by", "filled_at", "follow_up"])
    details = {"seat": vacancy.title, "interim": interim.name, "name": person.name}
    audit.record(verb="seat.filled", subject=former.occasion, by=by, at=at, details=details)
    return transfer.plan


def _check_to_fill(vacancy: Vacancy, person: User) -> Move:
    """The move by which the interim got what the seat holds."""
    if vacancy.filled_at is not None:
        raise Refused(_("Somebody was named for this seat already."), code="seat_filled")
    if person == vacancy.successor.user:
        sentence = _("%(name)s has these customers already; name somebody else.")
        raise Refused(sentence, code="seat_of_interim", params={"name": person.name}, status=422)
    former = vacancy.successor.plan
    move = Move.objects.filter(plan=former, state=MoveState.DONE).order_by("pk").first()
    if former.state != PlanState.APPROVED or move is None:
        raise Refused(_("The records of this seat have not changed hands yet."), code="not_moved")
    return move
