"""Who is responsible for a customer now: the question of a phone system."""

from collections.abc import Iterator
from functools import partial

from django.test.utils import override_settings

from accounts.models import User
from customers.models import Contact
from tests.benchmarks import large_firm, large_pages
from tests.benchmarks.measuring import Timed, asked, warm
from tests.benchmarks.reading import Reader
from tests.benchmarks.registry import Row, benchmark

REQUESTS = 600
ASKING = {"administrator": "admin", "manager of 500": "south", "leaver": "chen.jing"}


@benchmark("Who is responsible", sizes=(1_000_000,), rounds=REQUESTS, kept="large_firm")
def responsible(n: int, rounds: int) -> Iterator[Row]:
    """A customer of the large book that is being handed over, of a firm with n customers, by id, by code and by phone
    number; p99 of 600 requests beside an endpoint that lets the same token in and answers nothing.
    """
    large_firm.ensure(n)
    large_pages.leave(min(200, n // 10))
    contact = Contact.objects.filter(customer__owner__email="chen.jing@baton.example").order_by("pk")[0]
    ways = {
        "id": f"customer={contact.customer_id}",
        "code": f"code={contact.customer.code}",
        "phone": f"phone={contact.phone.replace('+', '%2B').replace(' ', '')}",
    }
    with override_settings(ROOT_URLCONF="tests.benchmarks.floor_lists", API_REQUESTS_PER_MINUTE=10**9):
        for role, who in ASKING.items():
            reader = Reader(User.objects.get(email=f"{who}@baton.example"))
            for way, question in ways.items():
                yield _row(f"by {way}: {role}", n, reader, question, rounds)


def _row(what: str, n: int, reader: Reader, question: str, rounds: int) -> Row:
    ours, floor = partial(reader.ask, f"/api/v1/responsible/?{question}"), partial(reader.ask, "/floor/api/v1/nothing/")
    timed = Timed()
    warm(ours, floor)
    for _number in range(rounds):
        timed.add(asked(ours))
        timed.floor.append(asked(floor).seconds)
    return Row(what, n, timed.ours, timed.floor, 2, of=0.99, statements=timed.statements)
