"""Whose departure or transfer a person sees: the only way from a URL to one."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from accounts.access import keeps_from_trail
from accounts.models import User
from accounts.permissions import Permission
from customers.access import people
from customers.actions.ownership import cannot_receive
from handover.lifecycle import Who
from handover.models import (
    RECORD_SECTIONS,
    Assignment,
    ChecklistItem,
    Conflict,
    CustomerWay,
    Departure,
    Move,
    MoveState,
    Plan,
    PlanState,
    PlanSuccessor,
    SeatLine,
    Transfer,
    Verification,
)
from handover.models.checklist import ChecklistItemQuerySet
from handover.models.departure import DepartureQuerySet
from handover.models.plan import AssignmentQuerySet
from handover.models.transfer import TransferQuerySet
from handover.planning import balance
from handover.planning.balance import Share
from handover.references import keepers
from handover.relations import in_view, is_successor, leavers, relations, spoken_of

__all__ = ["departure", "departures", "is_successor", "lines", "living_plan", "plan", "plans", "relations"]


def departures(user: User) -> DepartureQuerySet:
    """The departures `user` may see: their own, of the people they lead, and those they supervise or succeed in."""
    if not user.may(Permission.SEE_DEPARTURES):
        return Departure.objects.none()
    return Departure.objects.filter(in_view(user))


def departure(user: User, pk: int) -> Departure:
    """One departure with its leaver and supervisor, or `Http404` when it is not the person's to see."""
    people = ("leaver__team__manager", "leaver__office", "supervisor")
    found = departures(user).select_related(*people).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sees_records(user: User, found: frozenset[Who]) -> bool:
    """Whether somebody with these relations may read which records a departure is about. HR and successors may not:
    HR sees no book, and a successor only what the plan gives them.
    """
    return user.may(Permission.SEE_ALL_BOOKS) or bool(found & {Who.LEAVER, Who.SUPERVISOR, Who.PLANNER, Who.APPROVER})


def sees_references(user: User, departure: Departure, who: frozenset[Who] | None = None) -> bool:
    """Whether `user` may read where else the leaver is named: those who deal with the departure, and auditors; neither
    the leaver nor successors, whom other people's handovers and drafts are no business of. `who` as in `sees_plan`.
    """
    found = relations(user, departure) if who is None else who
    return departure.leaver_id != user.pk and (user.may(Permission.SEE_ALL_DEPARTURES) or bool(found))


def keeps_seats(user: User, pk: int) -> Departure:
    """One departure for who keeps seats of its leaver at their customers, or `Http404`: it opens that page only."""
    found = keepers.opened(user).select_related("leaver__team__manager", "leaver__office", "supervisor")
    if (one := found.filter(pk=pk).first()) is None:
        raise Http404
    return one


def checklist_items(user: User, departure: Departure) -> ChecklistItemQuerySet:
    """The items of a departure `user` may see: all, or those that are about no records."""
    items = ChecklistItem.objects.filter(departure=departure)
    return items if sees_records(user, relations(user, departure)) else items.exclude(section__in=RECORD_SECTIONS)


def checklist_item(user: User, pk: int) -> ChecklistItem:
    """One item with its departure, or `Http404` when it is not the person's to see."""
    found = ChecklistItem.objects.filter(pk=pk).values_list("departure_id", flat=True).first()
    if found is None:
        raise Http404
    seen = departure(user, found)
    item = checklist_items(user, seen).select_related("settled_by").filter(pk=pk).first()
    if item is None:
        raise Http404
    item.departure = seen
    return item


def verifications(user: User, departure: Departure) -> QuerySet[Verification]:
    """The rows of a departure `user` may see: all, or those they take over; HR none."""
    rows = Verification.objects.filter(departure=departure)
    if sees_records(user, relations(user, departure)):
        return rows
    return rows.filter(successor=user) if user.may(Permission.SEE_BOOK) else rows.none()


def verification(user: User, pk: int) -> Verification:
    """One row with its departure, or `Http404` when it is not the person's to see."""
    found = Verification.objects.filter(pk=pk).values_list("departure_id", flat=True).first()
    if found is None:
        raise Http404
    seen = departure(user, found)
    row = verifications(user, seen).select_related("customer", "successor", "stated_by", "settled_by").filter(pk=pk)
    if (one := row.first()) is None:
        raise Http404
    one.departure = seen
    return one


def sees_coverage(user: User, of: Departure, who: frozenset[Who] | None = None) -> bool:
    """Whether `user` may read who answers for which customers of a departure: those who read its draft plans."""
    return sees_all(user, of, who)


def sees_order(user: User, of: Departure) -> bool:
    """Whether `user` may read in which order customers are handed over: the same, and the leaver once it is kept."""
    if of.leaver_id == user.pk:
        return CustomerWay.objects.filter(departure=of).exists()
    return sees_all(user, of)


def plans(user: User, of: Departure) -> list[Plan]:
    """The plans of one departure that `user` may see, newest first."""
    found = list(Plan.objects.filter(departure=of).select_related("made_by", "approved_by"))
    who = relations(user, of) if found else frozenset()
    for plan in found:
        plan.departure = of
    return [plan for plan in found if sees_plan(user, plan, of, who)]


def living_plan(user: User, of: Departure) -> Plan | None:
    """The plan of a departure that was not put aside, if `user` may see it."""
    alive = [plan for plan in plans(user, of) if plan.state != PlanState.DISCARDED]
    return alive[0] if alive else None


def transfers(user: User) -> TransferQuerySet:
    """The transfers `user` may see: those they made or may plan; what is decided also when it takes from them or from
    those they lead, or gives to them.
    """
    if user.may(Permission.SEE_ALL_BOOKS):
        return Transfer.objects.all()
    if not user.may(Permission.SEE_BOOK):
        return Transfer.objects.none()
    mine = list(people(user).order_by().values_list("pk", flat=True))
    owners = Transfer.owners.through.objects.filter(transfer=OuterRef("pk"))
    takers = PlanSuccessor.objects.filter(plan__transfer=OuterRef("pk"), user__in=mine)
    seen = Q(Exists(owners.filter(user__in=mine)) | Exists(takers), plan__state=PlanState.APPROVED)
    if user.may(Permission.PLAN):
        seen |= Q(made_by=user) | Q(~Exists(owners.exclude(user__in=mine)))
    return Transfer.objects.filter(seen)


def transfer(user: User, pk: int) -> Transfer:
    """One transfer with its plan, or `Http404` when it is not the person's to see."""
    found = transfers(user).select_related("plan__made_by", "plan__approved_by", "made_by", "person").filter(pk=pk)
    if (one := found.first()) is None:
        raise Http404
    return one


def plan(user: User, pk: int) -> Plan:
    """One plan with what it is for, or `Http404` when it is not the person's to see."""
    with_people = Plan.objects.select_related("departure__leaver", "transfer__person", "made_by", "approved_by")
    found = with_people.filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.transfer_id is not None:
        found.transfer = transfer(user, found.transfer_id)
    elif not sees_plan(user, found, departure(user, found.leaving.pk)):
        raise Http404
    return found


def lines(user: User, of: Plan, *, whole: bool | None = None) -> AssignmentQuerySet:
    """The lines of a plan that `user` may see: a successor who is nothing else sees what comes to them.

    `whole` is what `sees_whole` says, for who has asked it already.
    """
    whole = sees_whole(user, of) if whole is None else whole
    found = Assignment.objects.filter(plan=of)
    if whole:
        return found
    return found.filter(_touches(user)) if of.transfer_id is not None else found.filter(successor=user)


def seat_lines(user: User, of: Plan, *, whole: bool | None = None) -> QuerySet[SeatLine]:
    """The seats a plan hands on that `user` may see: all, or those that come to them. `whole` as in `lines`."""
    whole = sees_whole(user, of) if whole is None else whole
    found = SeatLine.objects.filter(plan=of)
    return found if whole else found.filter(successor=user)


def _touches(user: User) -> Q:
    """The lines of a transfer that take from, or give to, a person or those they lead."""
    mine = people(user).order_by().values("pk")
    return Q(successor__in=mine) | Q(from_owner__in=mine)


def sees_whole(user: User, of: Plan, who: frozenset[Who] | None = None) -> bool:
    """Whether `user` sees what everybody gets by a plan, and not only what comes to them; `who` they are to what it is
    for, where that was asked already.
    """
    if of.transfer is not None:
        made = of.transfer.made_by_id == user.pk and user.may(Permission.PLAN)
        return made or user.may(Permission.SEE_ALL_BOOKS) or bool(relations(user, of.transfer) if who is None else who)
    return sees_all(user, of.leaving, who) or of.leaving.leaver_id == user.pk


def shares(user: User, of: Plan, *, whole: bool | None = None) -> list[Share]:
    """What each successor gets by a plan, as far as `user` may know: all, or their own part."""
    whole = sees_whole(user, of) if whole is None else whole
    found = balance.shares(of)
    if whole:
        return found
    mine = {user.pk} if of.transfer_id is None else set(people(user).values_list("pk", flat=True))
    return [share for share in found if share.person.pk in mine]


def moves(of: Plan) -> list[Move]:
    """All moves of a plan the reader sees, oldest first, each with who asked, its plan and what it reverses."""
    found = Move.objects.filter(plan=of).select_related("asked_by", "paused_by").linked()
    for one in found:
        one.plan = of
    return found


def move(user: User, pk: int) -> Move:
    """One move with its plan, or `Http404` when the plan is not the person's to see."""
    found = Move.objects.filter(pk=pk).values_list("plan", flat=True).first()
    if found is None:
        raise Http404
    return next(one for one in moves(plan(user, found)) if one.pk == pk)


def conflicts(user: User, of: Move) -> QuerySet[Conflict]:
    """What a move or its undo left alone, as far as `user` may know: all, or what was to come to them."""
    found = Conflict.objects.filter(move=of).select_related("present_owner")
    if sees_whole(user, of.plan):
        return found
    mine = lines(user, of.plan, whole=False)
    return found.filter(Exists(mine.filter(kind=OuterRef("kind"), record_id=OuterRef("record_id"))))


def sees_plan(user: User, plan: Plan, of: Departure, who: frozenset[Who] | None = None) -> bool:
    """Whether `user` sees a plan of a departure: a draft is for those who plan, approve and supervise; an approved plan
    also for the leaver and successors. `who` is what `relations` says, for who has asked already.
    """
    if sees_all(user, of, who):
        return True
    return plan.state == PlanState.APPROVED and (user.pk == of.leaver_id or is_successor(user, of))


def sees_all(user: User, of: Departure, who: frozenset[Who] | None = None) -> bool:
    """Whether `user` sees all of any plan of a departure, as those do who plan, approve and supervise."""
    if of.leaver_id == user.pk:
        return False
    found = relations(user, of) if who is None else who
    return user.may(Permission.SEE_ALL_BOOKS) or bool(found & {Who.PLANNER, Who.APPROVER, Who.SUPERVISOR})


@keeps_from_trail
def own_secret(reader: User) -> Q:
    """Nobody reads of their own dismissal, nor of the end of access that comes with it, before it is spoken of."""
    secret = Departure.objects.filter(~spoken_of(), leaver=reader)
    of_departure = Q(subject_kind=Departure._meta.label_lower, subject_id__in=secret.order_by().values("pk"))
    of_access = Q(Exists(secret), subject_kind=User._meta.label_lower, subject_id=reader.pk)
    return of_departure | (of_access & Q(verb="user.access_end_changed"))


@cannot_receive
def leaving(reader: User | None) -> Q:
    """Nobody who is leaving is handed another record by hand."""
    return Q(pk__in=leavers(reader))


@cannot_receive
def away(_reader: User | None) -> Q:
    """Nobody on a long leave is handed another record."""
    due = Move.objects.filter(state=MoveState.DUE, reverses__isnull=False, plan__transfer__person__isnull=False)
    return Q(pk__in=due.order_by().values("plan__transfer__person"))
