"""What departures, transfers and covers open in the book, beyond what people own and lead."""

from django.db.models import Q, QuerySet

from accounts.models import User
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Customer, Owned
from customers.reach import Ids, Reach
from customers.visibility_rules import opens_more
from handover.lifecycle import OPEN_STATES
from handover.models import Assignment, Cover, Departure, PlanState, PlanSuccessor
from handover.models.move import TO_COME
from handover.models.plan import AssignmentQuerySet

KINDS: dict[type[Owned], RecordKind] = {model: kind for kind, model in MODELS.items()}


def supervised(user: User) -> QuerySet[Departure, int]:
    """The people whose open departures `user` supervises."""
    return Departure.objects.open().filter(supervisor=user).values_list("leaver", flat=True)


@opens_more(supervised)
def what_a_leaver_has_and_had(user: User, model: type[Owned], leavers: list[int]) -> Reach:
    """To the supervisor: what the leaver owns, and what an approved plan gives away."""
    of = {"plan__departure__supervisor": user, "plan__departure__state__in": OPEN_STATES}
    return _given(Assignment.objects.filter(plan__state=PlanState.APPROVED, **of), model) + Reach(leavers)


def decided_plans(user: User) -> QuerySet[PlanSuccessor, int]:
    """The approved plans that give to `user`: of open departures, and of transfers still to be carried out."""
    departing = Q(plan__departure__state__in=OPEN_STATES)
    transferred = Q(plan__transfer__isnull=False, plan__moves__reverses=None, plan__moves__state__in=TO_COME)
    named = PlanSuccessor.objects.filter(departing | transferred, user=user, plan__state=PlanState.APPROVED)
    return named.values_list("plan", flat=True)


@opens_more(decided_plans)
def what_is_to_come(user: User, model: type[Owned], plans: list[int]) -> Reach:
    """To a successor: what these plans give to them, with all that belongs to those customers."""
    return _given(Assignment.objects.filter(plan__in=plans, successor=user), model)


def covered(user: User) -> QuerySet[Cover, int]:
    """The departures of which `user` covers customers, or is named to."""
    return Cover.objects.filter(person=user, ended_at=None).values_list("departure", flat=True).distinct()


@opens_more(covered)
def what_is_covered(user: User, model: type[Owned], _some: list[int]) -> Reach:
    """To whoever covers customers, or is named to: these, with all that belongs to them."""
    return Reach([], [Ids(Cover.objects.filter(person=user, ended_at=None), "customer")])


def _given(lines: AssignmentQuerySet, model: type[Owned]) -> Reach:
    customers = Ids(lines.filter(kind=RecordKind.CUSTOMER), "record_id")
    records = [] if model is Customer else [Ids(lines.filter(kind=KINDS[model]), "record_id")]
    return Reach([], [customers], records)
