"""How fast Baton is beside the floor, measured in one run: `make bench` (never part of a test's verdict).

A benchmark is one decorated function in a `bench_<topic>.py`, run over an empty, migrated database of its own:

    @benchmark("Moves", sizes=(1_000, 10_000))
    def moves(n: int, rounds: int) -> Iterator[Row]:
        fill(n)
        timed = alternate(floor=by_hand, ours=by_baton, rounds=rounds)
        yield Row("move", n, ours=timed.ours, floor=timed.floor, ratio=1.3, statements=timed.statements)

`Row` says what a row can tell. The smoke test runs every benchmark at a tiny n and asserts nothing about time.
"""
