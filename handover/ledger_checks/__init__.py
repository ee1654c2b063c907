"""What is always true of the data, as checks: one query each, and no row found means it holds.

Constraints keep a single row right; these look across rows and tables, and at the constraints themselves. A new promise
about owners, plans or moves gets its check here, and its planted corruption in `tests/handover/test_check_ledger.py`.
"""

from handover.ledger_checks.check import Check, Finding, Result, look
from handover.ledger_checks.covers import COVERS
from handover.ledger_checks.guards import GUARDS
from handover.ledger_checks.moves import MOVES
from handover.ledger_checks.owners import OWNERS
from handover.ledger_checks.seats import SEATS
from handover.ledger_checks.story import STORY

CHECKS: tuple[Check, ...] = (*OWNERS, *COVERS, *MOVES, *SEATS, *STORY, *GUARDS)

__all__ = ["CHECKS", "Check", "Finding", "Result", "look"]
