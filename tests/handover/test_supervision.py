"""Who supervises: proposed by load, never the leaver or a successor, told and replaceable."""

from collections.abc import Callable

import pytest

from accounts.models import AuditEntry, User
from accounts.permissions import Role
from handover.actions import supervision
from handover.models import Departure, Plan, PlanSuccessor
from notices.models import Notice
from tests.cast import NOW
from web.errors import Refused


@pytest.fixture
def departure(leaver: User, manager: User, make_departure: Callable[..., Departure]) -> Departure:
    return make_departure(leaver, manager)


def test_whoever_supervises_least_is_proposed_first_and_the_manager_before_the_reps(
    departure: Departure, manager: User, supervisor: User, second_successor: User, make_departure: Callable
) -> None:
    assert [one.user for one in supervision.propose(departure, manager)] == [manager, supervisor]
    make_departure(second_successor, manager, supervisor=manager)
    first, second = supervision.propose(departure, manager)
    assert (first.user, second.user) == (supervisor, manager)
    assert first.reason == "senior in the team, supervises 0 other handovers, looks after 0 customers"
    assert second.reason == "leads the team, supervises 1 other handover, looks after 0 customers"


def test_the_leaver_a_successor_and_somebody_who_leaves_too_are_not_proposed(
    departure: Departure, manager: User, leaver: User, supervisor: User, make_departure: Callable
) -> None:
    leaver.is_senior = True
    leaver.save()
    plan = Plan.objects.create(departure=departure, made_by=manager, made_at=NOW)
    PlanSuccessor.objects.create(plan=plan, user=supervisor)
    make_departure(manager, supervisor)
    assert supervision.propose(departure, manager) == []


def test_both_supervisors_are_told_when_one_replaces_the_other(
    departure: Departure, manager: User, supervisor: User, hr: User
) -> None:
    supervision.name(departure=departure, supervisor=manager, by=hr, at=NOW)
    supervision.name(departure=departure, supervisor=supervisor, by=hr, at=NOW)
    supervision.name(departure=departure, supervisor=supervisor, by=hr, at=NOW)
    told = Notice.objects.about(departure).order_by("id").values_list("kind", "recipient")
    assert list(told) == [
        ("supervisor_named", manager.pk),
        ("supervisor_named", supervisor.pk),
        ("supervisor_replaced", manager.pk),
    ]
    assert AuditEntry.objects.about(departure).filter(verb="supervisor.named").count() == 2
    assert departure.supervisor == supervisor
    assert departure.supervisor_named_at == NOW


@pytest.mark.parametrize("who", ["leaver", "successor", "junior", "hr"])
def test_somebody_unfit_is_refused(
    who: str, departure: Departure, manager: User, leaver: User, successor: User, hr: User
) -> None:
    junior = User.objects.create_user("new@baton.example", "x", name="Ning", role=Role.REP, team=manager.team)
    plan = Plan.objects.create(departure=departure, made_by=manager, made_at=NOW)
    PlanSuccessor.objects.create(plan=plan, user=successor)
    person = {"leaver": leaver, "successor": successor, "junior": junior, "hr": hr}[who]
    with pytest.raises(Refused) as refusal:
        supervision.name(departure=departure, supervisor=person, by=manager, at=NOW)
    assert refusal.value.code == "supervisor_not_fit"


def test_only_the_manager_or_hr_names(departure: Departure, successor: User, supervisor: User) -> None:
    with pytest.raises(Refused) as refusal:
        supervision.name(departure=departure, supervisor=supervisor, by=successor, at=NOW)
    assert refusal.value.code == "not_yours"


def test_nobody_learns_of_their_dismissal_by_naming_themselves(
    departure: Departure, manager: User, hr: User, make_departure: Callable[..., Departure]
) -> None:
    make_departure(manager, hr, kind="dismissal", reason="performance")
    with pytest.raises(Refused, match="is leaving too") as refusal:
        supervision.name(departure=departure, supervisor=manager, by=hr, at=NOW)
    assert refusal.value.code == "supervisor_not_fit"
    assert supervision.name(departure=departure, supervisor=manager, by=manager, at=NOW).supervisor == manager
