"""Proposals for large books: a worker makes them; page and REST say so meanwhile."""

import datetime
from collections.abc import Sequence

from django.core.cache import cache
from django.utils import translation

from accounts.models import User
from handover import holdings
from handover.actions import plans
from handover.models import Departure, Plan
from web.errors import Refused

#: Up to so many records who asks waits for the proposal: a few seconds.
AT_ONCE = 20_000
#: How long a worker is waited for before it may be asked again, and a refusal is kept to be shown, in seconds.
WAITED = 600


def ask(
    *, departure: Departure, successors: Sequence[User], strategy: str, by: User, at: datetime.datetime
) -> Plan | None:
    """Make the proposal, or let a worker make it when the book is large: then there is no plan to return yet. Raises
    `Refused` as `plans.propose` does.
    """
    if sum(holdings.count(departure.leaver).values()) <= AT_ONCE:
        return plans.propose(departure=departure, successors=successors, strategy=strategy, by=by, at=at)
    plans.check_planner(departure, by)
    plans.check_successors(departure, successors, by)
    cache.delete(_refusal(departure))
    if cache.add(_asked(departure), 1, WAITED):
        from handover.tasks import make_proposal

        make_proposal.delay(departure.pk, [person.pk for person in successors], strategy, by.pk)
    return None


def make(*, departure: Departure, successors: Sequence[User], strategy: str, by: User, at: datetime.datetime) -> None:
    """Make a proposal that was asked for, once; what speaks against it by now is kept for the page."""
    if not is_being_made(departure):
        return
    try:
        with translation.override(by.language):
            plans.propose(departure=departure, successors=successors, strategy=strategy, by=by, at=at)
    except Refused as refusal:
        cache.set(_refusal(departure), refusal.sentence, WAITED)
    finally:
        cache.delete(_asked(departure))


def is_being_made(departure: Departure) -> bool:
    """Whether a worker is at it."""
    return cache.get(_asked(departure)) is not None


def take_refusal(departure: Departure) -> str:
    """Why the last one could not be made, told once; empty when it could."""
    found: str = cache.get(_refusal(departure), "")
    cache.delete(_refusal(departure))
    return found


def _asked(departure: Departure) -> str:
    return f"proposal:{departure.pk}:asked"


def _refusal(departure: Departure) -> str:
    return f"proposal:{departure.pk}:refusal"
