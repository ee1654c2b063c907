"""Checklist, verification and sign-off by REST."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import Scope, User
from customers.models import Customer
from handover.actions import checklist
from handover.models import ChecklistItem, Departure, Plan
from tests.cast import NOW
from tests.handover.verifying import plan

__all__ = ["plan"]

Connect = Callable[..., APIClient]
API = "/api/v1"


@pytest.fixture
def item(departure: Departure, leaver: User, make_customer: Callable[..., Customer]) -> ChecklistItem:
    make_customer(leaver, name="华东精密", grade="A")
    checklist.generate(departure=departure, at=NOW)
    return departure.items.get(params__rule="customer")


def test_the_checklist_is_read_and_narrowed(item: ChecklistItem, leaver: User, hr: User, api: Connect) -> None:
    client = api(leaver)
    url = f"{API}/departures/{item.departure_id}/checklist/"
    first = client.get(url, {"page_size": 2}).json()
    assert first["results"][0]["title"] == "华东精密"
    assert first["results"][0]["people"] == [leaver.pk]
    assert first["results"][0]["hint"] == "0 contacts · promises still to tell"
    assert client.get(first["next"]).json()["results"]
    assert {one["section"] for one in client.get(url, {"section": "meetings"}).json()["results"]} == {"meetings"}
    assert client.get(url, {"overdue": "true", "state": "open"}).status_code == 200
    assert client.get(url, {"state": "lost"}).json()["code"] == "invalid"
    assert "华东精密" not in str(api(hr).get(url).json())


def test_an_item_is_ticked_noted_and_refused(
    item: ChecklistItem, leaver: User, supervisor: User, hr: User, outsider: User, successor: User, auditor: User,
    api: Connect,
) -> None:  # fmt: skip
    url = f"{API}/checklist-items/{item.pk}/"
    shown = api(leaver).get(url).json()
    assert shown["records"] == [{"kind": "customer", "id": Customer.objects.get().pk}]
    done = api(leaver).patch(url, {"state": "done", "note": "told"})
    assert (done.status_code, done.json()["state"], done.json()["settled_by"]) == (200, "done", leaver.pk)
    for stranger in (hr, outsider, successor):
        assert api(stranger).patch(url, {"state": "open"}).status_code == 404
    assert api(auditor).patch(url, {"state": "open"}).json()["code"] == "not_yours"
    assert api(leaver, Scope.READ).patch(url, {"state": "open"}).status_code == 403
    refused = api(supervisor).patch(url, {"state": "waived", "note": ""})
    assert (refused.status_code, refused.json()["code"]) == (422, "words_needed")
    assert api(leaver).patch(url, {"state": "perhaps"}).status_code == 422


def test_evidence_by_rest(item: ChecklistItem, leaver: User, outsider: User, api: Connect) -> None:
    url = f"{API}/checklist-items/{item.pk}/evidence/"
    client = api(leaver)
    added = client.post(url, {"file": SimpleUploadedFile("a.txt", b"hello")}, format="multipart")
    assert (added.status_code, added.json()["content_type"]) == (201, "text/plain")
    assert [file["name"] for file in client.get(url).json()["results"]] == ["a.txt"]
    answer = client.get(f"{url}{added.json()['id']}/")
    assert b"".join(answer.streaming_content) == b"hello"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert api(outsider).get(f"{url}{added.json()['id']}/").status_code == 404
    bad = client.post(url, {"file": SimpleUploadedFile("a.png", b"MZ\0\0")}, format="multipart")
    assert (bad.status_code, bad.json()["code"]) == (422, "file_type")


def test_the_whole_verification_by_rest(
    plan: Plan, leaver: User, successor: User, second_successor: User, supervisor: User, manager: User, hr: User,
    api: Connect,
) -> None:  # fmt: skip
    base = f"{API}/departures/{plan.departure_id}"
    rows = api(leaver).get(f"{base}/verifications/").json()["results"]
    assert [row["may"] for row in rows] == [["stated"]] * 4
    assert rows[3]["along"] == {"deals": 1, "contracts": 0, "tasks": 0}
    one = f"{API}/verifications/{rows[0]['id']}/"
    assert api(successor).patch(one, {"verdict": "confirmed"}).json()["code"] == "not_now"
    assert api(manager).patch(one, {"verdict": "stated"}).status_code == 403
    assert api(second_successor).get(one).status_code == 404
    for row in rows:
        assert api(leaver).patch(f"{API}/verifications/{row['id']}/", {"verdict": "stated"}).status_code == 200
    assert api(successor).patch(one, {"verdict": "disputed"}).json()["code"] == "words_needed"
    api(successor).patch(one, {"verdict": "disputed", "note": "no"})
    disputed = api(supervisor).get(f"{base}/verifications/", {"verdict": "disputed"}).json()["results"]
    assert [row["id"] for row in disputed] == [rows[0]["id"]]
    assert api(supervisor).post(f"{base}/sign-off/", {}).json()["code"] == "unfinished"
    api(supervisor).patch(one, {"verdict": "settled", "note": "yes"})
    for person in (successor, second_successor):
        client = api(person)
        for row in client.get(f"{base}/verifications/", {"verdict": "stated"}).json()["results"]:
            assert row["successor"] == person.pk
            assert client.patch(f"{API}/verifications/{row['id']}/", {"verdict": "confirmed"}).status_code == 200
    assert api(manager).post(f"{base}/sign-off/", {}).status_code == 403
    assert api(supervisor).post(f"{base}/sign-off/", {}).json()["code"] == "sample_unscored"
    for sampled in api(supervisor).get(f"{base}/sample/").json()["results"]:
        at = f"{API}/sampled-customers/{sampled['id']}/"
        assert api(manager).patch(at, {"score": "complete"}).json()["code"] == "not_yours"
        assert api(supervisor).patch(at, {"score": "complete"}).json()["scored_by"] == supervisor.pk
    assert api(leaver).get(f"{base}/sample/").json()["results"] == []
    assert api(supervisor).post(f"{base}/sign-off/", {"note": "good"}).json()["code"] == "visits_missing"
    api(supervisor).post(f"{base}/visits/", {"all": True, "reason": "They met at the fair."})
    signed = api(supervisor).post(f"{base}/sign-off/", {"note": "good"}).json()
    assert (signed["signed_off_by"], signed["note"]) == (supervisor.pk, "good")
    assert api(leaver).patch(one, {"verdict": "stated"}).json()["code"] == "signed_off"
    assert api(hr).get(f"{base}/verifications/").json()["results"] == []
