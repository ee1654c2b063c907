"""The main job on the public sales data, by REST alone: Darcel Schlecht's book is handed over and taken back.

Skipped only where the data does not lie beside the checkout.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.actions import people
from accounts.models import User
from tests.worker import Workers, wait_for

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm-sales-opportunities"
FILES = ("accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv", "data_dictionary.csv")
V1 = "/api/v1/"

pytestmark = [
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.exists(), reason="the public data does not lie beside this checkout"),
]


class Program:
    """A program that speaks for one person: every answer is checked before it is read."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **params: Any) -> Any:
        answer = self.client.get(V1 + path, params)
        assert answer.status_code == status, answer.content
        return answer.json()

    def send(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        answer = getattr(self.client, method)(V1 + path, body, format="json")
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    def all(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page."""
        page = self.get(path, page_size=200, **params)
        rows: list[dict[str, Any]] = page["results"]
        while page["next"]:
            answer = self.client.get(page["next"])
            assert answer.status_code == 200
            page = answer.json()
            rows += page["results"]
        return rows


def _import(admin: Program) -> None:
    files = [(DATA / name).open("rb") for name in FILES]
    answer = admin.client.post(f"{V1}imports/", {"files": files}, format="multipart")
    assert answer.status_code == 202, answer.content
    where = answer["Location"]
    wait_for(lambda: admin.client.get(where).json()["state"] == "done", "the import to be done")
    assert admin.client.get(where).json()["refused"] == 0


def _open_deals(program: Program, owner: int) -> set[int]:
    return {deal["id"] for deal in program.all("deals/", owner=owner, state="open")}


def test_darcels_book_is_handed_over_and_back(
    workers: Workers, admin: User, api: Callable[..., Client], shanghai: Any
) -> None:
    workers.worker(BATON_VAR=str(settings.VAR_DIR))  # it reads the uploaded files
    program = Program(api(admin))
    _import(program)
    assert len(program.all("customers/")) == 85
    assert sum(1 for _ in program.all("deals/", state="open")) == 2089
    darcel = program.get("users/", q="Darcel Schlecht")["results"][0]
    melvin = User.objects.get(name="Melvin Marxen")
    now = datetime.datetime.now(datetime.UTC)
    for name in ("Melvin Marxen", "Darcel Schlecht", "Gladys Colclough", "Kami Bicknell", "Marty Freudenburg"):
        person = User.objects.get(name=name)
        people.set_address(person=person, email=f"{name.split()[0].lower()}@baton.example", by=admin, at=now)
    manager, leaver = Program(api(melvin)), Program(api(User.objects.get(pk=darcel["id"])))
    before = _open_deals(manager, darcel["id"])
    assert len(before) == 194

    # Register
    facts = {
        "leaver": darcel["id"],
        "kind": "resignation",
        "reason": "career",
        "notice_on": now.date().isoformat(),
        "last_day_on": (now + datetime.timedelta(days=30)).date().isoformat(),
        "access_ends_at": (now + datetime.timedelta(days=31)).isoformat(),
        "effective_at": (now + datetime.timedelta(days=32)).isoformat(),
    }
    departure = manager.send("post", "departures/", facts, status=201)
    at = f"departures/{departure['id']}/"
    assert departure["state"] == "registered"
    assert departure["holdings"]["deals"] == 194
    assert manager.send("post", "departures/", facts, status=409)["code"] == "already_leaving"

    # The checklist comes from what Darcel holds, and is not 194 screens long
    items = manager.all(f"{at}checklist/")
    assert 5 < len(items) < 60

    # A supervisor, who may be neither the leaver nor a successor
    supervisor = User.objects.get(name="Kami Bicknell")
    manager.send("put", f"{at}supervision/", {"supervisor": darcel["id"]}, status=422)
    manager.send("put", f"{at}supervision/", {"supervisor": melvin.pk})
    assert manager.get(at)["supervisor"] == melvin.pk

    # Plan: proposed, changed in bulk, incomplete refused, approved by somebody else
    successors = list(User.objects.filter(name__in=["Gladys Colclough", "Marty Freudenburg"]).order_by("name"))
    ids = [person.pk for person in successors]
    plan = manager.send("post", f"{at}plans/", {"successors": ids, "strategy": "best_fit"}, status=201)
    where = f"plans/{plan['id']}/"
    lines = manager.all(f"{where}assignments/")
    assert {line["record"] for line in lines if line["kind"] == "deal"} == before
    loose = next(line for line in lines if not line["follows"])
    manager.send("patch", f"{where}assignments/", {"ids": [loose["id"]], "successor": None})
    refused = program.send("post", f"{where}approval/", status=409)
    assert refused["code"] == "plan_incomplete"
    manager.send("patch", f"{where}assignments/", {"filter": {"unassigned": True}, "successor": ids[0]})
    assert manager.send("post", f"{where}approval/", status=403)["code"]
    program.send("post", f"{where}approval/")
    assert manager.get(at)["state"] == "planned"

    # Work it off and verify together
    manager.send("post", f"{at}transitions/", {"verb": "begin"}, status=201)
    manager.send("post", f"{at}transitions/", {"verb": "verify"}, status=201)
    rows = manager.all(f"{at}verifications/")
    assert rows
    first, rest = rows[0], rows[1:]
    confirm = {person.pk: Program(api(person)) for person in successors}
    for row in rows:
        leaver.send("patch", f"verifications/{row['id']}/", {"verdict": "stated", "note": "As it stands."})
    for row in rest:
        confirm[row["successor"]].send("patch", f"verifications/{row['id']}/", {"verdict": "confirmed"})
    path = f"verifications/{first['id']}/"
    confirm[first["successor"]].send("patch", path, {"verdict": "disputed", "note": "Two quotes are missing."})
    manager.send("patch", path, {"verdict": "settled", "note": "Quotes found in the shared folder."})
    assert manager.get(at)["progress"]["verification"]["done"] == len(rows)
    for row in manager.all(f"{at}sample/"):
        manager.send("patch", f"sampled-customers/{row['id']}/", {"score": "complete"})
    manager.send("post", f"{at}sign-off/", {"note": "Sampled ten."})

    # Move now: a worker carries it out once
    moved = manager.send("post", f"{where}execution/", {"at": "now"}, status=202)
    manager.send("post", f"{where}execution/", {"at": "now"}, status=202)
    wait_for(lambda: manager.get(f"{where}execution/")["state"] == "done", "the move to be done")
    moved = manager.get(f"{where}execution/")
    assert moved["moved"]["deals"] == 194
    assert moved["conflicts"] == []
    assert _open_deals(manager, darcel["id"]) == set()
    assert {deal for person in successors for deal in _open_deals(manager, person.pk)} >= before
    changes = manager.all("ownership-changes/", departure=departure["id"])
    assert len(changes) == sum(count for kind, count in moved["moved"].items() if kind != "seats")

    # What is left keeps it from closing, and says so
    refused = manager.send("post", f"{at}transitions/", {"verb": "close"}, status=409)
    assert refused["code"] == "guard_checklist_done"

    # Undo gives everything back
    manager.send("delete", f"{where}execution/", status=202)
    wait_for(lambda: manager.get(f"{where}execution/")["state"] == "undone", "the move to be undone")
    assert _open_deals(manager, darcel["id"]) == before
    assert len(manager.all("ownership-changes/", departure=departure["id"])) == 2 * len(changes)

    # A stranger sees none of it
    stranger = Program(api(supervisor))
    stranger.get(at, status=404)
    stranger.get(where, status=404)
