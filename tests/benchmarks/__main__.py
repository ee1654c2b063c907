"""`python -m tests.benchmarks`: what `make bench` runs."""

import argparse
import datetime
import sys
from collections.abc import Iterator

from launch.say import Stop, exit_code, say
from tests.benchmarks import servers


def main(arguments: list[str]) -> int:
    """Run the chosen benchmarks; the exit code says whether they ran, not how fast they were."""
    asked = _asked(arguments)
    with servers.started():
        from tests.benchmarks import machine, registry, report

        known = registry.load()
        names = asked.only or list(known)
        if unknown := set(names) - known.keys():
            raise Stop(f"There is no benchmark {', '.join(sorted(unknown))}; choose from {', '.join(known)}.")
        topics: dict[str, list[registry.Benchmark]] = {}
        for name in names:
            topics.setdefault(known[name].topic, []).append(known[name])
        on = machine.sentence()
        for topic, chosen in topics.items():
            rows = [row for each in chosen for row in _run(each, asked.sizes, asked.rounds)]
            about = [each.about for each in chosen]
            text = report.section(topic, about, rows, machine=on, today=datetime.datetime.now(datetime.UTC).date())
            say(f"\n{text}")
            if not (asked.sizes or asked.rounds):
                report.write(topic, text)
    return 0


def _run(chosen: "registry.Benchmark", sizes: list[int], rounds: int) -> "Iterator[registry.Row]":  # noqa: F821
    for n in sizes or chosen.sizes:
        say(f"{chosen.name}, n = {n:,} …")
        with servers.kept_database(f"{chosen.kept}_{n}") if chosen.kept else servers.fresh_database():
            yield from chosen.run(n, rounds or chosen.rounds)


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("make bench", description=__doc__)
    parser.add_argument("--only", default="", help="names of benchmarks, with commas between them")
    parser.add_argument("--sizes", default="", help="n in place of the registered ones: a trial, shown and not written")
    parser.add_argument("--rounds", type=int, default=0, help="rounds in place of the registered number: a trial")
    asked = parser.parse_args(arguments)
    asked.only = [name for name in asked.only.split(",") if name]
    asked.sizes = [int(size) for size in asked.sizes.split(",") if size]
    return asked


if __name__ == "__main__":
    raise SystemExit(exit_code(lambda: main(sys.argv[1:])))
