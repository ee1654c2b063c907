"""Every benchmark still runs, at a tiny size. Nothing here is about time."""

import pytest

from tests.benchmarks import registry, report

TINY = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(registry.load()))
def test_a_benchmark_runs_and_can_be_reported(name: str) -> None:
    rows = list(registry.BENCHMARKS[name].run(TINY, 1))
    assert rows
    assert report.table(rows).count("\n") >= len(rows)
