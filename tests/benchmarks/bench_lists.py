"""Lists of a large firm as each role reads them, beside the same pages by SQL written by hand."""

from collections.abc import Iterator

from django.test.utils import override_settings

from accounts.models import User
from tests.benchmarks import floor_lists, large_firm
from tests.benchmarks.measuring import Timed, asked, warm
from tests.benchmarks.reading import Reader
from tests.benchmarks.registry import Row, benchmark

REQUESTS = 60
#: After so many seconds, and at least `FEWEST` requests, a page has been asked for often enough.
LONG_ENOUGH = 8
FEWEST = 10
#: Who reads, and what each page is asked for.
READERS = {"administrator": "admin", "manager of 25": "manager3", "manager of 500": "south", "rep": "rep30"}
PAGES = {
    "customers": "/customers/",
    "customers by name": "/customers/?sort=name",
    "customers, grade A": "/customers/?grade=A",
    "customers, two characters": "/customers/?q=东方",
    "customers, four characters": "/customers/?q=东方电子",
    "deals": "/deals/",
    "deals won": "/deals/?state=won",
    "deals, two characters": "/deals/?q=扩容",
    "deals, four characters": "/deals/?q=样品试用",
}
ENDPOINTS = {
    "customers by REST": "/api/v1/customers/",
    "deals by REST": "/api/v1/deals/",
    "deals won by REST": "/api/v1/deals/?state=won",
}


def by_turns(reader: Reader, address: str, requests: int) -> Timed:
    """`requests` requests of ours and of the floor, by turns, after one of each; fewer of slow pages. Each is the first
    of a turn as often as the other: what the first reads from the disk, the second finds in memory.
    """
    timed = Timed()
    floor = f"/floor{address}"
    assert len(reader.ask(floor).content) > 0.9 * len(reader.ask(address).content), address
    warm()
    for number in range(requests):
        for ours in (True, False) if number % 2 else (False, True):
            if ours:
                timed.add(asked(lambda: reader.ask(address)))
            else:
                timed.floor.append(asked(lambda: reader.ask(floor)).seconds)
        if len(timed.ours) >= FEWEST and sum(timed.ours) + sum(timed.floor) > LONG_ENOUGH:
            break
    return timed


def readers() -> dict[str, Reader]:
    """Those of `READERS` there are; in a tiny firm some are missing."""
    found = {name: User.objects.filter(email=f"{who}@baton.example").first() for name, who in READERS.items()}
    return {name: Reader(user) for name, user in found.items() if user}


@benchmark("Lists and pages of a large firm", sizes=(1_000_000,), rounds=REQUESTS, kept="large_firm")
def lists(n: int, rounds: int) -> Iterator[Row]:
    """n customers and 2n deals of 1,000 reps, row-level rights on, by Django's test client; p95 of 60 requests, of slow
    pages fewer. Floor of a list: a bare view behind the same middleware and sign-in that fetches the same rows and
    their count by SQL written by hand for that reader, and fills the same template, or writes the same JSON.
    """
    large_firm.ensure(n)
    with override_settings(ROOT_URLCONF="tests.benchmarks.floor_lists", API_REQUESTS_PER_MINUTE=10**9):
        for name, reader in readers().items():
            for what, address in (PAGES | ENDPOINTS).items():
                timed = by_turns(reader, address, rounds)
                yield Row(f"{what}: {name}", n, timed.ours, timed.floor, 1.5, of=0.95, statements=timed.statements)
            if name == "administrator":
                yield from deep(reader, n, rounds)


def deep(reader: Reader, n: int, rounds: int) -> Iterator[Row]:
    """The first page beside the one that begins at 95 % of the rows."""
    for what, address, model in (("customers", "/customers/", "customer"), ("deals", "/deals/", "deal")):
        far = f"{address}?after={floor_lists.cursor_at(model, n * 95 // 100 if model == 'customer' else n * 19 // 10)}"
        timed = Timed()
        warm(lambda far=far: reader.ask(far))
        for _number in range(rounds):
            timed.add(asked(lambda far=far: reader.ask(far)))
            timed.floor.append(asked(lambda address=address: reader.ask(address)).seconds)
        yield Row(f"{what}: row {n * 95 // 100:,} beside row 0", n, timed.ours, timed.floor, 1.5, of=0.95)
