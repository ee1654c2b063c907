"""Proposing: how long a large book takes, how near the best a small one comes, and what it is worth beside reality."""

from collections.abc import Iterator

import numpy as np
from django.db import connection

from accounts.models import User
from handover.actions import plans
from handover.lifecycle import State
from handover.models import Departure, Plan, Strategy
from handover.proposing import comparing, facts, proposals, solving
from handover.proposing.comparing import Outcome
from handover.proposing.strategies import Ground, propose
from handover.proposing.weights import DEFAULTS
from tests.benchmarks.books import AT, departure, fill, firm
from tests.benchmarks.measuring import Timed, measured, settle
from tests.benchmarks.real_agents import open_deals
from tests.benchmarks.registry import Row, benchmark
from tests.handover import books
from tests.handover.test_proposal_quality import BY_SOLVER, SMALL, TINY, asked, best_of_all, proven_best

SUCCESSORS = 50
#: How much room everybody has beyond their share, so that the best proposal carries nobody beyond their capacity.
ROOM = 1.25
#: How many customers each successor has, and with how many of the leaver's they have to do.
OWN = 60
#: Seats and activities that connect successors with the leaver's customers: two for each customer.
KNOWN = """
    INSERT INTO customers_accountteammember (customer_id, user_id, role)
    SELECT id, (%(users)s::bigint[])[1 + (id * 7) %% %(count)s], '' FROM customers_customer
    WHERE owner_id = %(leaver)s AND id %% 5 = 0;
    INSERT INTO customers_activity (customer_id, kind, at, by_id, subject, body, source, source_id, updated_at)
    SELECT id, (ARRAY['visit', 'call', 'mail'])[1 + id %% 3], %(at)s::timestamptz - (id %% 80) * interval '1 day',
        (%(users)s::bigint[])[1 + (id * part) %% %(count)s], 'Talk', '', '', '', now()
    FROM customers_customer, generate_series(3, 4) part WHERE owner_id = %(leaver)s;
"""


def draft(n: int) -> Plan:
    """A draft of n customers for `SUCCESSORS` people who have books and ties of their own."""
    people = firm(SUCCESSORS)
    fill(people.leaver, n)
    for number, person in enumerate(people.successors):
        fill(person, min(n, OWN), f"S{number}")
    users = [person.pk for person in people.successors]
    User.objects.filter(pk__in=users).update(capacity=int(ROOM * (OWN + n / SUCCESSORS)))
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, {"users": users, "count": len(users), "leaver": people.leaver.pk, "at": AT})
    leaving = departure(people)
    Departure.objects.filter(pk=leaving.pk).update(state=State.REGISTERED)
    leaving.refresh_from_db()
    settle()
    return plans.propose(
        departure=leaving, successors=people.successors, strategy=Strategy.ROUND_ROBIN, by=people.manager, at=AT
    )


@benchmark("Proposing", sizes=(1_000, 10_000, 100_000))
def proposal(n: int, rounds: int) -> Iterator[Row]:
    """n customers with their deals, contracts and tasks for 50 successors with books of their own. Facts, scores, the
    optimiser and the reasons of both people on every line; then the same with writing 4n lines.
    """
    plan = draft(n)
    users = [row.user for row in plan.successors.select_related("user")]
    reckoned, whole = Timed(), Timed()
    for _round in range(rounds):
        with measured() as found:
            proposals.lines(facts.read(plan, users, AT), Strategy.BEST_FIT, DEFAULTS)
        reckoned.add(found)
        with measured() as found:
            plans.propose_again(plan=plan, successors=users, strategy=Strategy.BEST_FIT, by=plan.made_by, at=AT)
        whole.add(found)
    yield Row("proposal", n, reckoned.ours, seconds=20, memory=reckoned.memory, most_memory=1500)
    yield Row("proposal, written", n, whole.ours, statements=whole.statements, memory=whole.memory)
    gap = propose(Ground(facts.read(plan, users, AT)), Strategy.BEST_FIT).gap
    yield Row("proven distance to the best", n, figure=f"{100 * gap:.2f} %", reached=gap <= 0.01)


@benchmark("Proposing", sizes=(30,), rounds=1)
def proposal_quality(n: int, _rounds: int) -> Iterator[Row]:
    """n made-up books, half of them with every choice tried, half with the bound of an integer program over all of it.
    Shown: the worst distance of the objective to the best, and beside it that of everybody in turn.
    """
    ours, turns = [], []
    for seed, customers, people in [*TINY, *SMALL][:n]:
        of = asked(seed, customers, people, BY_SOLVER[seed % 3])
        best = best_of_all(of) if customers < 10 else proven_best(of)
        in_turn = of.value(np.arange(len(of.gains)) % people)
        ours.append((best - solving.solve(of).value) / abs(best))
        turns.append((best - in_turn) / abs(best))
    worst = max(ours)
    yield Row("distance to the best, worst book", n, figure=f"{100 * max(worst, 0):.2f} %", reached=worst <= 0.01)
    yield Row("distance in turn, median book", n, figure=f"{100 * float(np.median(turns)):.0f} %", beside=True)


def _figures(found: Outcome) -> str:
    return f"fit {found.fit} %, load {found.lowest}–{found.highest} %, {found.new_faces} meet somebody new"


@benchmark("Proposing", sizes=(2_000,), rounds=1)
def proposal_made_up(n: int, _rounds: int) -> Iterator[Row]:
    """A made-up book of n customers for 12 people: every strategy beside everybody in turn."""
    ground = Ground(books.made(1, customers=n, people=12, groups=n // 20, loose=n // 50))
    for found in comparing.outcomes(ground):
        yield Row(
            str(Strategy(found.strategy).value), n, figure=_figures(found), beside=found.strategy == "round_robin"
        )


@benchmark("Proposing", sizes=(1,), rounds=1)
def proposal_real(_n: int, _rounds: int) -> Iterator[Row]:
    """The open deals of crm-sales-opportunities that have an account, given out anew among the agents who hold them, by
    what each agent won before (account, industry, size). Beside it who really has them, and everybody in turn.
    """
    real = open_deals()
    if real is None:
        yield Row("the data set is not here", 0)
        return
    ground = Ground(real.book)
    yield Row(
        "as it is", len(real.choice), figure=_figures(comparing.outcome(ground, "real", real.choice)), beside=True
    )
    for found in comparing.outcomes(ground):
        yield Row(str(Strategy(found.strategy).value), len(real.choice), figure=_figures(found))
