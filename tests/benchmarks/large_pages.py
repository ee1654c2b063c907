"""The board, and the pages of a departure with a large book."""

from collections.abc import Iterator
from functools import partial

from django.core.cache import cache

from accounts.models import User
from accounts.permissions import Role
from customers.models import Customer
from handover.models import Departure, Plan
from tests.benchmarks import leaving
from tests.benchmarks.measuring import Timed, Work, asked, warm
from tests.benchmarks.reading import Reader
from tests.benchmarks.registry import Row

#: Pages of one departure, beside the page itself: of interest to who plans.
PARTS = {"plan": "plan/", "checklist": "checklist/", "verification": "verification/"}
COUNTED = ("board", "departure", "plan", "checklist")


def leave(departures: int) -> Departure:
    """So many open departures; the one with the large book."""
    if large := Departure.objects.filter(leaver__email="chen.jing@baton.example").first():
        return large
    reps = list(User.objects.filter(role=Role.REP, is_senior=False).select_related("team").order_by("pk"))
    some = reps[:departures]
    manager, admin = (User.objects.get(email=f"{who}@baton.example") for who in ("south", "admin"))
    return leaving.leave(some, reps[len(some) :][-50:], manager=manager, admin=admin)[0]


def pages(departure: Departure, rounds: int) -> Iterator[Row]:
    """The board and a departure's pages, as its manager, leaver, supervisor and a successor read them."""
    successor = Plan.objects.get(departure=departure).successors.all()[0].user
    south = User.objects.get(email="south@baton.example")
    people = {"manager": south, "leaver": departure.leaver, "supervisor": departure.supervisor, "successor": successor}
    held = Customer.objects.filter(owner=departure.leaver).count()
    for name, person in people.items():
        if person is None:
            continue
        reader, mine = Reader(person), f"/handovers/{departure.pk}/"
        addresses = {"board": "/handovers/", "departure": mine}
        if person == south:
            addresses |= {what: mine + part for what, part in PARTS.items()}
        for what, address in addresses.items():
            number = Departure.objects.open().count() if what == "board" else held
            yield _row(f"{what}: {name}", number, reader, address, rounds)
            if person == south and what in COUNTED:
                book = Customer.objects.filter(owner=departure.leaver)
                change = partial(book.filter(pk=book[0].pk).update, next_step="Call")
                yield _row(f"{what}: {name}, after a change", number, reader, address, rounds, change)


def _row(what: str, n: int, reader: Reader, address: str, rounds: int, before: Work = lambda: None) -> Row:
    warm(partial(reader.ask, address))
    timed = Timed()
    for _number in range(rounds):
        cache.clear()
        before()
        timed.add(asked(partial(reader.ask, address)))
    return Row(what, n, timed.ours, of=0.95, seconds=0.3, statements=timed.statements, most_statements=25)
