"""Names of customers, and what was said about them, reach only those who may read the records."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from customers.actions import ownership
from customers.models import Customer
from handover.actions import checklist, departures, verifications
from handover.models import Departure, Plan, Verdict
from tests.cast import NOW
from tests.handover.conftest import Book, carry_out
from tests.handover.verifying import approve_plan

SignIn = Callable[[User], Client]
SECRET = "the price list is wrong"
#: The keys of forms are drawn by chance, and may spell anything.
TOKEN = re.compile(r'value="[A-Za-z0-9]{32,}"')


@pytest.fixture
def story(
    departure: Departure,
    leaver: User,
    manager: User,
    supervisor: User,
    successor: User,
    second_successor: User,
    make_customer: Callable[..., Customer],
) -> Plan:
    """One customer for 李伟, disputed in words, and one for 赵敏; each was ticked on the checklist too."""
    given = {make_customer(leaver, name="华东精密"): successor, make_customer(leaver, name="Cancity"): second_successor}
    plan = approve_plan(departure, manager, given, {})
    Departure.objects.filter(pk=departure.pk).update(state="planned")
    departure.refresh_from_db()
    departures.transition(departure=departure, verb="begin", by=manager, at=NOW)
    departures.transition(departure=departure, verb="verify", by=manager, at=NOW)
    for row in departure.verifications.select_related("customer"):
        verifications.say(verification=row, verdict=Verdict.STATED, by=leaver, at=NOW)
    first = departure.verifications.get(successor=successor)
    verifications.say(verification=first, verdict=Verdict.DISPUTED, note=SECRET, by=successor, at=NOW)
    for item in departure.items.all():
        checklist.settle(item=item, state="done", by=supervisor, at=NOW)
    return plan


def _timeline(client: Client, departure: Departure) -> str:
    answer = client.get(f"/handovers/{departure.pk}/timeline/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_hr_reads_the_story_without_customers(story: Plan, departure: Departure, hr: User, sign_in: SignIn) -> None:
    shown = _timeline(sign_in(hr), departure)
    assert "started the verification" in shown
    for name in ("华东精密", "Cancity", SECRET):
        assert name not in shown


def test_a_successor_reads_of_the_own_customers_only(
    story: Plan, departure: Departure, successor: User, second_successor: User, sign_in: SignIn
) -> None:
    assert SECRET in _timeline(sign_in(successor), departure)
    shown = _timeline(sign_in(second_successor), departure)
    assert "Cancity" in shown
    assert "华东精密" not in shown
    assert SECRET not in shown


def test_those_who_answer_for_the_handover_read_all(
    story: Plan, departure: Departure, manager: User, supervisor: User, auditor: User, sign_in: SignIn
) -> None:
    for person in (manager, supervisor, auditor):
        assert SECRET in _timeline(sign_in(person), departure), person


def test_hr_finds_no_customer_and_no_amount_on_any_page_or_address(
    story: Plan, departure: Departure, leaver: User, make_deal: Callable, hr: User, sign_in: SignIn, api: Callable
) -> None:
    make_deal(leaver, amount=86_123, currency="USD", name="Big one")
    pages = ["", "plan/", "checklist/", "verification/", "timeline/", "dates/"]
    addresses = ["", "checklist/", "plans/", "verifications/", "transitions/", "supervision/", "sign-off/"]
    page, program = sign_in(hr), api(hr)
    answers = [page.get(f"/handovers/{departure.pk}/{tab}") for tab in pages]
    answers += [page.get(path) for path in ("/", "/handovers/", "/handovers/?tab=mine", "/notices/", "/people/")]
    answers += [page.get(f"/people/{leaver.pk}/")]
    answers += [program.get(f"/api/v1/departures/{departure.pk}/{part}") for part in addresses]
    answers += [program.get("/api/v1/departures/"), program.get("/api/v1/notices/")]
    for answer in answers:
        shown = TOKEN.sub("", answer.content.decode())
        for secret in ("华东精密", "Cancity", SECRET, "Big one", "86,123", "86k", "86123"):
            assert secret not in shown, answer.request["PATH_INFO"]
    for path in ("customers", "deals", "contracts", "orders", "activities", "tasks", "contacts", "ownership-changes"):
        assert program.get(f"/api/v1/{path}/").status_code == 403, path


def test_a_successor_learns_nothing_of_what_others_get(
    story: Plan, departure: Departure, successor: User, second_successor: User, sign_in: SignIn, api: Callable
) -> None:
    found = api(successor).get(f"/api/v1/plans/{story.pk}/").json()
    assert [share["user"] for share in found["successors"]] == [successor.pk]
    assert found["counts"]["customers"] == 1
    page = sign_in(successor)
    for tab in ("", "plan/"):
        assert "赵敏" not in page.get(f"/handovers/{departure.pk}/{tab}").content.decode(), tab
    assert page.get(f"/handovers/{departure.pk}/plan/review/").status_code == 404


def test_a_successor_reads_only_the_conflicts_of_their_own_part(
    approved: Plan, book: Book, manager: User, admin: User, supervisor: User, api: Callable, sign_in: SignIn
) -> None:
    ownership.change(record=book.hottechi, to=supervisor, by=admin, at=NOW)
    carry_out(approved, manager)
    given_to = approved.assignments.get(kind=1, record_id=book.hottechi.pk).successor
    for row in approved.successors.select_related("user"):
        answer = api(row.user).get(f"/api/v1/plans/{approved.pk}/execution/").json()
        shown = sign_in(row.user).get(f"/handovers/{approved.departure_id}/plan/progress/").content.decode()
        named = [conflict["name"] for conflict in answer["conflicts"]]
        assert named == (["Hottechi"] if row.user == given_to else []), row.user
        assert answer["conflict_count"] == len(named)
        assert ("Hottechi" in shown) == (row.user == given_to)


def test_nobody_reads_of_their_own_dismissal_in_the_directory(leaver: User, api: Callable, hr: User) -> None:
    User.objects.filter(pk=leaver.pk).update(access_ends_at=NOW.replace(year=2099))
    assert api(leaver).get(f"/api/v1/users/{leaver.pk}/").json()["access_ends_at"] is None
    assert api(hr).get(f"/api/v1/users/{leaver.pk}/").json()["access_ends_at"] is not None
