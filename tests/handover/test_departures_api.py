"""Departures by REST, as programs rely on them."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import Scope, User
from handover.models import Departure

Connect = Callable[..., APIClient]
URL = "/api/v1/departures/"
DATES = {
    "notice_on": "2026-11-16",
    "last_day_on": "2026-12-15",
    "access_ends_at": "2026-12-15T23:59:00+08:00",
    "effective_at": "2026-12-16T00:00:00+08:00",
}


def asked(leaver: User, **fields: object) -> dict[str, object]:
    return {"leaver": leaver.pk, "kind": "resignation", "reason": "career"} | DATES | fields


def test_register_read_and_list(
    manager: User, leaver: User, hr: User, make_customer: Callable, make_deal: Callable, api: Connect
) -> None:
    make_deal(leaver, customer=make_customer(leaver))
    program = api(manager)
    made = program.post(URL, asked(leaver))
    assert made.status_code == 201, made.data
    body = made.json()
    assert (body["state"], body["supervisor"], body["leaver"]) == ("registered", None, leaver.pk)
    assert body["holdings"] == {"customers": 1, "deals": 1, "contracts": 0, "tasks": 0}
    assert body["progress"]["checklist"]["total"] > 0
    assert body["progress"]["moved"] is False
    assert program.get(f"{URL}{body['id']}/").json() == body
    listed = program.get(URL, {"state": "registered", "leaver": leaver.pk, "kind": "resignation"}).json()
    assert listed == {"next": None, "previous": None, "results": [body]}
    assert program.get(URL, {"state": "closed"}).json()["results"] == []


def test_moments_may_be_left_to_the_last_day(manager: User, leaver: User, api: Connect) -> None:
    sent = {name: value for name, value in asked(leaver).items() if name not in ("access_ends_at", "effective_at")}
    body = api(manager).post(URL, sent).json()
    assert (body["access_ends_at"], body["effective_at"]) == ("2026-12-15T15:59:00Z", "2026-12-15T16:00:00Z")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"last_day_on": "2026-11-01"}, "last_day_on"),
        ({"effective_at": "2026-11-01T00:00:00Z"}, "effective_at"),
        ({"kind": "holiday"}, "kind"),
        ({"leaver": 0}, "leaver"),
        ({"supervisor": 1}, "supervisor"),
    ],
)
def test_a_field_at_fault_is_named(
    change: dict[str, object], field: str, manager: User, leaver: User, api: Connect
) -> None:
    answer = api(manager).post(URL, asked(leaver) | change)
    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"
    assert list(answer.json()["errors"]) == [field]


def test_who_may_not(manager: User, leaver: User, outsider: User, hr: User, api: Connect) -> None:
    for person, whose, status, code in (
        (manager, outsider, 403, "not_yours"),
        (hr, hr, 403, "not_yourself"),
        (leaver, manager, 403, "not_yours"),
    ):
        answer = api(person).post(URL, asked(whose))
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert api(manager, Scope.READ).post(URL, asked(leaver)).status_code == 403
    pk = api(manager).post(URL, asked(leaver)).json()["id"]
    again = api(hr).post(URL, asked(leaver))
    assert (again.status_code, again.json()["code"]) == (409, "already_leaving")
    for path in ("", "transitions/", "supervision/"):
        assert api(outsider).get(f"{URL}{pk}/{path}").status_code == 404


def test_dates_move_and_the_last_two_follow(manager: User, leaver: User, successor: User, api: Connect) -> None:
    program = api(manager)
    pk = program.post(URL, asked(leaver)).json()["id"]
    moved = program.patch(f"{URL}{pk}/", {"last_day_on": "2026-12-18", "reason": "family"}).json()
    assert (moved["last_day_on"], moved["reason"]) == ("2026-12-18", "family")
    assert (moved["access_ends_at"], moved["effective_at"]) == ("2026-12-18T15:59:00Z", "2026-12-18T16:00:00Z")
    leaver.refresh_from_db()
    assert leaver.access_ends_at.isoformat() == "2026-12-18T15:59:00+00:00"
    assert program.patch(f"{URL}{pk}/", {"leaver": successor.pk}).status_code == 422
    assert program.patch(f"{URL}{pk}/", {"last_day_on": "2026-11-01"}).json()["errors"].keys() == {"last_day_on"}
    refused = api(leaver).patch(f"{URL}{pk}/", {"last_day_on": "2026-12-19"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")


def test_transitions_by_verb(manager: User, leaver: User, api: Connect) -> None:
    program = api(manager)
    pk = program.post(URL, asked(leaver)).json()["id"]
    url = f"{URL}{pk}/transitions/"
    assert program.post(url, {"verb": "close"}).json()["code"] == "not_now"
    assert program.post(url, {"verb": "plan"}).json()["code"] == "guard_plan_approved"
    assert program.post(url, {"verb": "withdraw"}).json()["code"] == "reason_missing"
    assert program.post(url, {"verb": "fly"}).status_code == 422
    done = program.post(url, {"verb": "withdraw", "reason": "Stays."})
    assert done.status_code == 201
    assert {name: done.json()[name] for name in ("from", "to", "by", "reason")} == {
        "from": "registered",
        "to": "withdrawn",
        "by": manager.pk,
        "reason": "Stays.",
    }
    assert [row["verb"] for row in program.get(url).json()["results"]] == ["register", "withdraw"]
    assert program.get(f"{URL}{pk}/").json()["state"] == "withdrawn"


def test_supervision(manager: User, leaver: User, supervisor: User, api: Connect) -> None:
    program = api(manager)
    pk = program.post(URL, asked(leaver)).json()["id"]
    url = f"{URL}{pk}/supervision/"
    assert [one["user"] for one in program.get(url).json()["proposed"]] == [manager.pk, supervisor.pk]
    assert program.put(url, {"supervisor": supervisor.pk}).json()["supervisor"] == supervisor.pk
    assert program.put(url, {"supervisor": leaver.pk}).json()["code"] == "supervisor_not_fit"
    assert program.put(url, {"supervisor": 0}).status_code == 422
    assert api(supervisor).put(url, {"supervisor": manager.pk}).json()["code"] == "not_yours"


def test_reasons_are_not_for_everybody(
    departure: Departure, supervisor: User, manager: User, leaver: User, hr: User, api: Connect
) -> None:
    known = {person: api(person).get(f"{URL}{departure.pk}/").json()["reason"] for person in (manager, leaver, hr)}
    assert set(known.values()) == {"career"}
    assert api(supervisor).get(f"{URL}{departure.pk}/").json()["reason"] is None


def test_a_system_registers_a_departure_once(manager: User, hr: User, leaver: User, api: Connect) -> None:
    program, given = api(hr), asked(leaver, source="hr", source_id="L-17")
    first = program.post(URL, given)
    assert (first.status_code, first.json()["source"], first.json()["source_id"]) == (201, "hr", "L-17")
    api(manager).patch(f"{URL}{first.json()['id']}/", {"reason": "family"})
    again = api(manager).post(URL, given | {"last_day_on": "2027-01-31"})
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert (again.json()["reason"], again.json()["last_day_on"]) == ("family", "2026-12-15")
    assert Departure.objects.count() == 1
    found = program.get(URL, {"source": "hr", "source_id": "L-17"}).json()["results"]
    assert [one["id"] for one in found] == [first.json()["id"]]


def test_a_source_does_not_mix_up_two_people(hr: User, leaver: User, successor: User, api: Connect) -> None:
    program = api(hr)
    program.post(URL, asked(leaver, source="hr", source_id="L-17"))
    other = program.post(URL, asked(successor, source="hr", source_id="L-17"))
    assert (other.status_code, other.json()["code"]) == (409, "source_of_another")
    twice = program.post(URL, asked(leaver, source="hr", source_id="L-18"))
    assert (twice.status_code, twice.json()["code"]) == (409, "already_leaving")


@pytest.mark.parametrize("given", [{"source": "hr"}, {"source_id": "L-17"}, {"source": "x" * 41, "source_id": "1"}])
def test_a_source_is_given_whole(hr: User, leaver: User, api: Connect, given: dict[str, str]) -> None:
    assert api(hr).post(URL, asked(leaver, **given)).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_system_that_asks_many_times_at_once_gets_one_departure(hr: User, leaver: User, api: Connect) -> None:
    program, answers = api(hr), []

    def send() -> None:
        answers.append(program.post(URL, asked(leaver, source="hr", source_id="L-17")))
        connection.close()

    threads = [threading.Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == Departure.objects.count() == 1
