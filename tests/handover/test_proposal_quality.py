"""How good a proposal is: beside the exact best of small books, and beside its own proof for larger ones."""

import itertools

import numpy as np
import pytest

from handover.models import Strategy
from handover.proposing import solving
from handover.proposing.programs import Program, Ways
from handover.proposing.solving import Problem
from handover.proposing.strategies import Ground, problem
from tests.handover import books

TINY = [(seed, 6 + seed % 3, 3) for seed in range(15)]
SMALL = [(100 + seed, 20 + 3 * seed, 2 + seed % 5) for seed in range(15)]
BY_SOLVER = [Strategy.BEST_FIT, Strategy.EVEN, Strategy.FEWEST_NEW]


def asked(seed: int, customers: int, people: int, strategy: Strategy) -> Problem:
    return problem(Ground(books.made(seed, customers=customers, people=people, groups=2, loose=2)), strategy)


def best_of_all(of: Problem) -> float:
    """The best of every possible choice, one by one."""
    units, people = of.gains.shape
    return max(of.value(np.array(choice)) for choice in itertools.product(range(people), repeat=units))


def proven_best(of: Problem) -> float:
    """No choice is worth more than this: the bound of an integer program over every unit and every person."""
    units, people = of.gains.shape
    rows, columns = np.repeat(np.arange(units), people), np.tile(np.arange(people), units)
    program = Program(of.widths, of.prices, units)
    program.add(Ways(rows, of.gains.ravel().astype(np.float64), columns, of.loads[:, rows]))
    program._set(mip_max_nodes=100_000)
    program.settle()
    return -float(program._solver.getInfo().mip_dual_bound)


def worst(of: Problem) -> float:
    """What choosing without looking brings: everybody in turn."""
    return of.value(np.arange(len(of.gains)) % of.gains.shape[1])


def assert_close(value: float, best: float, blind: float) -> None:
    """Within 1 % of the best, measured by its size and, harder, by what there is to win over everybody in turn."""
    assert value <= best + 1e-3 * max(abs(best), 1)
    assert best - value <= 0.01 * abs(best)
    assert best - value <= 0.01 * (best - blind) + 1e-6


@pytest.mark.parametrize(("seed", "customers", "people"), TINY)
def test_a_tiny_book_gets_the_best_of_every_possible_choice(seed: int, customers: int, people: int) -> None:
    of = asked(seed, customers, people, BY_SOLVER[seed % 3])
    assert_close(solving.solve(of).value, best_of_all(of), worst(of))


@pytest.mark.parametrize(("seed", "customers", "people"), SMALL)
def test_a_small_book_is_within_one_percent_of_the_proven_best(seed: int, customers: int, people: int) -> None:
    of = asked(seed, customers, people, BY_SOLVER[seed % 3])
    assert_close(solving.solve(of).value, proven_best(of), worst(of))


@pytest.mark.parametrize(("seed", "customers", "people"), SMALL)
def test_taken_apart_into_blocks_it_is_as_good(
    seed: int, customers: int, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = asked(seed, customers, people, BY_SOLVER[seed % 3])
    whole = solving.solve(of)
    for name, number in {"WHOLE": 0, "BLOCKS": 12, "UNDECIDED": 40, "INTEGER": 30}.items():
        monkeypatch.setattr(solving, name, number)
    apart = solving.solve(of)
    assert_close(apart.value, whole.value, worst(of))


@pytest.mark.parametrize("strategy", BY_SOLVER)
def test_a_large_book_is_proven_to_be_within_one_percent(strategy: Strategy) -> None:
    found = solving.solve(asked(7, 4000, 12, strategy))
    assert found.value <= found.bound
    assert found.gap <= 0.0025
