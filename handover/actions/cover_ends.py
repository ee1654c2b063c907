"""How covers end: by themselves when their last day is over, early when the customer has a new owner, or by hand.

Each row ends once: whoever comes second finds it ended. A cover that becomes permanent changes the owner of the
customer and of what is open there, where nobody else has changed it since; otherwise it ends and says so.
"""

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.actions import audit
from accounts.models import User
from customers.actions import ownership
from customers.models import Why
from handover.actions import cover_messages, events
from handover.models import Cover, CoverEnd, CoverOutcome, Departure

#: The covers whose last day is over where the owner works.
_OVER = """
    SELECT cover.id FROM handover_cover cover JOIN accounts_user owner ON owner.id = cover.instead_of_id
    LEFT JOIN accounts_office office ON office.id = owner.office_id
    WHERE cover.ended_at IS NULL AND cover.last_on <= %(today)s
        AND cover.last_on < (%(at)s AT TIME ZONE coalesce(office.time_zone, owner.time_zone))::date
        AND cover.at_end = %(at_end)s
    ORDER BY cover.id FOR UPDATE OF cover SKIP LOCKED
"""

_GONE = """
    SELECT cover.id FROM handover_cover cover JOIN customers_customer customer ON customer.id = cover.customer_id
    WHERE cover.ended_at IS NULL AND customer.owner_id NOT IN (cover.owner_id, cover.instead_of_id)
    ORDER BY cover.id FOR UPDATE OF cover
"""

#: What becomes permanent: the customer, and what its owner has open there.
_TARGETS = """
    WITH taken AS (
        SELECT cover.customer_id, customer.owner_id, cover.person_id
        FROM handover_cover cover JOIN customers_customer customer ON customer.id = cover.customer_id
        WHERE cover.id = ANY (%s)
    )
    SELECT 1, customer_id, owner_id, person_id FROM taken
    UNION ALL SELECT 2, deal.id, taken.owner_id, taken.person_id
    FROM taken JOIN customers_deal deal USING (customer_id, owner_id) WHERE deal.state = 'open'
    UNION ALL SELECT 3, contract.id, taken.owner_id, taken.person_id
    FROM taken JOIN customers_contract contract USING (customer_id, owner_id)
    WHERE contract.state IN ('draft', 'active')
    UNION ALL SELECT 4, task.id, taken.owner_id, taken.person_id
    FROM taken JOIN customers_task task USING (customer_id, owner_id) WHERE task.state = 'open'
    UNION ALL SELECT 4, task.id, taken.owner_id, taken.person_id
    FROM taken JOIN customers_deal deal ON deal.customer_id = taken.customer_id
    JOIN customers_task task ON task.deal_id = deal.id AND task.owner_id = taken.owner_id
    WHERE task.customer_id IS NULL AND task.state = 'open'
"""


def end_due(*, at: datetime.datetime) -> int:
    """End what is over by now, each cover once however often this runs; returns how many ended."""
    ended = end_moved(at=at)
    with transaction.atomic():
        covers = Cover.objects.filter(pk__in=_ids(_OVER, at, CoverEnd.REVERT))
        ended += _finish(covers, CoverOutcome.REVERTED, at=at)
    with transaction.atomic():
        return ended + _make_permanent(_ids(_OVER, at, CoverEnd.STAY), at=at)


@transaction.atomic(savepoint=False)
def end_moved(*, at: datetime.datetime) -> int:
    """End early, as of today, the covers of customers that somebody else owns by now; returns how many."""
    gone = _ids(_GONE, at)
    covers = Cover.objects.filter(pk__in=gone)
    return _finish(covers, CoverOutcome.MOVED, at=at, ended_on=timezone.localdate(at)) if gone else 0


@transaction.atomic
def end(
    covers: QuerySet[Cover], outcome: CoverOutcome, *, departure: Departure, by: User, at: datetime.datetime
) -> int:
    """End these covers as of today, by hand; returns how many."""
    living = list(covers.filter(ended_at=None).select_for_update().values_list("pk", flat=True))
    ended = Cover.objects.filter(pk__in=living)
    return _finish(ended, outcome, at=at, by=by, ended_on=timezone.localdate(at))


def _make_permanent(covers: list[int], *, at: datetime.datetime) -> int:
    """Hand customers to who covered them, with a ledger row each, where that is still possible."""
    able = ownership.receivers().filter(pk__in=Cover.objects.filter(pk__in=covers).values("person"))
    fit = Cover.objects.filter(pk__in=covers, person__in=list(able.values_list("pk", flat=True)))
    namers: dict[int, list[int]] = {}
    for pk, namer in fit.values_list("pk", "named_by"):
        namers.setdefault(namer, []).append(pk)
    for by in User.objects.filter(pk__in=namers):
        ownership.move(targets=_TARGETS, params=[namers[by.pk]], why=Why.COVER, move_id=None, by=by, at=at)
    rows = Cover.objects.filter(pk__in=covers).values_list("pk", "person", "customer__owner")
    stayed = [pk for pk, person, owner in rows if owner == person]
    events.kept(Cover.objects.filter(pk__in=stayed), at=at)
    ended = _finish(Cover.objects.filter(pk__in=stayed), CoverOutcome.STAYED, at=at)
    return ended + _finish(Cover.objects.filter(pk__in=set(covers) - set(stayed)), CoverOutcome.KEPT, at=at)


def _finish(
    covers: QuerySet[Cover],
    outcome: CoverOutcome,
    *,
    at: datetime.datetime,
    by: User | None = None,
    ended_on: datetime.date | None = None,
) -> int:
    """Write down that these covers ended, once for each person and handover in the audit trail and in notices."""
    living = Cover.objects.filter(pk__in=list(covers.filter(ended_at=None).values_list("pk", flat=True)))
    shared: Any = living.order_by().values("departure", "person", "named_by", "last_on").annotate(n=Count("pk"))
    shares = list(shared)
    events.uncovered(living, outcome, at=at)
    count = living.update(ended_at=at, outcome=outcome, ended_on=ended_on)
    people = User.objects.in_bulk({share[name] for share in shares for name in ("person", "named_by")})
    departures = Departure.objects.select_related("leaver").in_bulk({share["departure"] for share in shares} - {None})
    for share in shares:
        departure, person = departures.get(share["departure"]), people[share["person"]]
        details = {"name": person.name, "customers": share["n"], "outcome": str(outcome)}
        if departure is not None:
            audit.record(verb="cover.ended", subject=departure, by=by, at=at, details=details)
            cover_messages.ended(departure, person, people[share["named_by"]], share, details, at=at)
    return count


def _ids(sql: str, at: datetime.datetime, at_end: str = "") -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"at": at, "today": timezone.localdate(at) + datetime.timedelta(days=1), "at_end": at_end})
        return [pk for (pk,) in cursor.fetchall()]
