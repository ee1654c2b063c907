"""The records of one move: those that change hands, and those it leaves alone, each with its cause and owner.

A move that carries a plan out takes the plan's lines (`PlanLines`); a reversal takes the ledger's rows (`Reversal`).
"""

from collections.abc import Sequence

from handover.models import Move
from handover.moving.plan_lines import PlanLines
from handover.moving.reversal import Reversal
from handover.moving.sources import Source

__all__ = ["Source", "source"]


def source(move: Move, moves: Sequence[Move]) -> Source:
    """The records of `move`; `moves` are all of its plan, linked."""
    return PlanLines(move) if move.reverses is None else Reversal(move, move.reverses, moves)
