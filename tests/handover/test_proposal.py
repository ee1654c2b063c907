"""The rules of a proposal: what counts for whom, what stays together, and that the same book gives the same plan."""

import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover.models import Strategy
from handover.proposing import loads, proposals, reasons, units
from handover.proposing.book import Book, Candidate, Ties, columns
from handover.proposing.strategies import Ground, propose
from handover.proposing.weights import DEFAULTS, Weights
from handover.wording import plan as wording
from tests.handover import books

Rows = list[dict[str, Any]]


def no_ties(*rows: tuple[int, ...]) -> Ties:
    """Ties from rows of customer, person, seat, won, open, touches, meetings, group."""
    return Ties(*np.array(rows, np.int64).reshape(-1, 8).T)


def customer(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": number, "record": number, "customer": number} | fields


def book(rows: Rows, people: list[Candidate], *ties: tuple[int, ...], **more: Any) -> Book:
    return Book(columns(rows), people, no_ties(*ties), **more)


def chosen(of: Book, strategy: Strategy = Strategy.BEST_FIT) -> dict[int, int]:
    """Who gets which lead, by ids."""
    found = propose(Ground(of), strategy)
    return dict(zip(of.leads.id.tolist(), of.people_ids[found.choice].tolist(), strict=True))


ANN, BEA = Candidate(id=1, capacity=100), Candidate(id=2, capacity=100)
SPEAKS = [
    ("knows the industry", customer(1, industry="steel"), {"won": {"steel": 3}}, (), "industry_won"),
    ("has customers of it", customer(1, industry="steel"), {"industries": {"steel": 3}}, (), "industry_customers"),
    ("works there", customer(1, territory="East"), {"territories": {"East": 2}}, (), "territory"),
    ("speaks the language", customer(1, han=True), {"language": "zh-hans"}, (), "language"),
    ("sits in the office", customer(1), {"same_office": True}, (), "office"),
    ("is used to the size", customer(1, value=50_000), {"size": 60_000.0}, (), "deal_size"),
    ("has deals that far", customer(1, stage="quoted"), {"stages": {"quoted": 4}}, (), "stage"),
    ("sold here", customer(1), {}, (1, 2, 0, 2, 0, 0, 0, 0), "won_here"),
    ("met them", customer(1), {}, (1, 2, 0, 0, 0, 3, 3, 0), "met"),
    ("wrote to them", customer(1), {}, (1, 2, 0, 0, 0, 3, 0, 0), "in_touch"),
    ("sells here", customer(1), {}, (1, 2, 0, 0, 1, 0, 0, 0), "open_here"),
    ("has a seat", customer(1), {}, (1, 2, 1, 0, 0, 0, 0, 0), "account_team"),
    ("has the group", customer(1), {}, (1, 2, 0, 0, 0, 0, 0, 2), "same_group"),
    ("owns the customer", {"id": 1, "kind": 2, "record": 5, "customer": 9, "owner": 2}, {}, (), "owns_customer"),
]


@pytest.mark.parametrize(("what", "row", "knows", "tie", "code"), SPEAKS, ids=[row[0] for row in SPEAKS])
def test_what_speaks_for_somebody_decides_and_is_said(
    what: str, row: dict[str, Any], knows: dict[str, Any], tie: tuple[int, ...], code: str
) -> None:
    of = book([row], [ANN, dataclasses.replace(BEA, **knows)], *([tie] if tie else []))
    ((_lead, who, why, other, _why_other),) = proposals.lines(of, Strategy.BEST_FIT)
    assert (who, other) == (2, 1), what
    said = json.loads(why)
    assert said[0]["code"] == code
    assert wording.reasons(said)


@pytest.mark.parametrize("code", [code for code in DEFAULTS if code in {row[4] for row in SPEAKS}])
def test_what_weighs_nothing_is_not_said(code: str) -> None:
    _what, row, knows, tie, _code = next(case for case in SPEAKS if case[4] == code)
    of = book([row], [ANN, dataclasses.replace(BEA, **knows)], *([tie] if tie else []))
    ((_lead, _who, why, _other, why_other),) = proposals.lines(of, Strategy.BEST_FIT, {**DEFAULTS, code: 0})
    assert code not in why + why_other


def test_more_of_it_counts_more_until_it_is_enough() -> None:
    people = [dataclasses.replace(BEA, id=n, won={"steel": n}) for n in range(1, 21)]
    fit = Ground(book([customer(1, industry="steel")], people)).fit[0]
    assert all(fit[:14] < fit[1:15])
    assert fit[14] == fit[19] == DEFAULTS["industry_won"]


@pytest.mark.parametrize(
    ("fields", "load"),
    [
        ({"customers": 90}, "customers"),
        ({"customers": 50, "value": 9e6}, "value"),
        ({"customers": 50, "visits": 40}, "visits"),
    ],
)
def test_between_equals_the_one_who_carries_less_gets_more(fields: dict[str, Any], load: str) -> None:
    of = book([customer(n, value=1e5, visits=1) for n in range(1, 13)], [
        dataclasses.replace(ANN, **{"customers": 50, "value": 1e6, "visits": 10} | fields),
        dataclasses.replace(BEA, customers=50, value=1e6, visits=10),
    ])  # fmt: skip
    got = list(chosen(of).values())
    assert got.count(2) > got.count(1), load


def test_value_is_spread_and_not_only_counted() -> None:
    rows = [customer(n, value=1_000_000 if n <= 2 else 10_000) for n in range(1, 11)]
    who = chosen(book(rows, [ANN, BEA]), Strategy.EVEN)
    assert who[1] != who[2]


def test_a_known_capacity_for_value_or_visits_is_used() -> None:
    rows = [customer(n, value=100_000, visits=1) for n in range(1, 13)]
    for known in ({"capacity_value": 200_000.0}, {"weekly_visits": 2.0}):
        got = list(chosen(book(rows, [dataclasses.replace(ANN, **known), BEA]), Strategy.EVEN).values())
        assert got.count(1) < got.count(2), known


def test_where_capacities_do_not_suffice_everybody_is_stretched_alike() -> None:
    rows = [customer(n) for n in range(1, 301)]
    got = list(chosen(book(rows, [ANN, dataclasses.replace(BEA, capacity=50)])).values())
    assert got.count(1) == pytest.approx(200, abs=10)


def test_an_important_customer_goes_to_who_fits_when_only_one_can() -> None:
    rows = [customer(n, grade="A" if n == 3 else "C", industry="steel") for n in range(1, 7)]
    tight = dataclasses.replace(BEA, capacity=1, won={"steel": 20})
    assert chosen(book(rows, [ANN, tight]))[3] == 2


def test_a_newcomer_gets_twice_the_share_of_loose_deals_and_not_all() -> None:
    rows = [{"id": n, "kind": 2, "record": n} for n in range(1, 21)]
    busy = [Candidate(id=n, capacity=100, deals=40) for n in (1, 2)]
    got = list(chosen(book(rows, [*busy, Candidate(id=3, capacity=100)])).values())
    assert got.count(3) in range(8, 13)
    assert got.count(1) == pytest.approx(got.count(2), abs=1)


def test_a_task_goes_with_its_deal() -> None:
    rows = [{"id": 1, "kind": 2, "record": 7}, {"id": 2, "kind": 4, "record": 8, "deal": 7}]
    of = book(rows, [ANN, BEA])
    assert len(set(chosen(of).values())) == 1
    assert json.loads(proposals.lines(of, "best_fit")[1][2]) == [{"code": "same_deal"}]


PAIRS = np.array([[1, 2], [2, 3]])


def test_a_group_stays_together_though_its_parts_fit_apart() -> None:
    rows = [customer(n, industry="steel" if n == 1 else "glass") for n in range(1, 5)]
    people = [dataclasses.replace(ANN, won={"steel": 2}), dataclasses.replace(BEA, won={"glass": 9})]
    of = book(rows, people, together=PAIRS)
    assert chosen(of) == dict.fromkeys(range(1, 5), 2)
    first = proposals.lines(of, "best_fit")[0]
    assert {"code": "together"} in json.loads(first[2])


def test_a_group_goes_where_a_part_of_it_was_given_by_hand() -> None:
    rows = [customer(n, industry="glass") for n in (1, 3)]
    people = [ANN, dataclasses.replace(BEA, won={"glass": 9})]
    of = book(rows, people, together=PAIRS, locked={2: 1})
    assert chosen(of) == {1: 1, 3: 1}
    assert json.loads(proposals.lines(of, "even")[0][2]) == [{"code": "group_by_hand"}]
    apart = book([customer(3, industry="glass")], people, together=PAIRS, locked={2: 1, 1: 2})
    assert chosen(apart) == {3: 2}


def test_a_group_nobody_could_hold_is_given_customer_by_customer() -> None:
    rows = [customer(n) for n in range(1, 31)]
    chain = np.array([[n, n + 1] for n in range(1, 30)])
    people = [Candidate(id=n, capacity=20) for n in (1, 2)]
    got = list(chosen(book(rows, people, together=chain)).values())
    assert abs(got.count(1) - got.count(2)) <= 2


@pytest.mark.parametrize(
    ("pairs", "labels"),
    [([], [0, 1, 2, 3]), ([[3, 2], [2, 1]], [0, 1, 1, 1]), ([[0, 3], [1, 2], [2, 3]], [0, 0, 0, 0])],
)
def test_connected_nodes_share_the_smallest_index(pairs: list[list[int]], labels: list[int]) -> None:
    assert units.components(4, np.array(pairs, np.int64).reshape(-1, 2)).tolist() == labels


def test_carrying_costs_more_the_fuller_somebody_is() -> None:
    widths, prices = Ground(books.made(5, customers=30, people=4)).loads.steps(Weights(DEFAULTS))
    assert (np.diff(prices[: loads.LOOSE], axis=-1) > 0).all()
    assert (widths > 0).all()


def test_a_strategy_does_what_it_says() -> None:
    of = books.made(3, customers=120, people=5)
    ground = Ground(of)
    plans = {strategy: propose(ground, strategy) for strategy in Strategy}

    def fit(strategy: Strategy) -> float:
        rows = np.arange(len(of.leads))
        return float((ground.fit[rows, plans[strategy].choice] * ground.importance).sum())

    def spread(strategy: Strategy) -> float:
        return float(np.ptp(ground.loads.filled(plans[strategy].choice)[loads.CUSTOMERS]))

    known = {(int(c), int(p)) for c, p in zip(of.ties.customer, of.ties.person, strict=True)}

    def strangers(strategy: Strategy) -> int:
        who = of.people_ids[plans[strategy].choice]
        return sum((c, p) not in known for c, p in zip(of.leads.customer.tolist(), who.tolist(), strict=True))

    assert fit(Strategy.BEST_FIT) == max(map(fit, Strategy))
    assert spread(Strategy.EVEN) == min(map(spread, Strategy))
    assert strangers(Strategy.FEWEST_NEW) == min(map(strangers, Strategy))


MADE = st.builds(
    books.made,
    st.integers(0, 10_000),
    customers=st.integers(1, 25),
    people=st.integers(1, 5),
    groups=st.integers(0, 8),
    loose=st.integers(0, 6),
)
STRATEGIES = st.sampled_from(list(Strategy))


@given(MADE, STRATEGIES, st.randoms(use_true_random=False))
def test_every_lead_gets_one_of_the_people_whatever_their_order(of: Book, strategy: Strategy, chance: Any) -> None:
    found = proposals.lines(of, strategy)
    people = set(of.people_ids.tolist())
    assert [row[0] for row in found] == of.leads.id.tolist()
    assert {row[1] for row in found} <= people
    assert all((row[3] in people - {row[1]}) or (row[3] is None and len(people) == 1) for row in found)
    shuffled = list(of.people)
    chance.shuffle(shuffled)
    assert proposals.lines(dataclasses.replace(of, people=shuffled), strategy) == found


@given(MADE, STRATEGIES)
def test_groups_stay_together(of: Book, strategy: Strategy) -> None:
    who = chosen(of, strategy)
    leads = dict(zip(of.leads.customer.tolist(), of.leads.id.tolist(), strict=True))
    for first, second in of.together.tolist():
        assert who[leads[first]] == who[leads[second]]


@given(MADE, st.data())
def test_groups_are_apart_only_where_they_were_given_apart(of: Book, data: st.DataObject) -> None:
    pairs = of.together.tolist()
    if not pairs:
        return
    person = data.draw(st.sampled_from(of.people_ids.tolist()))
    gone, stays = pairs[0]
    rows = [row for row in range(len(of.leads)) if of.leads.customer[row] != gone]
    of = dataclasses.replace(of, leads=_only(of, rows), locked={gone: person})
    who = chosen(of)
    assert who[int(of.leads.id[of.leads.customer == stays][0])] == person


def _only(of: Book, rows: list[int]) -> Any:
    kept = {
        field.name: [value[row] for row in rows] if field.name == "names" else value[rows]
        for field in dataclasses.fields(of.leads)
        if len(value := getattr(of.leads, field.name)) == len(of.leads)
        and field.name not in ("industries", "territories")
    }
    return dataclasses.replace(of.leads, **kept)


def test_every_reason_has_words() -> None:
    of = books.made(11, customers=200, people=6, groups=10, loose=10)
    for strategy in Strategy:
        for _lead, _who, why, _other, why_other in proposals.lines(of, strategy):
            for said in (*json.loads(why), *json.loads(why_other)):
                assert wording.fragment(said), said


def test_the_load_that_is_said_is_the_load_that_results() -> None:
    of = book([customer(n) for n in range(1, 5)], [dataclasses.replace(ANN, capacity=4, customers=1)])
    assert reasons.percents(Ground(of), np.zeros(4, np.int64)) == [125]
