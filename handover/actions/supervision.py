"""Who supervises a handover: proposed by load, named by those who plan, replaceable."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Role
from customers.models import Customer
from handover.actions import messages
from handover.lifecycle import OPEN_STATES, Who
from handover.models import Departure, PlanState, PlanSuccessor
from handover.relations import leavers, relations
from web.errors import Refused

#: Who may name a supervisor.
NAMERS = frozenset({Who.REGISTRAR, Who.PLANNER})


@dataclass(frozen=True)
class Candidate:
    """Somebody who could supervise, how much they carry already, and the sentence that says why they are proposed."""

    user: User
    supervises: int
    customers: int
    reason: str


def eligible(departure: Departure, reader: User) -> QuerySet[User]:
    """All who could supervise: managers, administrators and senior reps with access who don't take over, nor leave as
    far as `reader` may know.
    """
    taking_over = PlanSuccessor.objects.filter(plan__departure=departure).exclude(plan__state=PlanState.DISCARDED)
    people = able().exclude(pk__in=[departure.leaver_id])
    return people.exclude(pk__in=taking_over.values("user")).exclude(pk__in=leavers(reader))


def able() -> QuerySet[User]:
    """Who may supervise by what they are: managers, administrators and senior reps with access."""
    able = Q(role__in=[Role.MANAGER, Role.ADMINISTRATOR]) | Q(role=Role.REP, is_senior=True)
    return User.objects.with_access().filter(able)


def propose(departure: Departure, reader: User) -> list[Candidate]:
    """The leaver's manager and the senior reps of the team, the best first: whoever supervises least, the manager
    before the reps, then who looks after the fewest customers. People who can't sign in yet come last.
    """
    managers = {person.pk for person in messages.managers(departure)}
    people = eligible(departure, reader).filter(Q(pk__in=managers) | Q(team=departure.leaver.team, is_senior=True))
    open_elsewhere = Q(supervised_departures__state__in=OPEN_STATES) & ~Q(supervised_departures=departure)
    owned = Customer.objects.filter(owner=OuterRef("pk")).order_by().values("owner").annotate(n=Count("pk"))
    loaded = people.annotate(
        supervises=Count("supervised_departures", filter=open_elsewhere, distinct=True),
        owned_customers=Coalesce(Subquery(owned.values("n")), 0),
    )
    found = [_candidate(person, leads=person.pk in managers) for person in loaded]

    def rank(one: Candidate) -> tuple[bool, int, bool, int, str]:
        return one.user.is_placeholder, one.supervises, one.user.pk not in managers, one.customers, one.user.name

    return sorted(found, key=rank)


def _candidate(person: Any, *, leads: bool) -> Candidate:
    reason = _reason(person, person.supervises, person.owned_customers, leads=leads)
    return Candidate(person, person.supervises, person.owned_customers, reason)


@transaction.atomic
def name(*, departure: Departure, supervisor: User, by: User, at: datetime.datetime) -> Departure:
    """Name or replace the supervisor; both are told. Naming the present one changes nothing.

    Raises `Refused`: `not_now`, `not_yours` (403), `supervisor_not_fit` (422).
    """
    departure.refresh_from_db(from_queryset=Departure.objects.select_for_update())
    if not departure.is_open:
        raise Refused(_("This departure is over."), code="not_now")
    if not relations(by, departure) & NAMERS:
        raise Refused(_("Naming the supervisor is for the manager or HR."), code="not_yours", status=403)
    if departure.supervisor_id == supervisor.pk:
        return departure
    _check_fit(departure, supervisor, by)
    former = departure.supervisor
    departure.supervisor, departure.supervisor_named_at = supervisor, at
    departure.save(update_fields=["supervisor", "supervisor_named_at"])
    details = {"supervisor": supervisor.pk, "name": supervisor.name, "former": former.name if former else ""}
    audit.record(verb="supervisor.named", subject=departure, by=by, at=at, details=details)
    messages.supervisor_changed(departure=departure, former=former, by=by, at=at)
    return departure


def _check_fit(departure: Departure, person: User, by: User) -> None:
    """Refuse, saying why as far as `by` may know it."""
    if eligible(departure, by).filter(pk=person.pk).exists():
        return
    if person.pk == departure.leaver_id:
        sentence = _("%(name)s leaves and can't supervise the own handover.")
    elif PlanSuccessor.objects.filter(plan__departure=departure, user=person).exists():
        sentence = _("%(name)s takes over customers here and can't supervise that.")
    elif leavers(by).filter(leaver=person).exists():
        sentence = _("%(name)s is leaving too.")
    elif able().filter(pk=person.pk).exists():
        sentence = _("%(name)s can't supervise this handover. Choose somebody else.")
    else:
        sentence = _("%(name)s can't supervise: that takes a manager or a senior rep with access.")
    raise Refused(sentence, code="supervisor_not_fit", params={"name": person.name}, status=422)


def _reason(person: User, supervises: int, customers: int, *, leads: bool) -> str:
    load = ngettext("supervises %(count)s other handover", "supervises %(count)s other handovers", supervises)
    owned = ngettext("looks after %(count)s customer", "looks after %(count)s customers", customers)
    words = {
        "part": _("leads the team") if leads else _("senior in the team"),
        "load": load % {"count": supervises},
        "owned": owned % {"count": customers},
    }
    if person.is_placeholder:
        return _("%(part)s, %(load)s, %(owned)s, can't sign in yet") % words
    return _("%(part)s, %(load)s, %(owned)s") % words
