"""Somebody outside a departure finds nothing of it, whatever the id they ask for and whatever they send."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from handover.actions import departures, evidence
from handover.models import Departure, Plan
from notices.models import Notice
from tests.cast import NOW
from tests.handover.conftest import carry_out

Api = Callable[..., APIClient]


@pytest.fixture
def running(approved: Plan, manager: User, leaver: User) -> Departure:
    """陈静's handover with everything in it: a plan, rows to verify, a file, a move."""
    departure = approved.departure
    departures.transition(departure=departure, verb="begin", by=manager, at=NOW)
    carry_out(approved, manager)
    item = departure.items.filter(section="customers").first()
    assert item is not None
    evidence.add(item=item, file=ContentFile(b"plain words"), name="a.txt", by=manager, at=NOW)
    return departure


def _addresses(departure: Departure) -> Iterator[tuple[str, str, dict[str, Any]]]:
    plan = departure.plans.get()
    row = departure.verifications.first()
    item = departure.items.filter(evidence__isnull=False).get()
    assert row is not None
    mine = f"departures/{departure.pk}"
    for part in ("", "transitions/", "supervision/", "checklist/", "plans/", "verifications/", "sign-off/"):
        yield "get", f"{mine}/{part}", {}
    yield "patch", f"{mine}/", {"last_day_on": "2026-12-20"}
    yield "post", f"{mine}/transitions/", {"verb": "withdraw", "reason": "x"}
    yield "put", f"{mine}/supervision/", {"supervisor": departure.registered_by_id}
    yield "post", f"{mine}/plans/", {"successors": [departure.registered_by_id]}
    yield "post", f"{mine}/sign-off/", {"note": "x"}
    for part in ("", "assignments/", "execution/"):
        yield "get", f"plans/{plan.pk}/{part}", {}
    yield "patch", f"plans/{plan.pk}/assignments/", {"filter": {}, "successor": None}
    yield "post", f"plans/{plan.pk}/approval/", {}
    yield "post", f"plans/{plan.pk}/execution/", {}
    yield "delete", f"plans/{plan.pk}/execution/", {}
    move = plan.moves.get()
    yield "get", f"plans/{plan.pk}/moves/", {}
    yield "get", f"moves/{move.pk}/", {}
    yield "post", f"moves/{move.pk}/undo/", {}
    yield "get", f"checklist-items/{item.pk}/", {}
    yield "get", f"checklist-items/{item.pk}/evidence/", {}
    yield "get", f"checklist-items/{item.pk}/evidence/{item.evidence.get().pk}/", {}
    yield "patch", f"checklist-items/{item.pk}/", {"state": "done", "note": "x"}
    yield "get", f"verifications/{row.pk}/", {}
    yield "patch", f"verifications/{row.pk}/", {"verdict": "confirmed"}


def test_an_outsider_finds_nothing(running: Departure, outsider: User, api: Api, sign_in: Callable) -> None:
    program, page = api(outsider), sign_in(outsider)
    for method, path, data in _addresses(running):
        answer = program.generic(method.upper(), f"/api/v1/{path}", _json(data), content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, path)
    assert program.get(f"/api/v1/ownership-changes/?departure={running.pk}").json()["results"] == []
    assert program.get("/api/v1/ownership-changes/").json()["results"] == []
    item = running.items.filter(evidence__isnull=False).get()
    for tab in ("", "plan/", "checklist/", "verification/", "timeline/", "dates/", f"checklist/{item.pk}/"):
        assert page.get(f"/handovers/{running.pk}/{tab}").status_code in (403, 404), tab
    notice = Notice.objects.exclude(recipient=outsider).first()
    assert notice is not None
    assert program.get(f"/api/v1/notices/{notice.pk}/").status_code == 404


def test_hr_finds_no_records_by_their_ids(running: Departure, hr: User, api: Api) -> None:
    program, hidden = api(hr), ("plans/", "checklist-items/", "verifications/")
    for method, path, data in _addresses(running):
        if path.startswith(hidden):
            answer = program.generic(method.upper(), f"/api/v1/{path}", _json(data), content_type="application/json")
            assert answer.status_code == 404, (method, path)


def test_an_auditor_reads_all_and_changes_nothing(running: Departure, auditor: User, api: Api) -> None:
    program = api(auditor)
    for method, path, data in _addresses(running):
        answer = program.generic(method.upper(), f"/api/v1/{path}", _json(data), content_type="application/json")
        expected = 200 if method == "get" else 403
        assert answer.status_code == expected, (method, path)


def test_access_that_has_ended_ends_at_once(
    running: Departure, successor: User, api: Api, sign_in: Callable[[User], Client]
) -> None:
    """Without anybody signing them out, by the database's clock."""
    program, page = api(successor), sign_in(successor)
    assert program.get("/api/v1/me/").status_code == page.get("/").status_code == 200
    User.objects.filter(pk=successor.pk).update(access_ends_at=NOW.replace(year=2020))
    assert program.get("/api/v1/me/").status_code == 401
    assert page.get("/").status_code == 302
    given = {"email": successor.email, "password": "x", "name": "again"}
    assert APIClient().post("/api/v1/tokens/", given).status_code == 401


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data)
