"""Who a person is to a departure or a transfer: by their rights, in scope, or by name."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import AuditEntry, User
from accounts.permissions import Permission, Role
from handover.lifecycle import State, Verb, Who
from handover.models import Departure, DepartureKind, Plan, PlanState, PlanSuccessor, Transfer, TransitionRow

#: While a dismissal stands here, nothing is asked of its leaver. Before it has begun for the first time they have not
#: been spoken to either, and Baton is not the one to tell them.
UNSPOKEN_STATES = (State.REGISTERED, State.PLANNED, State.WITHDRAWN)

RIGHTS = (
    (Permission.REGISTER_DEPARTURE, Who.REGISTRAR),
    (Permission.PLAN, Who.PLANNER),
    (Permission.APPROVE, Who.APPROVER),
)


def people(user: User) -> QuerySet[User]:
    """The people whose departures `user` may deal with: everybody, those of the teams led, or nobody."""
    if user.may(Permission.SEE_ALL_DEPARTURES):
        return User.objects.all()
    if user.may(Permission.SEE_TEAM_BOOKS):
        return User.objects.under(user)
    return User.objects.none()


def reaches(user: User, leaver: User) -> bool:
    """Whether `leaver` is among the people whose departures `user` may deal with."""
    return people(user).filter(pk=leaver.pk).exists()


def may_register(user: User, leaver: User) -> bool:
    """Whether `user` may register that `leaver` leaves; nobody registers themselves."""
    return user.pk != leaver.pk and user.may(Permission.REGISTER_DEPARTURE) and reaches(user, leaver)


def relations(user: User, occasion: Departure | Transfer) -> frozenset[Who]:
    """All that `user` is to a departure or a transfer; empty for an onlooker."""
    return _in_transfer(user, occasion) if isinstance(occasion, Transfer) else _in_departure(user, occasion)


def _in_transfer(user: User, transfer: Transfer) -> frozenset[Who]:
    """Who may plan and leads everybody whose customers change hands plans a transfer and says yes to it."""
    return frozenset({Who.PLANNER}) if planned_by(user).filter(pk=transfer.pk).exists() else frozenset()


def planned_by(user: User) -> QuerySet[Transfer]:
    """The transfers `user` plans: those of people whom they all lead."""
    if not user.may(Permission.PLAN):
        return Transfer.objects.none()
    owners = Transfer.owners.through.objects.filter(transfer=OuterRef("pk"))
    return Transfer.objects.filter(~Exists(owners.exclude(user__in=people(user).order_by().values("pk"))))


def _in_departure(user: User, departure: Departure) -> frozenset[Who]:
    found = set()
    if departure.supervisor_id == user.pk:
        found.add(Who.SUPERVISOR)
    if departure.leaver_id == user.pk:
        return frozenset({Who.LEAVER})
    rights = [who for permission, who in RIGHTS if user.may(permission)]
    if rights and reaches(user, departure.leaver):
        found.update(rights)
    if Who.APPROVER in found and has_planned(user, departure):
        found.discard(Who.APPROVER)
    return frozenset(found)


#: What makes somebody a planner of the plan it was done to.
CHANGES = ("plan.changed", "plan.scoped", "plan.held", "plan.unheld")


def has_planned(user: User, departure: Departure) -> bool:
    """Whether `user` proposed the living plan of `departure`, or changed it since: who did can't approve it."""
    since = Q(verb__in=CHANGES, by=user, at__gte=OuterRef("made_at"))
    changed = AuditEntry.objects.about(departure).filter(since)
    return Plan.objects.filter(_living(departure)).filter(Q(made_by=user) | Exists(changed)).exists()


def knows_reasons(user: User, departures: Iterable[Departure]) -> set[int]:
    """Those of `departures` whose reason `user` may know: their own and those of people they deal with."""
    shown = list(departures)
    reached = set(people(user).filter(pk__in={one.leaver_id for one in shown}).values_list("pk", flat=True))
    return {one.pk for one in shown if one.leaver_id == user.pk or one.leaver_id in reached}


def knows_values(user: User, departures: Iterable[Departure]) -> set[int]:
    """Those of `departures` whose amounts `user` may know: also those they supervise, but none without the book."""
    if not user.may(Permission.SEE_BOOK):
        return set()
    shown = list(departures)
    return knows_reasons(user, shown) | {one.pk for one in shown if one.supervisor_id == user.pk}


def _living(departure: Departure) -> Q:
    return Q(departure=departure) & ~Q(state=PlanState.DISCARDED)


def is_successor(user: User, departure: Departure) -> bool:
    """Whether an approved plan of `departure` names `user` as a successor."""
    return PlanSuccessor.objects.filter(plan__departure=departure, plan__state=PlanState.APPROVED, user=user).exists()


def in_view(user: User) -> Q:
    """The departures `user` may see, as a condition on `Departure`."""
    mine = Q(leaver=user) & spoken_of()
    if user.may(Permission.SEE_ALL_DEPARTURES):
        return ~Q(leaver=user) | mine
    plans = PlanSuccessor.objects.filter(user=user, plan__state=PlanState.APPROVED)
    seen = mine | Q(supervisor=user) | Q(pk__in=plans.values("plan__departure"))
    if user.may(Permission.SEE_TEAM_BOOKS):
        seen |= Q(leaver__in=people(user).exclude(pk=user.pk).values("pk"))
    return seen


def spoken_of() -> Q:
    """The departures that are no secret, as a condition: all but dismissals whose handover has never begun."""
    begun = Q(pk__in=TransitionRow.objects.filter(verb=Verb.BEGIN).values("departure"))
    return ~Q(kind=DepartureKind.DISMISSAL, state__in=UNSPOKEN_STATES) | begun


def may_hear_of(user: User) -> Q:
    """The departures `user` may be told of where somebody's leaving touches a plan of theirs, as a condition: those
    they see, and no dismissal that has not been spoken of.
    """
    return in_view(user) | spoken_of()


def leavers(reader: User | None) -> QuerySet[Departure, int]:
    """The people (ids) who leave, as far as `reader` may hear of it: who chooses somebody chooses among the others, and
    nothing can be told from who is missing there. For Baton itself (None) all who leave.
    """
    found = Departure.objects.open().order_by()
    return (found if reader is None else found.filter(may_hear_of(reader))).values_list("leaver", flat=True)


def why_told(person: User, departure: Departure) -> str:
    """What `person` is to `departure`, for the sentence that says why they get a notice; empty when it takes a look
    into the plan to know.
    """
    if person.pk == departure.leaver_id:
        return "leaver"
    if person.pk == departure.supervisor_id:
        return "supervisor"
    if departure.leaver.team and departure.leaver.team.manager_id == person.pk:
        return "manager"
    return "hr" if person.role == Role.HR else ""
