"""Who plans does not approve, who supervises takes nothing over: also when things change afterwards."""

import datetime
from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from handover.actions import plans, supervision
from handover.lifecycle import Who
from handover.models import Departure, Plan
from handover.relations import relations
from tests.cast import NOW
from tests.handover.conftest import Book

LATER = NOW + datetime.timedelta(hours=1)
Api = Callable[[User], APIClient]


def test_who_changed_a_plan_does_not_approve_it(plan: Plan, admin: User, manager: User, api: Api) -> None:
    line = plan.assignments.filter(kind=1).first()
    assert line is not None
    path = f"/api/v1/plans/{plan.pk}"
    successor = plan.successors.exclude(user=line.successor).first()
    assert successor is not None
    given = {"ids": [line.pk], "successor": successor.user_id}
    assert api(admin).patch(f"{path}/assignments/", given, format="json").status_code == 200
    refused = api(admin).post(f"{path}/approval/")
    assert (refused.status_code, refused.json()["code"]) == (403, "approver_is_planner")
    assert Who.APPROVER not in relations(admin, plan.departure)


def test_a_plan_proposed_anew_is_the_proposers(plan: Plan, admin: User, manager: User, successor: User) -> None:
    plans.assign(plan=plan, assignments=plan.assignments.all(), successor=successor, by=admin, at=NOW)
    plans.propose(departure=plan.departure, successors=[successor], strategy="even", by=manager, at=LATER)
    plan.refresh_from_db()
    assert plans.approve(plan=plan, by=admin, at=LATER).state == "due"


def test_a_supervisor_takes_nothing_over(
    book: Book, departure: Departure, manager: User, supervisor: User, successor: User, api: Api
) -> None:
    path = f"/api/v1/departures/{departure.pk}/plans/"
    refused = api(manager).post(path, {"successors": [successor.pk, supervisor.pk], "strategy": "even"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "supervisor_is_successor")
    assert supervisor not in plans.possible_successors(departure, supervisor)


def test_a_successor_is_not_named_supervisor_afterwards(
    plan: Plan, departure: Departure, successor: User, manager: User, api: Api
) -> None:
    refused = api(manager).put(f"/api/v1/departures/{departure.pk}/supervision/", {"supervisor": successor.pk})
    assert (refused.status_code, refused.json()["code"]) == (422, "supervisor_not_fit")


def test_a_plan_that_gives_to_the_supervisor_is_not_approved(
    plan: Plan, departure: Departure, supervisor: User, admin: User, api: Api
) -> None:
    plan.assignments.filter(kind=1).update(successor=supervisor)  # as older data may have it
    refused = api(admin).post(f"/api/v1/plans/{plan.pk}/approval/")
    assert refused.json()["code"] == "supervisor_is_successor"


@pytest.mark.parametrize("who", ["successor", "leaver", "hr", "auditor", "supervisor"])
def test_nobody_else_approves(plan: Plan, who: str, api: Api, request: pytest.FixtureRequest) -> None:
    answer = api(request.getfixturevalue(who)).post(f"/api/v1/plans/{plan.pk}/approval/")
    assert answer.status_code in (403, 404)
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_a_replaced_supervisor_signs_nothing_off(
    departure: Departure, supervisor: User, manager: User, api: Api
) -> None:
    supervision.name(departure=departure, supervisor=manager, by=manager, at=LATER)
    answer = api(supervisor).post(f"/api/v1/departures/{departure.pk}/sign-off/", {"note": ""})
    assert answer.status_code in (403, 404)
