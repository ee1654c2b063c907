"""Whose customers a person checks, and which they may read: the only way in from an address of the queue."""

from django.db.models import F, Q, QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission
from handover.access import departure
from handover.lifecycle import Who
from handover.models import Departure, Verification
from handover.models.sample import SampledCustomer, SampledQuerySet
from handover.relations import people, relations
from handover.verifying.verdicts import VERIFIED_IN


def mine(user: User) -> Q:
    """What `user` checks, as a condition on `Verification`; `rights.may_check` in SQL."""
    found = Q(departure__supervisor=user)
    if user.may(Permission.PLAN):
        found |= Q(departure__leaver__in=_led(user), departure__supervisor=F("successor"))
    return found & ~Q(successor=user) & ~Q(departure__leaver=user)


def seen(user: User) -> QuerySet[Verification]:
    """What is being checked and `user` may read: what they check, and what their rights open of other handovers."""
    found = mine(user)
    if user.may(Permission.SEE_ALL_BOOKS):
        found |= ~Q(departure__leaver=user)
    elif user.may(Permission.PLAN):
        found |= Q(departure__leaver__in=_led(user))
    rows = Verification.objects.filter(departure__state__in=VERIFIED_IN, departure__signed_off_at=None)
    return rows.filter(found) if user.may(Permission.SEE_BOOK) else rows.none()


def sees_more(user: User) -> bool:
    """Whether `user` may read handovers that others supervise."""
    return user.may(Permission.SEE_ALL_BOOKS) or user.may(Permission.PLAN)


def item(user: User, pk: int) -> Verification:
    """One customer in the queue, or `Http404` when it is not the person's to see."""
    people = ("customer__owner", "successor", "stated_by", "settled_by", "departure__leaver__office")
    found = seen(user).filter(pk=pk).select_related(*people, "departure__supervisor").first()
    if found is None:
        raise Http404
    return found


def sees_sample(user: User, of: Departure) -> bool:
    """Whether `user` may know which customers are drawn: neither the leaver, nor who takes over and is nothing else."""
    if of.leaver_id == user.pk or not user.may(Permission.SEE_BOOK):
        return False
    found = relations(user, of)
    return user.may(Permission.SEE_ALL_BOOKS) or bool(found & {Who.SUPERVISOR, Who.PLANNER, Who.APPROVER})


def sample(user: User, of: Departure) -> SampledQuerySet:
    """The sampled customers of a departure that count, as far as `user` may know them."""
    rows = SampledCustomer.objects.standing().filter(sample__departure=of)
    return rows if sees_sample(user, of) else rows.none()


def sampled(user: User, pk: int) -> SampledCustomer:
    """One sampled customer of a draw that counts, or `Http404` when it is not the person's to see."""
    rows = SampledCustomer.objects.standing().select_related("sample", "customer", "successor", "scored_by")
    found = rows.filter(pk=pk).first()
    if found is None or not sees_sample(user, departure(user, found.sample.departure_id)):
        raise Http404
    return found


def _led(user: User) -> QuerySet[User]:
    return people(user).exclude(pk=user.pk).order_by().values("pk")  # type: ignore[return-value]
