"""Working back from the days left: the order, what fits, what is chosen, and the leaver's checklist in that order."""

import datetime
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry, User
from customers.models import Contact, Customer, Deal
from handover.actions import checklist, ways
from handover.actions.ways import Chosen
from handover.briefings import flow
from handover.models import Briefing, ChecklistItem, CustomerWay, Departure, Promise, Way
from handover.order import page as orders
from handover.order import ranking
from tests.cast import NOW
from web.errors import Refused

SignIn = Callable[[User], Client]
#: A Monday, so that Monday to Friday are five working days.
TODAY = datetime.date(2026, 11, 16)
FRIDAY = datetime.date(2026, 11, 20)


@pytest.fixture
def leaving(
    leaver: User, manager: User, make_departure: Callable[..., Departure], make_customer: Callable[..., Customer],
    settings: Any,
) -> Departure:  # fmt: skip
    """陈静 has five working days with half an hour each, and six customers."""
    settings.HANDOVER_MINUTES_A_DAY = 30
    for number in range(6):
        make_customer(
            leaver, name=f"Customer {number}", grade="ABC"[number // 2], last_contact_at=NOW, next_step="Go on"
        )
    for customer in Customer.objects.filter(name__in=["Customer 0", "Customer 2"]):
        Contact.objects.create(customer=customer, name="Zhao", role="decides")
    return make_departure(leaver, manager, last_day_on=FRIDAY)


def _ranked(departure: Departure, part: str = "day") -> list[ranking.Row]:
    asked = orders.asked(departure, TODAY)
    days = range(1, asked["days"] + 1) if part == "day" else [0]
    found = [ranking.rows(asked | {"day": day}, part, grade="", size=99, offset=0) for day in days]
    return [row for rows in found for row in rows]


def test_the_order_goes_by_risk_value_and_effort(
    leaving: Departure, leaver: User, make_deal: Callable[..., Deal]
) -> None:
    last = Customer.objects.get(name="Customer 5")
    make_deal(leaver, customer=last, amount=900, currency="CNY", expected_close_on=TODAY + datetime.timedelta(days=5))
    Promise.objects.create(
        departure=leaving, customer=last, to_whom="Zhao", what="A rebate", told_by=leaver, told_at=NOW
    )
    rows = {row.name: row for row in [*_ranked(leaving), *_ranked(leaving, "unfit")]}
    assert [rows[name].minutes for name in ("Customer 0", "Customer 1", "Customer 5")] == [15, 25, 40]
    # risk 1 x grade A 3 x 15 minutes; with nobody who decides 25; C with a deal that closes and a promise
    assert [float(rows[f"Customer {number}"].score) for number in (0, 1, 5)] == pytest.approx([3, 5, 3 * 2 * 40 / 15])
    places = sorted(rows.values(), key=lambda row: row.place)
    assert [row.name for row in places][:3] == ["Customer 5", "Customer 1", "Customer 3"]
    assert (rows["Customer 5"].closing, rows["Customer 5"].promises, rows["Customer 0"].no_decider) == (True, 1, False)


def test_what_does_not_fit_is_said_with_what_it_is_worth(
    leaving: Departure, leaver: User, make_deal: Callable[..., Deal], make_customer: Callable[..., Customer]
) -> None:
    for number in range(4):
        customer = make_customer(leaver, name=f"Small {number}", grade="C")
        make_deal(leaver, customer=customer, amount=100, currency="USD")
    order = orders.build(leaving, TODAY)
    days = [part.day for part in order.fitting if part.day]
    assert days == sorted(days)
    assert days[0] == TODAY
    assert sum(part.minutes for part in order.fitting) <= 5 * 30
    unfit = order.unfit
    assert unfit is not None
    assert sum(part.count for part in order.parts) == 10
    assert unfit.count == sum(1 for _row in _ranked(leaving, "unfit"))
    assert unfit.minutes + sum(part.minutes for part in order.fitting) == order.minutes


def test_only_working_days_of_the_office_count(leaving: Departure) -> None:
    assert orders.days_left(leaving, datetime.date(2026, 11, 14)) == orders.days_left(leaving, TODAY)
    assert orders.days_left(leaving, FRIDAY) == [FRIDAY]
    assert orders.days_left(leaving, FRIDAY + datetime.timedelta(days=1)) == []


def test_in_writing_takes_a_third_and_what_is_left_out_nothing(leaving: Departure, manager: User) -> None:
    chosen = {row.name: row.id for row in _ranked(leaving)}
    for name, way in (("Customer 0", Way.IN_WRITING), ("Customer 1", Way.SKIP)):
        count = ways.choose(departure=leaving, chosen=Chosen(customers=[chosen[name]]), way=way, by=manager, at=NOW)
        assert count == 1
    rows = {row.name: row for row in _ranked(leaving)}
    assert rows["Customer 0"].cost == 5
    assert [row.name for row in _ranked(leaving, "skip")] == ["Customer 1"]
    kept = CustomerWay.objects.filter(departure=leaving)
    assert sorted(kept.values_list("place", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert kept.get(customer__name="Customer 1").place == 6
    assert AuditEntry.objects.filter(verb="order.chosen").count() == 2


def test_a_whole_part_is_chosen_in_two_statements(leaving: Departure, manager: User) -> None:
    count = orders.build(leaving, TODAY).unfit
    with CaptureQueriesContext(connection) as found:
        chosen = ways.choose(departure=leaving, chosen=Chosen(part="day", number=1), way=Way.SKIP, by=manager, at=NOW)
    assert chosen >= 1
    assert count is None or count.count
    assert sum("handover_customerway" in query["sql"] for query in found) == 2


def test_only_who_plans_or_supervises_chooses(leaving: Departure, leaver: User, hr: User, successor: User) -> None:
    for person in (leaver, hr, successor):
        with pytest.raises(Refused) as refusal:
            ways.choose(departure=leaving, chosen=Chosen(part="unfit"), way=Way.SKIP, by=person, at=NOW)
        assert refusal.value.code == "not_yours"


def test_the_checklist_goes_on_in_the_order_that_is_kept(leaving: Departure, manager: User) -> None:
    checklist.generate(departure=leaving, at=NOW)
    item = ChecklistItem.objects.filter(departure=leaving, section="customers", params__rule="customers_c").get()
    names = {customer.pk: customer.name for customer in Customer.objects.all()}

    def first() -> str:
        return names[int(flow.page_of(leaving, item).split("/")[-2])]

    assert first() == "Customer 4"
    pk = Customer.objects.get(name="Customer 4").pk
    ways.choose(departure=leaving, chosen=Chosen(customers=[pk]), way=Way.SKIP, by=manager, at=NOW)
    assert first() == "Customer 5"
    assert (
        names[int(flow.following(leaving, _nobody(), after=item, customer="Customer 5").split("/")[-2])] == "Customer 4"
    )


def _nobody() -> Any:
    class Nothing:
        def are_mine(self, _item: ChecklistItem) -> bool:
            return False

    return Nothing()


def test_what_the_leaver_has_told_takes_no_time(leaving: Departure, leaver: User) -> None:
    customer = Customer.objects.get(name="Customer 0")
    Briefing.objects.create(departure=leaving, customer=customer, saved_by=leaver, saved_at=NOW, done_at=NOW)
    assert [row.name for row in _ranked(leaving, "told")] == ["Customer 0"]


@pytest.mark.parametrize(("name", "wrong"), [("customer_way_known", {"way": "by mail"}), ("customer_way_once", {})])
def test_the_database_refuses_an_order_that_makes_no_sense(
    name: str, wrong: dict[str, str], leaving: Departure, manager: User
) -> None:
    customer = Customer.objects.get(name="Customer 0")
    usual = {"departure": leaving, "customer": customer, "place": 1, "chosen_by": manager, "chosen_at": NOW}
    if not wrong:
        CustomerWay.objects.create(**usual)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CustomerWay.objects.create(**usual | wrong)


def test_the_page_says_what_fits_and_lets_the_manager_choose(
    leaver: User, manager: User, supervisor: User, hr: User, successor: User, make_departure: Callable[..., Departure],
    make_customer: Callable[..., Customer], make_deal: Callable[..., Deal], sign_in: SignIn, settings: Any,
) -> None:  # fmt: skip
    settings.HANDOVER_MINUTES_A_DAY = 40
    for number in range(9):
        make_deal(leaver, customer=make_customer(leaver, name=f"Big {number}"), amount=100_000, currency="USD")
    departure = make_departure(leaver, manager, last_day_on=timezone.localdate() + datetime.timedelta(days=1))
    path, client = f"/handovers/{departure.pk}/order/", sign_in(manager)
    assert sign_in(leaver).get(path).status_code == 404
    page = html.unescape(client.get(path).content.decode())
    assert "will not fit: give them a written briefing only, or start earlier." in page
    assert "Working back from the last day" in page
    answer = client.post(path + "?part=unfit", {"way": "in_writing", "everything": "1"}, follow=True)
    assert "customers: in writing." in answer.content.decode()
    assert CustomerWay.objects.filter(way=Way.IN_WRITING).exists()
    assert CustomerWay.objects.count() == 9
    assert "The order is kept" in sign_in(leaver).get(path).content.decode()
    assert path in sign_in(leaver).get(f"/handovers/{departure.pk}/checklist/").content.decode()
    assert client.post(path, {"way": "by mail"}).status_code == 404
    assert "Choose at least one customer" in client.post(path, {"way": "skip"}, follow=True).content.decode()
    assert [sign_in(person).get(path).status_code for person in (hr, successor)] == [403, 404]
