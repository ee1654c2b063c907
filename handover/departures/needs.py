"""Which departures wait for a person to do something."""

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission
from handover.lifecycle import OPEN_STATES, State
from handover.models import ChecklistItem, ItemState, Move, Relation, Verdict, Verification
from handover.relations import people


def needs(user: User) -> Q:
    """The open departures in which `user` has something to do, as a condition on `Departure`."""
    found = Q(leaver=user) & (_items(Relation.LEAVER) | _verdicts(Verdict.WAITING))
    found |= Q(supervisor=user) & (_items(Relation.SUPERVISOR) | _to_sign_off())
    found |= Q(Exists(Verification.objects.filter(departure=OuterRef("pk"), verdict=Verdict.STATED, successor=user)))
    reached = Q(leaver__in=people(user).exclude(pk=user.pk).values("pk"))
    if user.may(Permission.PLAN):
        found |= reached & (Q(state__in=[State.REGISTERED, State.PLANNED]) | Q(supervisor=None))
    if user.may(Permission.REGISTER_DEPARTURE):
        found |= reached & Q(state=State.VERIFYING, signed_off_at__isnull=False) & _moved()
        found |= reached & _items(Relation.HR) if not user.may(Permission.PLAN) else Q()
    return Q(state__in=OPEN_STATES) & found


def _items(responsible: Relation) -> Q:
    items = ChecklistItem.objects.filter(departure=OuterRef("pk"), state=ItemState.OPEN, responsible=responsible)
    return Q(Exists(items))


def _verdicts(verdict: Verdict) -> Q:
    return Q(Exists(Verification.objects.filter(departure=OuterRef("pk"), verdict=verdict))) & Q(already_gone=False)


def _to_sign_off() -> Q:
    disputed = Exists(Verification.objects.filter(departure=OuterRef("pk"), verdict=Verdict.DISPUTED))
    return Q(disputed) | Q(state=State.VERIFYING, signed_off_at=None)


def _moved() -> Q:
    return Q(Exists(Move.objects.standing().filter(plan__departure=OuterRef("pk"))))
