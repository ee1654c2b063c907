"""One line per transfer for its list: whose customers, to whom, how many, and how far it has come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from customers.kinds import RecordKind
from handover.models import Assignment, Move, Plan, PlanSuccessor, Transfer
from handover.planning import givers
from handover.wording import transfer as wording


@dataclass
class Row:
    """A transfer as its list shows it."""

    transfer: Transfer
    plan: Plan
    moves: list[Move] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    from_names: str = ""
    to_names: str = ""
    customers: int = 0

    @property
    def standing(self) -> wording.Standing:
        """How far it has come."""
        return wording.standing(self.transfer, self.plan, self.moves)

    @property
    def words(self) -> str:
        """The same in words."""
        return wording.words(self.transfer, self.plan, self.moves)


def rows(transfers: Sequence[Transfer]) -> list[Row]:
    """The lines of a page, in five queries whatever its length."""
    plans = {plan.transfer_id: plan for plan in Plan.objects.filter(transfer__in=transfers)}
    by_plan = {plan.pk: Row(one, plan) for one in transfers if (plan := plans.get(one.pk))}
    owners: dict[int, list[tuple[int, str]]] = defaultdict(list)
    named = Transfer.owners.through.objects.filter(transfer__in=transfers).order_by("user__name", "user")
    for transfer, owner, name in named.values_list("transfer_id", "user_id", "user__name"):
        owners[transfer].append((owner, name))
    takers: dict[int, list[str]] = defaultdict(list)
    chosen = PlanSuccessor.objects.filter(plan__in=by_plan).order_by("user__name", "user")
    for plan_id, name in chosen.values_list("plan_id", "user__name"):
        takers[plan_id].append(name)
    lines = Assignment.objects.filter(plan__in=by_plan, kind=RecordKind.CUSTOMER).order_by()
    for plan_id, count in lines.values_list("plan_id").annotate(n=Count("pk")):
        by_plan[plan_id].customers = count
    for move in Move.objects.filter(plan__in=by_plan).order_by("pk"):
        by_plan[move.plan_id].moves.append(move)
    for plan_id, row in by_plan.items():
        row.owners = [owner for owner, _name in owners[row.transfer.pk]]
        row.from_names = givers.joined(name for _owner, name in owners[row.transfer.pk])
        row.to_names = givers.joined(takers[plan_id])
    return list(by_plan.values())
