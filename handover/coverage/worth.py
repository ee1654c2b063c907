"""The money behind gaps: open deals of the customers nobody answers for, and contracts of theirs to renew."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from handover.coverage import groups
from handover.models.plan import RENEWAL_DAYS

_WORTH = f"""
    WITH found AS (
        SELECT customer_id, key FROM (SELECT customer_id, {groups.KEY} AS key FROM ({groups.CUSTOMERS}) one) one
        WHERE key = ANY (%(keys)s)
    )
    SELECT key, 'deals', deal.currency, sum(deal.amount), count(*)
    FROM found JOIN customers_deal deal USING (customer_id) WHERE deal.state = 'open' AND deal.amount > 0
    GROUP BY key, deal.currency
    UNION ALL
    SELECT key, 'contracts', '', 0, count(*)
    FROM found JOIN customers_contract contract USING (customer_id)
    WHERE contract.state IN ('draft', 'active')
        AND least(contract.ends_on, contract.renewal_notice_on) BETWEEN %(since)s AND %(renewal)s
    GROUP BY key
"""  # noqa: S608 - our own SQL

_CLOSING = f"""
    SELECT found.key, deal.currency, deal.expected_close_on, sum(deal.amount)
    FROM (SELECT customer_id, {groups.KEY} AS key FROM ({groups.CUSTOMERS}) one) found
    JOIN customers_deal deal USING (customer_id)
    WHERE deal.state = 'open' AND deal.amount > 0 AND deal.expected_close_on BETWEEN %(start)s AND %(end)s
    GROUP BY 1, 2, 3
"""  # noqa: S608 - the same


@dataclass(frozen=True)
class Closing:
    """Open deals of the customers of one group that are to close on one day."""

    key: str
    currency: str
    day: datetime.date
    amount: Decimal


@dataclass
class Worth:
    """What stands behind some customers: open deals by currency, and how many contracts are to be renewed soon."""

    deals: dict[str, Decimal] = field(default_factory=dict)
    renewals: int = 0

    def __add__(self, more: "Worth") -> "Worth":
        return Worth(_sum(self.deals, more.deals), self.renewals + more.renewals)

    @property
    def amounts(self) -> list[tuple[str, Decimal]]:
        """Open deals by currency, the largest first."""
        return sorted(self.deals.items(), key=lambda pair: -pair[1])


def of(departure: int, keys: Collection[str], today: datetime.date) -> dict[str, Worth]:
    """What stands behind the groups of these keys (`groups.KEY`), by key. One query."""
    found = {key: Worth() for key in keys}
    if not found:
        return found
    renewal = today + datetime.timedelta(days=RENEWAL_DAYS)
    with connection.cursor() as cursor:
        params: dict[str, Any] = {"departures": [departure], "since": today, "keys": list(keys), "renewal": renewal}
        cursor.execute(_WORTH, params)
        for key, kind, currency, amount, count in cursor.fetchall():
            if kind == "deals":
                found[key].deals[currency] = amount
            else:
                found[key].renewals = count
    return found


def closing(departure: int, today: datetime.date, start: datetime.date, end: datetime.date) -> list[Closing]:
    """What is to close from `start` to `end`, by group (`groups.KEY` as of `today`), currency and day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSING, {"departures": [departure], "since": today, "start": start, "end": end})
        return [Closing(*row) for row in cursor.fetchall()]


def _sum(one: dict[str, Decimal], other: dict[str, Decimal]) -> dict[str, Decimal]:
    return {name: one.get(name, Decimal(0)) + other.get(name, Decimal(0)) for name in {**one, **other}}
