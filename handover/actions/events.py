"""What other systems are told of departures, moves and covers: ids, codes and days, never a reason or a name."""

import datetime
import json
from collections.abc import Iterable
from itertools import groupby

from django.db import connection
from django.db.models import QuerySet

from customers.event_kinds import MOVED
from customers.kinds import RecordKind
from handover.event_kinds import COVER_ENDED, COVERED, TRANSITIONS
from handover.models import Cover, Move, TransitionRow
from notices.actions.events import PAGE, Data, in_pages, tell

_MOVED = """
    SELECT jsonb_agg(jsonb_build_object('customer', id, 'code', code, 'from', from_owner_id, 'to', to_owner_id)
        ORDER BY id), max(pages)
    FROM (
        SELECT customer.id, customer.code, ledger.from_owner_id, ledger.to_owner_id,
            (row_number() OVER (ORDER BY customer.id) - 1) / %(page)s AS page,
            (count(*) OVER () + %(page)s - 1) / %(page)s AS pages
        FROM customers_ownershipchange ledger JOIN customers_customer customer ON customer.id = ledger.record_id
        WHERE ledger.move_id = %(move)s AND ledger.kind = %(kind)s
    ) moved
    GROUP BY page ORDER BY page
"""
_COVERED = ("departure_id", "person_id", "first_on", "last_on", "customer_id", "customer__code")


def transitioned(row: TransitionRow) -> None:
    """A departure went from one state to the next."""
    departure = row.departure

    def data() -> Iterable[Data]:
        yield {
            "departure": departure.pk,
            "leaver": departure.leaver_id,
            "source": departure.source,
            "source_id": departure.source_id,
            "from": row.from_state or None,
            "to": row.to_state,
            "last_day_on": departure.last_day_on,
            "effective_at": departure.effective_at,
        }

    tell(kind=TRANSITIONS[row.verb], data=data, at=row.at)


def moved(move: Move, *, at: datetime.datetime) -> None:
    """Customers have new owners: as many events as it takes to name them all."""

    def data() -> Iterable[Data]:
        plan = move.plan
        common = {"move": move.pk, "reverses": move.reverses_id, "departure": plan.departure_id}
        with connection.cursor() as cursor:
            cursor.execute(_MOVED, {"move": move.pk, "kind": int(RecordKind.CUSTOMER), "page": PAGE})
            for number, (customers, pages) in enumerate(cursor.fetchall(), start=1):
                yield common | {"page": number, "pages": pages, "customers": json.loads(customers)}

    tell(kind=MOVED, data=data, at=at)


def kept(covers: QuerySet[Cover], *, at: datetime.datetime) -> None:
    """Who covered for these customers owns them now."""

    def data() -> Iterable[Data]:
        rows = covers.order_by("departure_id", "customer_id")
        told = rows.values_list("departure_id", "customer_id", "customer__code", "owner_id", "person_id")
        for departure, group in groupby(told, key=lambda row: row[0]):
            customers = [
                {"customer": pk, "code": code, "from": former, "to": now} for _same, pk, code, former, now in group
            ]
            yield from in_pages({"move": None, "reverses": None, "departure": departure}, customers)

    tell(kind=MOVED, data=data, at=at)


def covered(covers: QuerySet[Cover], *, at: datetime.datetime) -> None:
    """Somebody covers for these customers."""
    tell(kind=COVERED, data=lambda: _pages(covers, {}), at=at)


def uncovered(covers: QuerySet[Cover], outcome: str, *, at: datetime.datetime) -> None:
    """These covers end now."""
    tell(kind=COVER_ENDED, data=lambda: _pages(covers, {"outcome": str(outcome)}), at=at)


def _pages(covers: QuerySet[Cover], more: Data) -> Iterable[Data]:
    rows = covers.order_by(*_COVERED[:5]).values_list(*_COVERED)
    for (departure, person, first, last), group in groupby(rows, key=lambda row: row[:4]):
        common = {"departure": departure, "person": person, "first_on": first, "last_on": last} | more
        yield from in_pages(common, [{"customer": pk, "code": code} for *_rest, pk, code in group])
