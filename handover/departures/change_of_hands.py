"""When the records of a departure change hands: when they did, when they are due to, else as was agreed."""

import datetime
from dataclasses import dataclass

from handover.models import Departure, Move, MoveState, PlanState


@dataclass(frozen=True)
class ChangeOfHands:
    """The day of the departure's page, its document and what is next in it.

    `move` is the one that carries out the approved plan; None while nobody has approved one.
    """

    at: datetime.datetime
    agreed_at: datetime.datetime
    move: Move | None

    @property
    def is_done(self) -> bool:
        return self.move is not None and self.move.state == MoveState.DONE

    @property
    def was_put(self) -> bool:
        """Whether it is still to come, and at another time than was agreed."""
        return not self.is_done and self.at != self.agreed_at


def of(departure: Departure) -> ChangeOfHands:
    """When the records of `departure` change hands. One query."""
    moves = Move.objects.main().filter(plan__departure=departure, plan__state=PlanState.APPROVED, held_until=None)
    move = moves.select_related("paused_by").first()
    agreed = departure.effective_at
    if move is None or move.state == MoveState.UNDONE:
        return ChangeOfHands(agreed, agreed, move)
    done_at = move.finished_at if move.state == MoveState.DONE else None
    return ChangeOfHands(done_at or move.due_at, agreed, move)
