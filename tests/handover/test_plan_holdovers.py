"""Deals the leaver keeps until a day: chosen on the page and by REST, moved by themselves, following the dates."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Deal
from handover import tasks
from handover.actions import departures, holdovers, plans
from handover.dates import Dates
from handover.models import Assignment, Departure, Move, Plan
from tests.handover.conftest import Book
from tests.handover.promises import broken

SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def early(departure: Departure) -> Departure:
    """陈静 works for twenty more days; the records change hands in five."""
    now = timezone.now()
    departure.notice_on, departure.last_day_on = now.date() - DAY, now.date() + 20 * DAY
    departure.effective_at, departure.access_ends_at = now + 5 * DAY, now + 21 * DAY
    departure.save()
    return departure


@pytest.fixture
def deal(early: Departure, plan: Plan, book: Book) -> Assignment:
    """The deal at Hottechi, which closes in three days."""
    Deal.objects.filter(pk=book.deal.pk).update(expected_close_on=timezone.now().date() + 3 * DAY)
    return plan.assignments.get(kind=RecordKind.DEAL, record_id=book.deal.pk)


def hold(line: Assignment, until: datetime.date | None, by: User) -> int:
    lines = Assignment.objects.filter(pk=line.pk)
    return holdovers.hold(plan=line.plan, assignments=lines, until=until, by=by, at=timezone.now())


def test_a_kept_deal_stays_at_the_move_and_follows_by_itself(
    deal: Assignment, early: Departure, book: Book, leaver: User, manager: User, admin: User
) -> None:
    day = early.last_day_on
    assert hold(deal, day, manager) == 1
    plans.approve(plan=deal.plan, by=admin, at=timezone.now())
    first, later = Move.objects.filter(plan=deal.plan).order_by("due_at")
    assert (first.held_until, later.held_until) == (None, day)
    assert later.due_at.astimezone(datetime.timezone(datetime.timedelta(hours=8))).date() == day + DAY
    tasks.execute_move(first.pk)
    book.deal.refresh_from_db()
    book.hottechi.refresh_from_db()
    assert book.deal.owner == leaver
    assert book.hottechi.owner == deal.successor
    tasks.execute_move(later.pk)
    book.deal.refresh_from_db()
    assert book.deal.owner == deal.successor


def test_what_comes_in_after_the_move_goes_along_with_what_was_kept(
    deal: Assignment, early: Departure, book: Book, leaver: User, manager: User, admin: User, make_customer: Callable
) -> None:
    hold(deal, early.last_day_on, manager)
    plans.approve(plan=deal.plan, by=admin, at=timezone.now())
    first, later = Move.objects.filter(plan=deal.plan).order_by("due_at")
    tasks.execute_move(first.pk)
    promised = Deal.objects.create(name="Promised since", owner=leaver, customer=book.hottechi)
    newcomer = make_customer(leaver)
    tasks.execute_move(later.pk)
    promised.refresh_from_db()
    assert promised.owner == deal.successor
    assert later.conflicts.get().record_id == newcomer.pk
    assert broken() == {}


def test_only_deals_and_only_days_between_the_move_and_the_last_day(
    deal: Assignment, early: Departure, book: Book, manager: User
) -> None:
    for day, code in (
        (early.last_day_on + DAY, "after_last_day"),
        (timezone.now().date() - 2 * DAY, "day_over"),
        (timezone.now().date() + 2 * DAY, "before_move"),
    ):
        with pytest.raises(ValidationError) as refusal:
            hold(deal, day, manager)
        assert refusal.value.error_dict["held_until"][0].code == code
    customer = deal.plan.assignments.get(kind=RecordKind.CUSTOMER, record_id=book.hottechi.pk)
    with pytest.raises(ValidationError, match="Only deals"):
        hold(customer, early.last_day_on, manager)


def test_the_page_keeps_the_closing_deals_with_one_button_and_asks_the_day_for_others(
    sign_in: SignIn, deal: Assignment, early: Departure, manager: User
) -> None:
    client, url = sign_in(manager), f"/handovers/{early.pk}/plan/"
    shown = client.get(url).content.decode()
    assert "1 deal closes within a week" in shown
    assert "Keep 陈静 on them" in shown
    day = early.last_day_on.isoformat()
    client.post(url + "holdover/?show=all&closes_week=1", {"everything": "1", "held_until": day})
    deal.refresh_from_db()
    assert deal.held_until == early.last_day_on
    shown = client.get(url).content.decode()
    assert "closes within a week" not in shown
    assert "陈静 keeps 1 deal until" in shown
    assert "陈静 keeps it until" in client.get(url + "?show=all&held=1").content.decode()
    client.post(url + "holdover/?show=all", {"ids": [deal.pk], "clear": "1"})
    deal.refresh_from_db()
    assert deal.held_until is None
    asked = client.post(url + "holdover/?show=all", {"ids": [deal.pk]}).content.decode()
    assert f'name="ids" value="{deal.pk}"' in asked
    refused = client.post(url + "holdover/", {"ids": [deal.pk], "held_until": "2020-01-01"}).content.decode()
    assert 'id="id_held_until_error"' in refused


def test_programs_keep_deals(api: Connect, deal: Assignment, early: Departure, manager: User) -> None:
    url = f"/api/v1/plans/{deal.plan_id}/assignments/"
    day = early.last_day_on.isoformat()
    changed = api(manager).patch(url, {"filter": {"closes_week": True}, "held_until": day})
    assert changed.json() == {"changed": 1}
    assert [row["held_until"] for row in api(manager).get(url, {"held": "true"}).json()["results"]] == [day]
    refused = api(manager).patch(url, {"ids": [deal.pk], "held_until": "2020-01-01"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["held_until"])
    assert api(manager).patch(url, {"ids": [deal.pk], "held_until": None}).json() == {"changed": 1}


def test_dates_that_move_take_what_is_kept_along(
    deal: Assignment, early: Departure, manager: User, admin: User
) -> None:
    hold(deal, early.last_day_on, manager)
    plans.approve(plan=deal.plan, by=admin, at=timezone.now())

    def move_to(last_day: datetime.date, effective_at: datetime.datetime) -> None:
        moved = Dates(early.notice_on, last_day, early.access_ends_at, effective_at)
        departures.change_dates(departure=early, dates=moved, by=manager, at=timezone.now())

    sooner = early.last_day_on - 5 * DAY
    move_to(sooner, early.effective_at)
    deal.refresh_from_db()
    assert deal.held_until == sooner
    days = Move.objects.filter(plan=deal.plan).order_by("due_at").values_list("held_until", flat=True)
    assert list(days) == [None, sooner]
    move_to(sooner, timezone.now() + 40 * DAY)
    deal.refresh_from_db()
    assert deal.held_until is None
    assert Move.objects.get(plan=deal.plan).held_until is None
