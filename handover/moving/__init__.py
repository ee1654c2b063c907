"""What a move is about: the records that change hands, and those it leaves alone, each with its cause and owner.

A move that carries a plan out takes the plan's lines (`Planned`); a reversal takes the ledger's rows (`Given`).
"""

from collections.abc import Sequence

from handover.models import Move
from handover.moving.given import Given
from handover.moving.planned import Planned
from handover.moving.sources import Source

__all__ = ["Source", "source"]


def source(move: Move, moves: Sequence[Move]) -> Source:
    """What `move` is about; `moves` are all of its plan, linked."""
    return Planned(move) if move.reverses is None else Given(move, move.reverses, moves)
