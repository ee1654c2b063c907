"""Who would have been next for a record that was moved, for CRMs where the customer declined the successor."""

from collections.abc import Mapping, Sequence

from accounts.models import User
from customers.kinds import RecordKind
from customers.syncing.candidates import proposes_next
from handover.models import Assignment, Move, PlanSuccessor


@proposes_next
def next_best(kind: RecordKind, moves: Mapping[int, int]) -> Mapping[int, Sequence[User]]:
    """The plan's next best person for each record, then the plan's other successors; three queries.

    Nobody for a record that was given back by its last move.
    """
    plans = dict(Move.objects.main().filter(pk__in=set(moves.values())).values_list("pk", "plan"))
    wanted = {record: plans[move] for record, move in moves.items() if move in plans}
    others: dict[int, list[User]] = {}
    for each in PlanSuccessor.objects.filter(plan__in=set(wanted.values())).select_related("user"):
        others.setdefault(each.plan_id, []).append(each.user)
    lines = Assignment.objects.filter(plan__in=set(wanted.values()), kind=kind, record_id__in=list(wanted))
    best = {(line.plan_id, line.record_id): line.next_best for line in lines.select_related("next_best")}
    found: dict[int, Sequence[User]] = {}
    for record, plan in wanted.items():
        first = best.get((plan, record))
        found[record] = [*([first] if first else []), *others.get(plan, [])]
    return found
