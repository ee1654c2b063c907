"""Books of any size, filled by SQL: a firm with a leaver who holds n customers, and successors who hold none."""

import datetime
from dataclasses import dataclass

from django.db import connection

from accounts.models import Office, Team, User
from accounts.permissions import Role
from handover.lifecycle import State
from handover.models import Departure, Move, Plan, PlanState, PlanSuccessor
from handover.planning import statements
from tests.benchmarks.measuring import settle

AT = datetime.datetime(2026, 11, 16, 2, 0, tzinfo=datetime.UTC)
#: The moves of floors and naive ways count from here, so that their ledger rows are never taken for Baton's.
BY_HAND = 1_000_000
BUSINESS = ("customers_customer", "customers_deal", "customers_contract", "customers_task")

#: n customers, each with 2 open deals; every other one with a contract in force, every other one with an open task.
FILL = """
    INSERT INTO customers_customer (owner_id, code, name, grade, status, industry, region, territory, address,
        annual_value, currency, next_step, source, source_id, updated_at)
    SELECT %(owner)s, %(mark)s || '-' || i, %(mark)s || ' Customer ' || i || ' ' || substr(md5(i::text), 1, 6),
        substr('ABC', 1 + i %% 3, 1), 'active', 'industry ' || i %% 12, 'region ' || i %% 9, 'territory ' || i %% 30,
        'Road ' || i, (i %% 1000) * 1000, (ARRAY['CNY', 'USD', 'EUR'])[1 + i %% 3], '', '', '', now()
    FROM generate_series(1, %(n)s) i;

    INSERT INTO customers_deal (owner_id, customer_id, name, stage, state, amount, currency, probability, opened_on,
        expected_close_on, source, source_id, updated_at)
    SELECT %(owner)s, id, 'Deal ' || part || ' of ' || code,
        (ARRAY['prospecting', 'qualifying', 'engaging', 'quoted', 'negotiating'])[1 + id %% 5], 'open',
        (id %% 500) * 100, currency, 50, DATE '2026-01-01', DATE '2026-12-01' + (id %% 90)::int, '', '', now()
    FROM customers_customer, generate_series(1, 2) part WHERE owner_id = %(owner)s ORDER BY id;

    INSERT INTO customers_contract (owner_id, customer_id, number, title, state, starts_on, ends_on, amount, paid,
        currency, source, source_id, updated_at)
    SELECT %(owner)s, id, 'K-' || code, 'Service', 'active', DATE '2026-01-01', DATE '2027-01-01', 5000, 100,
        currency, '', '', now()
    FROM customers_customer WHERE owner_id = %(owner)s AND id %% 2 = 0 ORDER BY id;

    INSERT INTO customers_task (owner_id, customer_id, title, note, due_on, state, source, source_id, updated_at)
    SELECT %(owner)s, id, 'Call ' || code, '', DATE '2026-12-01', 'open', '', '', now()
    FROM customers_customer WHERE owner_id = %(owner)s AND id %% 2 = 1 ORDER BY id;
"""
#: Customers by turns to the successors, what belongs to them along with them.
SPREAD = """
    UPDATE handover_assignment SET successor_id = (%s::bigint[])[1 + coalesce(customer_id, id) %% %s]
    WHERE plan_id = %s
"""


@dataclass(frozen=True)
class Firm:
    """The people of a benchmark."""

    manager: User
    admin: User
    leaver: User
    successors: list[User]


def firm(successors: int = 5) -> Firm:
    """A manager, an administrator, a leaver, and people who can take over."""
    office = Office.objects.create(name="Shanghai", country="CN", time_zone="Asia/Shanghai")
    manager = User.objects.create_user("manager@baton.example", "x", name="王芳", role=Role.MANAGER, office=office)
    team = Team.objects.create(name="East", manager=manager, office=office)
    User.objects.filter(pk=manager.pk).update(team=team)

    def member(email: str, name: str, role: Role = Role.REP) -> User:
        return User.objects.create_user(f"{email}@baton.example", "x", name=name, role=role, office=office, team=team)

    return Firm(
        manager=manager,
        admin=member("admin", "Ada Park", Role.ADMINISTRATOR),
        leaver=member("chen.jing", "陈静"),
        successors=[member(f"successor{number}", f"Successor {number}") for number in range(successors)],
    )


def fill(owner: User, n: int, mark: str = "C") -> None:
    """Give `owner` n customers with what belongs to them, 4n records; `mark` begins their codes."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"owner": owner.pk, "n": n, "mark": mark})
    settle()


def departure(people: Firm) -> Departure:
    """The leaver leaves, and the plan is settled."""
    return Departure.objects.create(
        leaver=people.leaver,
        state=State.PLANNED,
        kind="resignation",
        reason="career",
        notice_on=AT.date(),
        last_day_on=AT.date() + datetime.timedelta(days=29),
        access_ends_at=AT + datetime.timedelta(days=29, hours=14),
        effective_at=AT + datetime.timedelta(days=30),
        registered_by=people.manager,
        registered_at=AT,
    )


def approved_plan(leaving: Departure, people: Firm) -> Plan:
    """A plan that spreads the whole book over the successors, approved, its move due; the last plan is put aside."""
    Plan.objects.filter(departure=leaving).update(state=PlanState.DISCARDED)
    plan = Plan.objects.create(
        departure=leaving,
        state=PlanState.APPROVED,
        made_by=people.manager,
        made_at=AT,
        approved_by=people.admin,
        approved_at=AT,
    )
    PlanSuccessor.objects.bulk_create(PlanSuccessor(plan=plan, user=user) for user in people.successors)
    statements.add_new(plan)
    statements.learn_size()
    statements.run(SPREAD, [[user.pk for user in people.successors], len(people.successors), plan.pk])
    statements.follow(plan)
    Move.objects.create(plan=plan, asked_by=people.manager, asked_at=AT, due_at=leaving.effective_at)
    settle("handover_assignment")
    return plan
