"""Lines of a plan, found without reading the whole firm's records, are those that asking each record would find."""

import datetime
from collections.abc import Callable

import pytest

from customers.kinds import RecordKind
from customers.models import Customer, Deal
from handover.departures import figures
from handover.models import Assignment, Departure, Plan
from tests.handover.conftest import Book

DAY = datetime.date(2026, 12, 1)


@pytest.fixture
def lines(plan: Plan, book: Book) -> list[Assignment]:
    """The plan's lines, with a deal of no customer among them, every deal closing on `DAY`."""
    first = Deal.objects.filter(owner=plan.leaving.leaver).order_by("pk")[0]
    loose = Deal.objects.create(name="Loose", owner=first.owner, stage=first.stage, currency="CNY", opened_on=DAY)
    Assignment.objects.create(plan=plan, kind=RecordKind.DEAL, record_id=loose.pk, from_owner=first.owner)
    Deal.objects.filter(pk__in=[first.pk, loose.pk]).update(expected_close_on=DAY, state="open")
    Deal.objects.exclude(pk__in=[first.pk, loose.pk]).update(expected_close_on=DAY + datetime.timedelta(days=9))
    return list(Assignment.objects.filter(plan=plan))


def test_lines_of_deals_that_close_and_of_their_customers(plan: Plan, lines: list[Assignment]) -> None:
    closing = set(Deal.objects.open().filter(expected_close_on__lte=DAY).values_list("pk", flat=True))
    deals = {line.pk: line.customer_id for line in lines if line.kind == RecordKind.DEAL and line.record_id in closing}
    customers = {customer for customer in deals.values() if customer}
    every = Assignment.objects.filter(plan=plan)
    assert None in deals.values()
    assert set(every.deals_closing_by(DAY).values_list("pk", flat=True)) == deals.keys()
    expected = {line.pk for line in lines if line.pk in deals or line.customer_id in customers}
    assert set(every.closing_by(DAY).values_list("pk", flat=True)) == expected
    assert len(expected) > len(deals)
    assert not every.closing_by(DAY - datetime.timedelta(days=1)).exists()


def test_lines_of_a_grade(plan: Plan, lines: list[Assignment]) -> None:
    every = Assignment.objects.filter(plan=plan)
    for grade in "ABC":
        joined = every.filter(customer__grade=grade).values_list("pk", flat=True)
        assert set(every.graded(grade).values_list("pk", flat=True)) == set(joined)


def test_without_a_plan_no_customer_is_assigned(
    departure: Departure, book: Book, make_customer: Callable[..., Customer]
) -> None:
    make_customer(departure.leaver)
    found = figures.of([departure], DAY)[departure.pk]
    assert found.unassigned == found.customers == Customer.objects.filter(owner=departure.leaver).count()
