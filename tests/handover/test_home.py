"""Home: each person sees what needs them, and nobody sees what does not."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import drafts
from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Customer, Task
from handover.agenda import agenda
from handover.lifecycle import State
from handover.models import Assignment, ChecklistItem, Departure, Move, Plan, Verification
from tests.cast import NOW

TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
SignIn = Callable[[User], Client]


@pytest.fixture
def bare(departure: Departure) -> Departure:
    """陈静's departure with nothing on the checklist."""
    departure.items.all().delete()
    return departure


def item(departure: Departure, responsible: str, due_on: datetime.date = TODAY) -> None:
    fields = {"section": "documents", "anchor": "last_day_on", "offset": 0, "due_on": due_on}
    key = f"item:{ChecklistItem.objects.count()}"
    ChecklistItem.objects.create(departure=departure, key=key, responsible=responsible, **fields)


def plan_for(departure: Departure, by: User, successor: User | None, customer: Customer, **fields: object) -> Plan:
    plan = Plan.objects.create(**{"departure": departure, "made_by": by, "made_at": NOW} | fields)  # type: ignore[misc]
    if successor:
        plan.successors.create(user=successor)
    Assignment.objects.create(
        plan=plan, kind=RecordKind.CUSTOMER, record_id=customer.pk, customer=customer, from_owner=departure.leaver,
        successor=successor,
    )  # fmt: skip
    return plan


def needs(user: User) -> list[str]:
    return [matter.text for matter in agenda(user, at=NOW).needed]


def watches(user: User) -> list[str]:
    return [matter.text for matter in agenda(user, at=NOW).watched]


def test_nothing_needs_the_auditor(bare: Departure, auditor: User, sign_in: SignIn) -> None:
    page = sign_in(auditor).get("/").content.decode()
    assert "Nothing needs you today" in page
    assert "My tasks" not in page


def test_items_are_seen_by_those_responsible(
    bare: Departure, leaver: User, supervisor: User, hr: User, successor: User, manager: User
) -> None:
    for responsible in ("leaver", "leaver", "supervisor", "successor", "hr"):
        item(bare, responsible)
    item(bare, "leaver", TODAY + 60 * DAY)
    assert needs(leaver) == ["2 items of your handover are due soon."]
    assert needs(supervisor) == ["1 item of 陈静’s handover is due soon."]
    assert needs(hr) == ["1 item of 陈静’s handover is due soon."]
    assert needs(successor) == []
    assert "items" not in " ".join(needs(manager))


def test_the_supervisor_stands_in_and_the_leaver_of_an_unspoken_dismissal_sees_nothing(
    bare: Departure, leaver: User, supervisor: User
) -> None:
    item(bare, "leaver")
    Departure.objects.update(kind="dismissal")
    assert needs(leaver) == []
    assert needs(supervisor) == ["1 item of 陈静’s handover is due soon."]


def test_what_is_late_comes_first_and_others_see_whose_it_is(
    bare: Departure, leaver: User, supervisor: User, manager: User, hr: User, outsider: User
) -> None:
    item(bare, "leaver", TODAY - DAY)
    assert needs(leaver) == ["1 item of your handover is overdue."]
    for onlooker in (supervisor, manager, hr):
        assert watches(onlooker) == ["1 item of 陈静’s handover is overdue (leaver)."]
    assert watches(outsider) == watches(leaver) == []


def test_verification_goes_round(
    bare: Departure, leaver: User, successor: User, supervisor: User, make_customer: Callable[..., Customer]
) -> None:
    Departure.objects.update(state=State.HANDING_OVER)
    verification = Verification.objects.create(departure=bare, customer=make_customer(leaver), successor=successor)
    assert needs(leaver) == ["1 of your customers waits for you to say whether what Baton shows is right."]
    Verification.objects.update(verdict="stated", stated_by=leaver, stated_at=NOW)
    assert needs(successor) == ["1 customer of 陈静 waits for you to confirm or dispute."]
    Verification.objects.update(verdict="disputed", answer="no", answered_at=NOW)
    assert needs(supervisor) == ["1 dispute in the handover of 陈静 waits for you to settle it."]
    Verification.objects.update(verdict="settled", settlement="so", settled_by=supervisor, settled_at=NOW)
    Departure.objects.update(state=State.VERIFYING)
    assert needs(supervisor) == ["Everything of 陈静 is verified and waits for your sign-off."]
    assert verification.departure == bare


def test_a_plan_is_asked_for_then_its_approval(
    bare: Departure, manager: User, admin: User, successor: User, leaver: User, make_customer: Callable[..., Customer]
) -> None:
    assert needs(manager) == ["Who takes over from 陈静 is not planned yet."]
    plan_for(bare, manager, successor, make_customer(leaver))
    assert needs(manager) == []
    assert needs(admin) == ["The plan for 陈静 waits for approval."]
    Assignment.objects.update(successor=None)
    assert needs(admin) == needs(manager) == ["Who takes over from 陈静 is not planned yet."]


def test_a_missing_supervisor_is_the_planners_matter(bare: Departure, manager: User, hr: User, outsider: User) -> None:
    Departure.objects.update(supervisor=None)
    assert "Nobody supervises the handover of 陈静." in needs(manager)
    assert needs(hr) == needs(outsider) == []


def test_a_successor_sees_what_comes_and_what_came(
    bare: Departure, manager: User, admin: User, successor: User, make_customer: Callable[..., Customer]
) -> None:
    plan = plan_for(
        bare, manager, successor, make_customer(successor), state="approved", approved_by=admin, approved_at=NOW
    )
    assert watches(successor) == ["You take over 1 customer of 陈静."]
    put_off = Move.objects.create(plan=plan, asked_by=manager, asked_at=NOW, due_at=NOW + 50 * DAY)
    assert [matter.hint for matter in agenda(successor, at=NOW).watched] == ["They are yours on Jan 5, 2027."]
    put_off.delete()
    times = {"asked_at": NOW, "due_at": NOW, "finished_at": NOW}
    Move.objects.create(plan=plan, state="done", asked_by=manager, **times)
    assert watches(successor) == ["You have taken over 1 customer of 陈静."]
    Move.objects.update(state="failed", problem="The database was away.")
    assert "The move of 陈静’s records has stopped." in needs(manager)


def test_own_tasks_stand_beside(
    successor: User, sign_in: SignIn, make_customer: Callable[..., Customer], bare: Departure
) -> None:
    today = timezone.localdate()
    customer = make_customer(successor, name="Hottechi")
    Task.objects.create(title="Send the quote", owner=successor, due_on=today - DAY, customer=customer)
    Task.objects.create(title="Far away", owner=successor, due_on=today + 30 * DAY)
    page = sign_in(successor).get("/").content.decode()
    assert "Send the quote" in page
    assert "Hottechi" in page
    assert "Far away" not in page


def test_what_was_typed_and_never_sent_is_not_forgotten(bare: Departure, leaver: User, manager: User) -> None:
    drafts.keep(by=leaver, address="/profile/#x", values={"x": "Never on Fridays"}, page="Hottechi", at=NOW)
    found = agenda(leaver, at=NOW).needed[0]
    assert found.text == "You typed something on the page “Hottechi” and have not sent it."
    assert (found.url, found.hint) == ("/profile/", "Never on Fridays")
    assert not any("typed" in matter for matter in needs(manager))


def test_an_empty_firm_is_told_where_its_book_comes_from(
    db: None, admin: User, auditor: User, make_customer: Callable[..., Customer]
) -> None:
    assert needs(admin) == ["No customer is here yet: connect your CRM."]
    assert needs(auditor) == []
    make_customer(admin)
    assert needs(admin) == []


def test_home_asks_as_often_for_many_as_for_few(
    bare: Departure,
    manager: User,
    successor: User,
    sign_in: SignIn,
    make_departure: Callable[..., Departure],
    make_customer: Callable[..., Customer],
) -> None:
    def look() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert sign_in(manager).get("/").status_code == 200
        return len(queries)

    item(bare, "leaver", TODAY - DAY)
    few = look()
    for number in range(20):
        person = User.objects.create_user(f"rep{number}@baton.example", name=f"Rep {number}", team=manager.team)
        other = make_departure(person, manager)
        item(other, "leaver", TODAY - DAY)
        plan_for(other, successor, None, make_customer(person))
        Task.objects.create(title=f"Task {number}", owner=manager, due_on=TODAY, customer=make_customer(person))
    assert look() <= few + 1
