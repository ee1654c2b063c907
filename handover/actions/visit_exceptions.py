"""Letting customers of grade A change hands without a joint visit, each with the reason why."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.models import Customer
from handover.meetings import visits
from handover.models import Departure, VisitException
from web.errors import Refused


@transaction.atomic
def make(
    *, departure: Departure, customers: Collection[int], reason: str, by: User, at: datetime.datetime
) -> list[Customer]:
    """Let these customers, by id, go without a visit together; returns those of them that need one. One that has an
    exception gets the new reason.

    Raises `Refused`: `not_yours` (403), `departure_over`, `signed_off`, `reason_needed` and `nothing_chosen` (422).
    """
    departure = _locked(departure, by)
    words = reason.strip()
    if not words:
        raise Refused(_("Say why no visit is needed."), code="reason_needed", status=422)
    found = list(visits.unvisited(departure).filter(pk__in=customers).order_by("name", "pk"))
    if not found:
        raise Refused(_("Choose at least one customer that needs a visit."), code="nothing_chosen", status=422)
    VisitException.objects.bulk_create(
        [VisitException(departure=departure, customer=one, reason=words, by=by, at=at) for one in found],
        update_conflicts=True,
        unique_fields=["departure", "customer"],
        update_fields=["reason", "by", "at"],
    )
    details = _details(found) | {"reason": words}
    audit.record(verb="visits.excepted", subject=departure, by=by, at=at, details=details)
    return found


@transaction.atomic
def take_back(*, departure: Departure, customer: int, by: User, at: datetime.datetime) -> VisitException | None:
    """Want the customer visited after all; returns the exception that was. Without one nothing changes.

    Raises `Refused`: `not_yours` (403), `departure_over`, `signed_off`.
    """
    found = _take_back(departure, by, at, customer=customer)
    return found[0] if found else None


@transaction.atomic
def take_all_back(*, departure: Departure, made_at: datetime.datetime, by: User, at: datetime.datetime) -> int:
    """Want those visited after all that were let go at that moment; returns how many.

    Raises `Refused`: `not_yours` (403), `departure_over`, `signed_off`.
    """
    return len(_take_back(departure, by, at, at=made_at))


def _take_back(departure: Departure, by: User, now: datetime.datetime, **which: object) -> list[VisitException]:
    departure = _locked(departure, by)
    rows = VisitException.objects.filter(departure=departure, **which)
    found = list(rows.select_related("customer"))
    if found:
        rows.delete()
        details = _details([one.customer for one in found])
        audit.record(verb="visits.wanted_again", subject=departure, by=by, at=now, details=details)
    return found


def _locked(departure: Departure, by: User) -> Departure:
    found = Departure.objects.select_related("leaver").select_for_update(of=("self",)).get(pk=departure.pk)
    if found.supervisor_id != by.pk:
        raise Refused(_("Only the supervisor says which visits are not needed."), code="not_yours", status=403)
    if not found.is_open:
        raise Refused(_("This departure is over."), code="departure_over")
    if found.signed_off_at:
        raise Refused(_("The verification is signed off; nothing changes any more."), code="signed_off")
    return found


def _details(customers: list[Customer]) -> dict[str, object]:
    """How many, and of a single one its name."""
    if len(customers) > 1:
        return {"customers": len(customers)}
    return {"customers": 1, "customer": customers[0].name, "customer_id": customers[0].pk}
