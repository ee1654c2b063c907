"""Seats of a leaver in account teams: which of them a plan hands on, to whom, and what a move does to them.

Seats are no records: nobody owns them, and where the successor sits there already a seat ends. So they have lines and
a history of their own (`SeatLine`, `SeatChange`) beside the plan's. The rights are those of the room, as for other
references: a plan holds the seats that who made it may change; the others wait for the managers of those customers.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet

from accounts.models import User
from customers.models import AccountTeamMember
from handover.models import Move, Plan, ReferenceKind, SeatLine, Waiver
from handover.planning import statements
from handover.planning.statements import Statement
from handover.references.book import SEAT

_ADD = """
    INSERT INTO handover_seatline (plan_id, customer_id, locked, reason)
    SELECT %s, found.customer_id, false, '' FROM ({seats}) found (customer_id)
    ON CONFLICT (plan_id, customer_id) DO NOTHING
"""
#: One rule: who looks after the customer or sits there (the seat ends), the team of its owner, the territory, and
#: else all in turn; among equals too they take turns, from the one with the fewest seats.
_PROPOSE = """
    WITH person AS (
        SELECT named.user_id, member.team_id, count(*) OVER () AS number, row_number() OVER (ORDER BY (
            SELECT count(*) FROM customers_accountteammember seat WHERE seat.user_id = named.user_id
        ), named.user_id) AS place
        FROM handover_plansuccessor named JOIN accounts_user member ON member.id = named.user_id
        WHERE named.plan_id = %s
    ), known AS (
        SELECT DISTINCT owner_id, territory FROM customers_customer
        WHERE owner_id IN (SELECT user_id FROM person) AND territory <> ''
    ), line AS (
        SELECT line.id, line.customer_id, customer.owner_id, customer.territory, owner.team_id,
            row_number() OVER (ORDER BY line.id) AS place
        FROM handover_seatline line JOIN customers_customer customer ON customer.id = line.customer_id
        JOIN accounts_user owner ON owner.id = customer.owner_id
        WHERE line.plan_id = %s AND line.successor_id IS NULL AND NOT line.locked
    ), chosen AS (
        SELECT DISTINCT ON (line.id) line.id, person.user_id, fit.rank
        FROM line CROSS JOIN person
        LEFT JOIN customers_accountteammember seat
            ON seat.customer_id = line.customer_id AND seat.user_id = person.user_id
        LEFT JOIN known ON known.owner_id = person.user_id AND known.territory = line.territory
        CROSS JOIN LATERAL (SELECT CASE WHEN line.owner_id = person.user_id THEN 1 WHEN seat.id IS NOT NULL THEN 2
            WHEN line.team_id = person.team_id THEN 3 WHEN known.owner_id IS NOT NULL THEN 4 ELSE 5 END AS rank) fit
        ORDER BY line.id, fit.rank, (person.place - line.place + number * line.place) %% number
    )
    UPDATE handover_seatline line SET successor_id = chosen.user_id,
        reason = (ARRAY['owner', 'member', 'team', 'territory', 'fewest'])[chosen.rank]
    FROM chosen WHERE line.id = chosen.id
"""
_KEEP = """
    UPDATE handover_seatline line SET successor_id = old.successor_id, locked = true, reason = old.reason
    FROM handover_seatline old
    WHERE line.plan_id = %s AND old.plan_id = %s AND old.locked AND old.customer_id = line.customer_id
        AND (old.successor_id IS NULL OR old.successor_id IN (
            SELECT user_id FROM handover_plansuccessor WHERE plan_id = line.plan_id))
"""
_PLANNED = """
    SELECT seat.customer_id, seat.role, seat.user_id,
        CASE WHEN customer.owner_id <> line.successor_id AND other.id IS NULL THEN line.successor_id END
    FROM handover_seatline line JOIN customers_customer customer ON customer.id = line.customer_id
    JOIN accounts_user person ON person.id = line.successor_id AND person.is_active
        AND (person.access_ends_at IS NULL OR person.access_ends_at > %s)
    JOIN customers_accountteammember seat ON seat.customer_id = line.customer_id AND seat.user_id = %s
    LEFT JOIN customers_accountteammember other
        ON other.customer_id = line.customer_id AND other.user_id = line.successor_id
    WHERE line.plan_id = %s
"""
#: The last word of a family of moves about each seat, where the move that is reversed said it.
_LAST = """
    SELECT * FROM (
        SELECT DISTINCT ON (customer_id) * FROM customers_seatchange WHERE move_id = ANY (%s)
        ORDER BY customer_id, id DESC
    ) said WHERE said.move_id = ANY (%s) AND (%s::bigint IS NULL OR EXISTS (
        SELECT FROM handover_seatline line
        WHERE line.plan_id = %s AND line.customer_id = said.customer_id AND line.successor_id = %s))
"""
_GIVEN = f"""
    SELECT given.customer_id, given.role, given.to_user_id, given.from_user_id
    FROM ({_LAST}) given JOIN customers_customer customer ON customer.id = given.customer_id
    LEFT JOIN customers_accountteammember seat
        ON seat.customer_id = given.customer_id AND seat.user_id = given.to_user_id AND seat.role = given.role
    LEFT JOIN customers_accountteammember other
        ON other.customer_id = given.customer_id AND other.user_id = given.from_user_id
    LEFT JOIN accounts_user person ON person.id = given.from_user_id
    WHERE other.id IS NULL AND (given.to_user_id IS NULL OR seat.id IS NOT NULL)
        AND (person.id IS NULL OR (customer.owner_id <> person.id
            AND (%s OR (person.is_active AND (person.access_ends_at IS NULL OR person.access_ends_at > %s)))))
"""  # noqa: S608 - our own SQL


def may_move(plan: Plan) -> bool:
    """Whether `plan` is one whose leaver gives seats up: not a long leave, and not between people who stay."""
    return plan.departure is not None and plan.departure.kind in SEAT.settled_in


def held(plan: Plan) -> QuerySet[Any]:
    """The leaver's seats that `plan` hands on: at other people's customers, where who made the plan may change them,
    without those that stay for a reason.
    """
    if not (plan.moves_seats and may_move(plan)):
        return AccountTeamMember.objects.none()
    leaver = plan.leaving.leaver_id
    stay = Waiver.objects.filter(departure=plan.leaving, kind=ReferenceKind.SEAT).values("object_id")
    found = SEAT.rows(leaver).exclude(customer__owner=leaver).exclude(pk__in=stay)
    return SEAT.settled_by(plan.made_by, plan.leaving, found)


def sync(plan: Plan) -> None:
    """Bring the lines of a draft up to the seats as they are now, and propose somebody where nobody is named."""
    if not may_move(plan):
        return
    customers = held(plan).order_by().values("customer_id")
    SeatLine.objects.filter(plan=plan).exclude(customer__in=customers).delete()
    try:
        sql, params = customers.query.sql_with_params()
    except EmptyResultSet:
        return
    if statements.run(_ADD.format(seats=sql), [plan.pk, *params]) or _is_open(plan):
        statements.run(_PROPOSE, [plan.pk, plan.pk])


def _is_open(plan: Plan) -> bool:
    return SeatLine.objects.filter(plan=plan, successor=None, locked=False).exists()


def forget(plan: Plan, successors: Sequence[User]) -> int:
    """Let the lines of a draft be proposed anew, without those given by hand to one of `successors` or to nobody."""
    kept = Q(locked=True) & (Q(successor=None) | Q(successor__in=successors))
    return SeatLine.objects.filter(plan=plan).exclude(kept).update(successor=None, locked=False, reason="")


def keep(plan: Plan, former: Plan) -> int:
    """Let a new plan begin with the seats that were chosen by hand in `former`."""
    return statements.run(_KEEP, [plan.pk, former.pk])


def planned(move: Move, at: datetime.datetime) -> tuple[int, Statement]:
    """What carrying the plan out does to seats: how many lines have a successor, and the changes possible now."""
    count = SeatLine.objects.filter(plan=move.plan).exclude(successor=None).count()
    return count, (_PLANNED, [at, move.plan.leaving.leaver_id, move.plan_id])


def given(move: Move, reversed_: Move, moves: Sequence[Move], at: datetime.datetime) -> tuple[int, Statement]:
    """What taking `reversed_` back does to seats: how many it is about, and the changes possible now: where the seat is
    as it was left. A leaver gets a seat back even without access.
    """
    family = [one for one in moves if reversed_ in one.chain and one.pk != move.pk]
    again = [one.pk for one in family if one.chain.index(reversed_) % 2 == 0]
    successor = (move.only or {}).get("successor")
    which = [[one.pk for one in family], again, successor, move.plan_id, successor]
    count = statements.run(_LAST, which)
    return count, (_GIVEN, [*which, move.gives_back, at])
