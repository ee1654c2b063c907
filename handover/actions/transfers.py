"""Transfers: customers change hands while the people stay. Made here; planned and moved as any plan is."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Customer
from handover.actions import plans
from handover.models import Assignment, Departure, Move, Plan, Transfer, TransferKind
from handover.planning import statements
from handover.relations import may_hear_of, reaches
from handover.transfers import selection
from web.errors import Refused


@transaction.atomic
def make(
    *,
    kind: TransferKind,
    customers: QuerySet[Customer],
    by: User,
    at: datetime.datetime,
    effective_at: datetime.datetime | None = None,
    returns_at: datetime.datetime | None = None,
    reason: str = "",
    of_move: Move | None = None,
) -> Transfer:
    """A transfer of these customers with what their owners have open there; who takes over is still to be chosen.

    It happens as soon as it is confirmed unless `effective_at` is later. Raises `Refused`: `not_yours` (403),
    `nothing_chosen`, `returns_too_early` (422).
    """
    _check_right(by)
    moments = _moments(effective_at, returns_at, at)
    transfer = Transfer.objects.create(
        kind=kind, reason=reason.strip(), of_move=of_move, made_by=by, made_at=at, **moments
    )
    plan = Plan.objects.create(transfer=transfer, made_by=by, made_at=at)
    found = customers.filter(pk__in=selection.transferable(by).order_by().values("pk"))
    if not statements.choose(plan, found):
        raise Refused(_("None of these customers is yours to hand over."), code="nothing_chosen", status=422)
    owners = Assignment.objects.filter(plan=plan).order_by().values_list("from_owner", flat=True).distinct()
    transfer.owners.set(owners)
    return _begun(transfer, plan, by=by, at=at)


@transaction.atomic
def make_leave(
    *,
    person: User,
    returns_at: datetime.datetime | None,
    by: User,
    at: datetime.datetime,
    effective_at: datetime.datetime | None = None,
    reason: str = "",
) -> Transfer:
    """A long leave: the person's whole book goes to others until `returns_at`.

    Raises `Refused` as `make` does, and `returns_missing` (422), `already_leaving` (`not_now` to who may not hear
    of that yet), `already_away`.
    """
    _check_right(by)
    if not reaches(by, person):
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)
    if returns_at is None:
        raise Refused(_("Say when the customers come back."), code="returns_missing", status=422)
    _check_stays(person, by)
    if Transfer.objects.living().filter(person=person).exists():
        sentence = _("A long leave of %(name)s is planned or running already.")
        raise Refused(sentence, code="already_away", params={"name": person.name})
    moments = _moments(effective_at, returns_at, at)
    transfer = Transfer.objects.create(
        kind=TransferKind.LEAVE, person=person, reason=reason.strip(), made_by=by, made_at=at, **moments
    )
    transfer.owners.set([person])
    return _begun(transfer, Plan.objects.create(transfer=transfer, made_by=by, made_at=at), by=by, at=at)


@transaction.atomic
def change(
    *,
    transfer: Transfer,
    effective_at: datetime.datetime | None,
    returns_at: datetime.datetime | None,
    reason: str,
    by: User,
    at: datetime.datetime,
) -> Transfer:
    """Change when and why, as long as it is a draft. Raises `Refused`: `not_yours` (403), `plan_approved`,
    `plan_discarded`, `returns_missing` and `returns_too_early` (422).
    """
    plans.lock_draft(transfer.plan, by)
    if transfer.kind == TransferKind.LEAVE and returns_at is None:
        raise Refused(_("Say when the customers come back."), code="returns_missing", status=422)
    moments = _moments(effective_at, returns_at, at)
    Transfer.objects.filter(pk=transfer.pk).update(reason=reason.strip(), **moments)
    transfer.refresh_from_db()
    audit.record(verb="transfer.changed", subject=transfer, by=by, at=at, details=_told(transfer))
    return transfer


def _begun(transfer: Transfer, plan: Plan, *, by: User, at: datetime.datetime) -> Transfer:
    transfer.plan = plan
    plan.transfer = transfer
    if statements.add_new(plan) > plans.MANY:
        statements.learn_size()
    counts = plans.counts(plan)
    if not any(counts.values()):
        raise Refused(_("There is nothing to hand over."), code="nothing_chosen", status=422)
    details = {"kind": transfer.kind, **_told(transfer), **counts}
    audit.record(verb="transfer.made", subject=transfer, by=by, at=at, details=details)
    return transfer


def _told(transfer: Transfer) -> dict[str, Any]:
    returns_at = transfer.returns_at.isoformat() if transfer.returns_at else None
    return {"effective_at": transfer.effective_at.isoformat(), "returns_at": returns_at, "reason": transfer.reason}


def _check_stays(person: User, by: User) -> None:
    """Refuse for who leaves. Whoever may not hear of that yet, such as the person, is not told why."""
    leaving = Departure.objects.open().of(person)
    if leaving.filter(may_hear_of(by)).exists():
        sentence = _("%(name)s is leaving; their handover is planned there.")
        raise Refused(sentence, code="already_leaving", params={"name": person.name})
    if leaving.exists():
        sentence = _("A long leave of %(name)s can't be planned now. Ask your manager or HR.")
        raise Refused(sentence, code="not_now", params={"name": person.name})


def _check_right(by: User) -> None:
    if not by.may(Permission.PLAN):
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)


def _moments(
    effective_at: datetime.datetime | None, returns_at: datetime.datetime | None, at: datetime.datetime
) -> dict[str, datetime.datetime | None]:
    starts = max(effective_at or at, at)
    if returns_at is not None and returns_at <= starts:
        sentence = _("The customers come back after they have gone.")
        raise Refused(sentence, code="returns_too_early", status=422)
    return {"effective_at": starts, "returns_at": returns_at}
