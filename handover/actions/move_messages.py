"""Who is told that records changed hands, came back, or could not."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import User
from customers.actions.ownership import Moved
from customers.models import OwnershipChange, SeatChange
from handover.holdings import NAMES
from handover.models import Assignment, Move, MoveState
from handover.moving.rules import Rules
from handover.planning import leaving_too
from notices.actions import Letter, leave_many


@dataclass(frozen=True)
class Outcome:
    """What changed hands by a move, and how many records it left alone."""

    given: list[Moved]
    conflicts: int


def done(move: Move, rules: Rules, outcome: Outcome, *, by: User, at: datetime.datetime) -> None:
    """Each successor is told what came to them, the watchers what came of the move; after an undo all who were told
    of the move are told of that.
    """
    conflicts = outcome.conflicts + move.moved.get("seats_left", 0)
    if move.reverses is not None and move.gives_back:
        losers = _shares(move, outcome, "from")
        people = sorted({*losers, *_watchers(move, rules)})
        words = {"by": by.name, "left": conflicts, "only": move.only is not None, **move.moved}
        letters = [_letter("move_undone", person, move, rules, at=at, **words) for person in people]
    else:
        report = {"conflicts": conflicts, **move.moved}
        gains = _shares(move, outcome, "to")
        letters = [_letter("move_received", person, move, rules, at=at, **got) for person, got in gains.items()]
        watchers = _watchers(move, rules)
        leaving = _leaving(watchers, gains)
        letters += [_letter("move_done", one, move, rules, at=at, **report, leaving=leaving[one]) for one in watchers]
    leave_many(letters=letters, at=at)


def failed(move: Move, rules: Rules, *, at: datetime.datetime) -> None:
    """Tell those who have to do something about it."""
    people = _watchers(move, rules)
    words = {"problem": move.problem, "is_undo": move.gives_back, "only": move.only is not None}
    leave_many(letters=[_letter("move_failed", person, move, rules, at=at, **words) for person in people], at=at)


def rescheduled(
    move: Move, rules: Rules, change: str, *, also: Iterable[int] = (), by: User, at: datetime.datetime
) -> None:
    """Tell those to whom records are to come by `move`, and `also` these people, that it waits for another time
    (`change` is put), is paused or goes on (resumed); who did it knows.
    """
    takers = _takers(move)
    is_paused = move.state == MoveState.PAUSED
    words = {"change": change, "by": by.name, "due_at": move.due_at.isoformat(), "is_paused": is_paused}
    words |= {"reason": move.pause_reason}
    supervisor = move.plan.departure.supervisor_id if move.plan.departure else None
    relations = dict.fromkeys(takers, "successor" if move.plan.departure else "transfer")
    if supervisor:
        relations[supervisor] = "supervisor"
    letters = [
        _letter("move_rescheduled", one, move, rules, at=at, **words, relation=relations.get(one, ""))
        for one in sorted({*takers, *also} - {by.pk})
    ]
    leave_many(letters=letters, at=at)


def _takers(move: Move) -> set[int]:
    """To whom records come by a move that waits: the successors in its part of the plan; of a return also who has
    them until then.
    """
    if move.reverses_id is not None:
        changes = OwnershipChange.objects.filter(move_id=move.reverses_id).order_by()
        return {person for pair in changes.values_list("from_owner", "to_owner").distinct() for person in pair}
    lines = Assignment.objects.filter(plan=move.plan_id, held_until=move.held_until).exclude(successor=None).order_by()
    return {person for person in lines.values_list("successor", flat=True).distinct() if person}


def _leaving(watchers: list[int], gains: dict[int, dict[str, int]]) -> dict[int, list[dict[str, Any]]]:
    """For each watcher the successors who are leaving too, as far as that watcher may hear of it."""
    departures = leaving_too.leaving(gains)
    records = {person: sum(got.get(name, 0) for name in NAMES.values()) for person, got in gains.items()}
    readers = User.objects.in_bulk(watchers) if departures else {}
    return {
        pk: [
            {"name": one.person.name, "records": one.records}
            for one in (leaving_too.heard(readers[pk], departures, records) if departures else ())
        ]
        for pk in watchers
    }


def _shares(move: Move, outcome: Outcome, side: str) -> dict[int, dict[str, int]]:
    """What each person got (side “to”) or gave (“from”), by person and kind."""
    found: dict[int, dict[str, int]] = {}
    for part in outcome.given:
        share = found.setdefault(getattr(part, f"{side}_owner_id"), dict.fromkeys(NAMES.values(), 0))
        share[NAMES[part.kind]] += part.records
    seats = SeatChange.objects.filter(move_id=move.pk).order_by().values_list(f"{side}_user").annotate(n=Count("pk"))
    for person, count in seats if "seats" in move.moved else ():
        if person:
            found.setdefault(person, {})["seats"] = count
    return found


def _watchers(move: Move, rules: Rules) -> list[int]:
    return sorted({move.asked_by_id, move.plan.made_by_id, *rules.watchers()})


def _letter(kind: str, person: int, move: Move, rules: Rules, *, at: datetime.datetime, **params: Any) -> Letter:
    return Letter(
        kind=kind,
        recipient_id=person,
        key=f"move:{move.pk}:{kind}:{at.isoformat()}:{person}",
        url=rules.url,
        subject_kind=rules.subject._meta.label_lower,
        subject_id=rules.subject.pk,
        params={"relation": "successor" if kind == "move_received" else "", **rules.words, **params},
    )
