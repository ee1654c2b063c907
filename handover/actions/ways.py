"""Choosing how customers are handed over in the days left. What is chosen keeps the whole order for the leaver."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.lifecycle import Who
from handover.models import Departure, Way
from handover.order import page, ranking
from handover.relations import relations
from web.errors import Refused

#: Who may choose.
CHOOSERS = frozenset({Who.PLANNER, Who.SUPERVISOR})


@dataclass(frozen=True)
class Chosen:
    """Customers by their ids, or all of a part of the order (`ranking.PARTS`), of one grade where it is given."""

    customers: Sequence[int] = ()
    part: str = ""
    number: int = 0
    grade: str = ""


_CHOOSE = """
    INSERT INTO handover_customerway (departure_id, customer_id, way, place, chosen_by_id, chosen_at)
    SELECT %(departure)s, id, %(way)s, place, %(by)s, %(at)s FROM ({ranked}) ranked
    WHERE {part} AND (%(grade)s = '' OR grade = %(grade)s)
    ON CONFLICT (departure_id, customer_id)
    DO UPDATE SET way = EXCLUDED.way, chosen_by_id = EXCLUDED.chosen_by_id, chosen_at = EXCLUDED.chosen_at
"""

#: Every customer gets its place, and those nobody has chosen anything for their way as well.
_KEEP = f"""
    INSERT INTO handover_customerway (departure_id, customer_id, way, place, chosen_by_id, chosen_at)
    SELECT %(departure)s, id, way, place, %(by)s, %(at)s FROM ({ranking.RANKED}) ranked
    ON CONFLICT (departure_id, customer_id) DO UPDATE SET place = EXCLUDED.place
    WHERE handover_customerway.place <> EXCLUDED.place
"""  # noqa: S608 - our own SQL


@transaction.atomic
def choose(*, departure: Departure, chosen: Chosen, way: Way, by: User, at: datetime.datetime) -> int:
    """Let these customers be handed over in this way, and keep the order; returns how many were chosen.

    Two statements, however many customers. Raises `Refused`: `not_yours` (403), `departure_over`, `nothing_chosen`
    (422).
    """
    if not relations(by, departure) & CHOOSERS:
        raise Refused(_("This is for somebody else to plan."), code="not_yours", status=403)
    if not departure.is_open:
        raise Refused(_("This departure is over."), code="departure_over")
    asked = page.asked(departure, timezone.localdate(at))
    asked |= {"way": str(way), "by": by.pk, "at": at, "day": chosen.number, "grade": chosen.grade}
    part = ranking.PARTS[chosen.part] if chosen.part else "id = ANY (%(customers)s)"
    with connection.cursor() as cursor:
        cursor.execute(_CHOOSE.format(ranked=ranking.RANKED, part=part), asked | {"customers": list(chosen.customers)})
        count: int = cursor.rowcount
        cursor.execute(_KEEP, asked)
    if not count:
        raise Refused(_("Choose at least one customer of this handover."), code="nothing_chosen", status=422)
    details = {"customers": count, "way": str(way)}
    audit.record(verb="order.chosen", subject=departure, by=by, at=at, details=details)
    return count
