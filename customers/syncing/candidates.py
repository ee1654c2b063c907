"""Who could have a record instead of somebody the CRM would not give it to.

Whose plans know of a next best person is known above: apps register with `proposes_next`.
"""

from collections.abc import Callable, Mapping, Sequence

from accounts.models import User
from customers.actions.ownership import receivers
from customers.kinds import RecordKind
from customers.models import Connection, LinkState, OwnershipChange, RecordLink

#: Where a customer declined, or the new owner has no room, somebody else is to be asked for.
STATES = (LinkState.REFUSED, LinkState.FULL)

#: Given the records of a kind with the move that changed each one's owner last: who could have each, the best first.
Proposer = Callable[[RecordKind, Mapping[int, int]], Mapping[int, Sequence[User]]]
_proposers: list[Proposer] = []


def proposes_next(proposer: Proposer) -> Proposer:
    """Register who knows of a next best person. Called from `AppConfig.ready`."""
    _proposers.append(proposer)
    return proposer


def candidates(connection: Connection, links: Sequence[RecordLink]) -> dict[int, User]:
    """The next person for each of these links that wants one, by link; as many queries for one as for a page of them.

    Nobody who had the record since it was moved, can't be given any here, or is not active there.
    """
    found: dict[int, User] = {}
    open_links = [link for link in links if link.state in STATES and link.kind in RecordKind.values]
    for kind in {link.kind for link in open_links}:
        of_kind = {link.record_id: link for link in open_links if link.kind == kind}
        moves, tried = _since_moved(RecordKind(kind), list(of_kind))
        proposed = _proposed(RecordKind(kind), moves)
        able = _able(connection, [person for people in proposed.values() for person in people])
        for record, people in proposed.items():
            best = next((each for each in people if each.pk in able and each.pk not in tried[record]), None)
            if best is not None:
                found[of_kind[record].pk] = best
    return found


def _since_moved(kind: RecordKind, records: Sequence[int]) -> tuple[dict[int, int], dict[int, set[int]]]:
    """The last move of each record, and everybody who had it before that move and since."""
    rows = OwnershipChange.objects.filter(kind=kind, record_id__in=records).order_by("-pk")
    moves: dict[int, int] = {}
    tried: dict[int, set[int]] = {}
    for record, move, before, after in rows.values_list("record_id", "move_id", "from_owner", "to_owner"):
        if record not in moves:
            tried.setdefault(record, set()).update((before, after))
            if move is not None:
                moves[record] = move
    return moves, tried


def _proposed(kind: RecordKind, moves: Mapping[int, int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for proposer in _proposers if moves else ():
        for record, people in proposer(kind, moves).items():
            found.setdefault(record, []).extend(people)
    return found


def _able(connection: Connection, people: Sequence[User]) -> set[int]:
    asked = {person.pk for person in people}
    if not asked:
        return set()
    there = connection.people.filter(person__in=asked, is_active=True)
    return set(receivers().filter(pk__in=there.values("person")).values_list("pk", flat=True))
