"""What is told of customers, as far as a person may read it: the only way in from an address."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.permissions import Permission
from customers.models import Customer
from handover.access import departure as seen_departure
from handover.access import relations, sees_records
from handover.briefings import rights
from handover.models import Briefing, Departure, Promise, Question
from handover.models.promise import PromiseQuerySet
from handover.models.question import QuestionQuerySet


def customer(user: User, departure: Departure, pk: int) -> Customer:
    """One customer a departure is about, or `Http404` when it is not the person's to see."""
    found = rights.customers(departure).filter(pk=pk)
    if not sees_all(user, departure):
        found = found.filter(pk__in=rights.taken_over(user, departure).values("record_id"))
    if (one := found.first()) is None:
        raise Http404
    return one


def briefings(user: User, departure: Departure) -> QuerySet[Briefing]:
    """What was told of the customers of a departure, as far as `user` may read it."""
    found = Briefing.objects.filter(departure=departure)
    if sees_all(user, departure):
        return found
    return found.filter(customer__in=rights.taken_over(user, departure).values("record_id"))


def promises(user: User, departure: Departure, of: PromiseQuerySet | None = None) -> PromiseQuerySet:
    """The promises of a departure (or those `of`) that `user` may read: all, or those to customers they take over."""
    found = (Promise.objects.all() if of is None else of).filter(departure=departure)
    if sees_all(user, departure):
        return found
    return found.filter(customer__in=rights.taken_over(user, departure).values("record_id"))


def promise(user: User, departure: int, pk: int, of: PromiseQuerySet | None = None) -> Promise:
    """One promise with its departure, or `Http404`."""
    seen = seen_departure(user, departure)
    found: Promise = get_object_or_404(promises(user, seen, of).select_related("customer"), pk=pk)
    found.departure = seen
    return found


def questions(user: User, departure: Departure) -> QuestionQuerySet:
    """The questions of a departure `user` may read: all, or those about customers they take over."""
    found = Question.objects.filter(departure=departure)
    if sees_all(user, departure):
        return found
    return found.filter(customer__in=rights.taken_over(user, departure).values("record_id"))


def question(user: User, departure: int, pk: int) -> Question:
    """One question with its departure, or `Http404`."""
    seen = seen_departure(user, departure)
    found: Question = get_object_or_404(questions(user, seen).select_related("customer", "asked_by"), pk=pk)
    found.departure = seen
    return found


def sees_any(user: User, departure: Departure) -> bool:
    """Whether anything here could be the person's to read: HR, for one, sees no customers."""
    return sees_all(user, departure) or rights.taken_over(user, departure).exists()


def sees_all(user: User, departure: Departure) -> bool:
    """Whether `user` reads of every customer of a departure, not only of those they take over or are asked about."""
    return user.may(Permission.SEE_BOOK) and sees_records(user, relations(user, departure))
