"""What a move may do, when, and whom it tells: rules of a departure, and of a transfer between people who stay.

Moves are carried out the same way for both (`handover/actions/reassignment.py`), which asks here for what differs.
"""

import datetime
from collections.abc import Sequence
from typing import Any, Protocol

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from customers.models import Why
from handover.actions import transfer_messages
from handover.actions.messages import managers
from handover.lifecycle import State, Who
from handover.models import Departure, Move, Occasion, Plan, Transfer
from handover.planning import givers
from handover.relations import relations
from web.errors import Refused

#: States of the departure in which a move may happen.
MOVING_STATES = (State.PLANNED, State.HANDING_OVER, State.VERIFYING)


#: How long a move can be put off.
PUT_OFF_AT_MOST = datetime.timedelta(days=90)


class Rules(Protocol):
    """What the engine asks of whatever a plan is for."""

    @property
    def subject(self) -> Model:
        """What audit rows and notices of the move are about."""

    @property
    def url(self) -> str:
        """The page on which the move is seen."""

    @property
    def words(self) -> dict[str, Any]:
        """What its notices name: `name`, whose records change hands."""

    def why(self, move: Move) -> Why:
        """The reason the ledger keeps for what `move` changes."""

    def check_asker(self, by: User) -> None:
        """Refuse (`not_yours`, 403) who may not ask for the move, its undo, or another time for it."""

    def check_movable(self) -> None:
        """Refuse (`not_now`) when records can't change hands as planned now."""

    def check_returnable(self) -> None:
        """Refuse (`departure_over` for a departure) when a move can't be taken back any more."""

    def latest(self, move: Move) -> datetime.datetime:
        """The last moment to which `move` can be put off."""

    def put(self, move: Move) -> None:
        """Write down that `move`, which waits, was given another time."""

    def watchers(self) -> Sequence[int]:
        """Who is told of the move beside its successors, who asked and who planned: ids of people."""

    def follow(self, move: Move, *, why: Why, by: User, at: datetime.datetime) -> None:
        """What else happens in the transaction of a move that was carried out."""


class OfDeparture:
    """The rules for the records of somebody who leaves."""

    def __init__(self, departure: Departure) -> None:
        self.departure = self.subject = departure
        self.url = reverse("departure_plan", args=[departure.pk])
        self.words = {"name": departure.leaver.name}

    def why(self, move: Move) -> Why:
        """Handed over, given back, or handed over again."""
        if move.reverses is None:
            return Why.HANDOVER
        return Why.UNDO if move.gives_back else Why.REDO

    def check_asker(self, by: User) -> None:
        """The planner asks."""
        if Who.PLANNER not in relations(by, self.departure):
            raise Refused(_("This is for the planner to do."), code="not_yours", status=403)

    def check_movable(self) -> None:
        """While it is planned, handed over or verified."""
        if self.departure.state not in MOVING_STATES:
            sentence = _("Records can't change hands now: the departure is at “%(state)s”.")
            raise Refused(sentence, code="not_now", params={"state": State(self.departure.state).label})

    def check_returnable(self) -> None:
        """While it is open."""
        if not self.departure.is_open:
            raise Refused(_("This departure is over; hand records over one by one instead."), code="departure_over")

    def latest(self, move: Move) -> datetime.datetime:
        """Some weeks after ownership was to change: until then the leaver's customers have nobody of their own."""
        return self.departure.effective_at + PUT_OFF_AT_MOST

    def put(self, move: Move) -> None:
        """The departure's own time stays what it is."""

    def watchers(self) -> Sequence[int]:
        """The supervisor and the leaver's managers."""
        people = [self.departure.supervisor_id, *(manager.pk for manager in managers(self.departure))]
        return [person for person in people if person]

    def follow(self, move: Move, *, why: Why, by: User, at: datetime.datetime) -> None:
        """Nothing else."""


class OfTransfer:
    """The rules for records that change hands between people who stay."""

    def __init__(self, transfer: Transfer, plan: Plan) -> None:
        self.transfer = self.subject = transfer
        self.url = plan.get_absolute_url()
        self.words = {"name": givers.name(transfer)}

    def why(self, move: Move) -> Why:
        """Handed over, back as agreed, given back before, or handed over again."""
        if move.reverses is None:
            return Why.TRANSFER
        if not move.gives_back:
            return Why.REDO
        return Why.RETURN if move.due_at == self.transfer.returns_at else Why.UNDO

    def check_asker(self, by: User) -> None:
        """Who plans the transfer asks."""
        if Who.PLANNER not in relations(by, self.transfer):
            raise Refused(_("This is for the planner to do."), code="not_yours", status=403)

    def check_movable(self) -> None:
        """At any time."""

    def check_returnable(self) -> None:
        """At any time."""

    def latest(self, move: Move) -> datetime.datetime:
        """Before the records come back; else some weeks after they were to go, or to come back."""
        agreed, back = self.transfer.effective_at, self.transfer.returns_at
        if back is None:
            return agreed + PUT_OFF_AT_MOST
        return back - datetime.timedelta(minutes=1) if move.reverses is None else back + PUT_OFF_AT_MOST

    def put(self, move: Move) -> None:
        """What was agreed changes with it."""
        name = "returns_at" if move.reverses_id else "effective_at"
        setattr(self.transfer, name, move.due_at)
        self.transfer.save(update_fields=[name])

    def watchers(self) -> Sequence[int]:
        """Who made the transfer."""
        return [self.transfer.made_by_id]

    def follow(self, move: Move, *, why: Why, by: User, at: datetime.datetime) -> None:
        """The way back becomes due, and the owners are told of what has gone or come back."""
        if move.gives_back:
            transfer_messages.back(move, early_by="" if why == Why.RETURN else by.name, at=at)
            return
        transfer_messages.gone(move, at=at)
        given, returns_at = move.chain[-1], self.transfer.returns_at
        if returns_at is None or (move != given and returns_at <= at):
            return
        Move.objects.create(plan=move.plan, reverses=given, asked_by=move.asked_by, asked_at=at, due_at=returns_at)


def lock(plan: Plan) -> Occasion:
    """Lock what `plan` is for until the transaction ends, and load it as it is now. One departure is open per leaver,
    so its lock stands for the leaver.
    """
    if plan.transfer_id is not None:
        transfers = Transfer.objects.select_for_update(of=("self",), no_key=True).select_related("made_by", "person")
        plan.transfer = transfers.get(pk=plan.transfer_id)
        return plan.transfer
    departures = Departure.objects.select_for_update(of=("self",), no_key=True).select_related("leaver__team__manager")
    plan.departure = departures.get(plans=plan)
    return plan.departure


def of(plan: Plan) -> Rules:
    """The rules for what `plan` is for; who changes something locks it first."""
    if plan.transfer is not None:
        return OfTransfer(plan.transfer, plan)
    return OfDeparture(plan.leaving)
