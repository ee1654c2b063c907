"""Whose hand a departure waits for."""

from collections.abc import Callable

import pytest

from accounts.models import User
from handover import access
from handover.departures.needs import needs
from handover.lifecycle import State
from handover.models import ChecklistItem, Departure, Move, Plan, Verdict, Verification
from tests.cast import NOW


def waits_for(user: User) -> bool:
    return access.departures(user).filter(needs(user)).exists()


def waiting(*people: User) -> set[str]:
    return {person.name for person in people if waits_for(person)}


@pytest.fixture
def cast(manager: User, leaver: User, supervisor: User, successor: User, hr: User) -> tuple[User, ...]:
    return manager, leaver, supervisor, successor, hr


@pytest.fixture
def handing_over(
    make_departure: Callable[..., Departure], manager: User, leaver: User, supervisor: User, successor: User, hr: User
) -> Departure:
    departure = make_departure(leaver, manager, State.HANDING_OVER, supervisor=supervisor)
    plan = Plan.objects.create(
        departure=departure, state="approved", made_by=hr, made_at=NOW, approved_by=manager, approved_at=NOW
    )
    plan.successors.create(user=successor)
    return departure


def test_a_new_departure_waits_for_whoever_plans(
    cast: tuple[User, ...], make_departure: Callable, manager: User, leaver: User
) -> None:
    make_departure(leaver, manager)
    assert waiting(*cast) == {"王芳"}


def test_an_item_waits_for_whoever_answers_for_it(handing_over: Departure, cast: tuple[User, ...]) -> None:
    assert waiting(*cast) == set()
    item = {"section": "meetings", "anchor": "last_day_on", "offset": 0, "due_on": NOW.date()}
    for responsible, name in (("leaver", "陈静"), ("supervisor", "孙丽"), ("hr", "Grace Hill")):
        ChecklistItem.objects.all().delete()
        handing_over.items.create(key=responsible, responsible=responsible, **item)
        assert waiting(*cast) == {name}


def test_a_verification_waits_for_one_after_the_other(
    handing_over: Departure, cast: tuple[User, ...], leaver: User, successor: User
) -> None:
    row = Verification.objects.create(departure=handing_over, successor=successor)
    assert waiting(*cast) == {"陈静"}
    row.verdict, row.stated_by, row.stated_at = Verdict.STATED, leaver, NOW
    row.save()
    assert waiting(*cast) == {"李伟"}
    row.verdict, row.answer, row.answered_at = Verdict.DISPUTED, "no", NOW
    row.save()
    assert waiting(*cast) == {"孙丽"}


def test_the_end_waits_for_the_supervisor_and_then_for_those_who_close(
    handing_over: Departure, cast: tuple[User, ...], manager: User, supervisor: User
) -> None:
    Departure.objects.update(state=State.VERIFYING)
    assert waiting(*cast) == {"孙丽"}
    Departure.objects.update(signed_off_by=supervisor, signed_off_at=NOW)
    Move.objects.create(
        plan=handing_over.plans.get(), state="done", asked_by=manager, asked_at=NOW, due_at=NOW, finished_at=NOW
    )
    assert waiting(*cast) == {"王芳", "Grace Hill"}


def test_nothing_waits_once_it_is_over(
    make_departure: Callable, cast: tuple[User, ...], manager: User, leaver: User
) -> None:
    make_departure(leaver, manager, State.CLOSED)
    assert waiting(*cast) == set()
