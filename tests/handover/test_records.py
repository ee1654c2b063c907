"""The sealed record: set as a departure closes, bound to the one before, and every planted change found."""

import datetime
import json
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from customers.actions import ownership
from customers.models import Customer
from handover.actions import departures, promises, seals, verifications
from handover.lifecycle import State
from handover.models import Departure, Plan, Promise, Seal, VisitException
from handover.models.seal import FIRST
from handover.sealing import canonical, verifying
from handover.wording.timeline import sentence
from tests.cast import NOW
from tests.handover.conftest import carry_out
from tests.handover.documents import ask, text
from tests.handover.sampling import check_sample, let_visits_be
from tests.handover.verifying import finish

LATER = NOW + datetime.timedelta(days=30)


def verify(*given: str) -> str:
    """What `manage.py verify_record` says; how it ended is its last line."""
    said = StringIO()
    try:
        call_command("verify_record", *given, stdout=said, no_color=True)
    except CommandError as stopped:
        return f"{said.getvalue()}{stopped} Exit code {stopped.returncode}."
    return said.getvalue()


@pytest.fixture
def closed(
    approved: Plan, leaver: User, successor: User, second_successor: User, supervisor: User, manager: User
) -> Departure:
    """陈静's departure, gone through from the plan to the close."""
    departure = approved.departure
    assert departure is not None
    step = {"departure": departure, "by": manager, "at": NOW}
    departures.transition(verb="begin", **step)
    customer = Customer.objects.get(name="Hottechi")
    words = {"departure": departure, "told_by": leaver, "told_at": NOW}
    Promise.objects.create(customer=customer, what="5% less next year", to_whom="Mr Zhou", **words)
    departures.transition(verb="verify", **step)
    finish(approved, leaver, successor, second_successor)
    check_sample(departure, supervisor)
    let_visits_be(departure, supervisor)
    verifications.sign_off(departure=departure, note="all seen", by=supervisor, at=NOW)
    carry_out(approved, manager)
    departure.items.all().delete()
    departures.transition(verb="close", **step | {"at": LATER})
    return departure


@pytest.fixture
def chain(
    closed: Departure, supervisor: User, second_successor: User, manager: User,
    make_departure: Callable[..., Departure],
) -> list[Seal]:  # fmt: skip
    """Three seals, the first on 陈静's record."""
    for person in (supervisor, second_successor):
        seals.seal(departure=make_departure(person, manager, State.CLOSED), by=manager, at=LATER)
    return list(Seal.objects.all())


def plant(sql: str) -> None:
    """Change the seals where no trigger looks and no constraint asks before the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE handover_seal DISABLE TRIGGER append_only")
        for statement in sql.split(";"):
            cursor.execute(statement)
        cursor.execute("ALTER TABLE handover_seal ENABLE TRIGGER append_only")


def test_closing_seals_the_record_and_it_holds(chain: list[Seal], closed: Departure, manager: User) -> None:
    first, second, third = chain
    assert (first.number, first.previous, first.departure_id, first.sealed_by) == (1, FIRST, closed.pk, manager)
    assert (second.previous, third.previous) == (first.digest, second.digest)
    assert first.digest == canonical.digest(FIRST, first.record)
    for words in ("5% less next year", "all seen", "陈静", "Hottechi"):
        assert words in first.record
    assert "career" not in first.record
    entry = AuditEntry.objects.about(closed).get(verb="departure.sealed")
    assert sentence(entry) == "王芳 sealed the record under number 1."
    assert verify() == "3 seals verified; all is as it was.\n"
    assert verify(str(closed.pk)) == "1 seal verified; all is as it was.\n"
    assert seals.seal(departure=closed, by=manager, at=LATER) == first


def test_what_goes_on_afterwards_breaks_no_seal(
    closed: Departure, leaver: User, manager: User, supervisor: User
) -> None:
    ownership.change(record=Customer.objects.get(name="Hottechi"), to=supervisor, by=manager, at=LATER)
    promises.settle(promise=Promise.objects.get(), outcome="kept", by=manager, at=LATER)
    Customer.objects.update(name="Renamed", grade="C")
    leaver.name = "陈婧"
    leaver.save()
    assert "all is as it was" in verify()


def test_a_record_from_before_visits_were_part_of_it_holds(closed: Departure) -> None:
    VisitException.objects.all().delete()
    seal = Seal.objects.get()
    older = json.loads(seal.record)
    del older["facts"]["visits"]
    seal.record = canonical.text(older)
    seal.digest = canonical.digest(seal.previous, seal.record)
    assert list(verifying.itself(seal)) == []


def test_a_seal_is_added_and_never_changed(chain: list[Seal]) -> None:
    for statement in ("UPDATE handover_seal SET sealed_at = now()", "DELETE FROM handover_seal"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


#: What is done behind Baton's back, and what is found: by the command over all, and of the first departure alone.
TAMPERED = {
    "an edited record": (
        "UPDATE handover_seal SET record = replace(record, 'all seen', 'not seen') WHERE number = 1",
        ["Seal 1 does not fit its record", "sealed as “not seen”, now “all seen”"],
    ),
    "an edited record with a digest made to fit": (
        (
            "UPDATE handover_seal SET record = replace(record, 'all seen', 'not seen') WHERE number = 1;"
            "UPDATE handover_seal SET digest = encode(sha256(convert_to(previous || record, 'UTF8')), 'hex') "
            "WHERE number = 1"
        ),
        ["Seal 2 does not follow the seal before it", "sealed as “not seen”, now “all seen”"],
    ),
    "an edited seal": (
        "UPDATE handover_seal SET digest = repeat('a', 64) WHERE number = 1",
        ["Seal 1 does not fit its record", "Seal 2 does not follow the seal before it"],
    ),
    "another time beside the record": (
        "UPDATE handover_seal SET sealed_at = sealed_at + interval '1 day' WHERE number = 1",
        ["Number, time or person beside the record are not those in seal 1"],
    ),
    "a row taken out of the middle": (
        "DELETE FROM handover_seal WHERE number = 2",
        ["Seal 2 is not there", "Seal 3 does not follow the seal before it", "was closed and its record is not sealed"],
    ),
    "the last row taken out": (
        "DELETE FROM handover_seal WHERE number = 3",
        ["was closed and its record is not sealed"],
    ),
    "two rows in another order": (
        (
            "UPDATE handover_seal SET number = 9 WHERE number = 2;"
            "UPDATE handover_seal SET number = 2 WHERE number = 3;"
            "UPDATE handover_seal SET number = 3 WHERE number = 9"
        ),
        ["Seal 2 does not follow the seal before it", "are not those in seal 2", "are not those in seal 3"],
    ),
    "no record at all": (
        "UPDATE handover_seal SET record = 'x' WHERE number = 1",
        ["Seal 1 does not fit its record", "The record under seal 1 can’t be read"],
    ),
    "another date of the departure": (
        "UPDATE handover_departure SET last_day_on = last_day_on + 1 WHERE signed_off_at IS NOT NULL",
        ["the dates and people of the departure, last_day_on: sealed as “2026-12-15”, now “2026-12-16”"],
    ),
    "another promise": (
        "UPDATE handover_promise SET what = 'nothing'",
        ["the promises", "sealed as “5% less next year”, now “nothing”"],
    ),
    "a verification turned round": (
        "UPDATE handover_verification SET statement = 'other words'",
        ["what was verified"],
    ),
    "a promise taken out": ("DELETE FROM handover_promise", ["Gone since seal 1: the promises"]),
    "a score of the sample": ("UPDATE handover_sampledcustomer SET score = 'gaps'", ["the sample"]),
    "a line of the ledger": (
        (
            "ALTER TABLE customers_ownershipchange DISABLE TRIGGER append_only;"
            "DELETE FROM customers_ownershipchange WHERE id = (SELECT min(id) FROM customers_ownershipchange);"
            "ALTER TABLE customers_ownershipchange ENABLE TRIGGER append_only"
        ),
        ["Gone since seal 1: what changed hands"],
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_each_planted_change_is_found(chain: list[Seal], what: str) -> None:
    sql, told = TAMPERED[what]
    plant(sql)
    said = verify()
    assert [words for words in told if words not in said] == [], said
    assert said.endswith("the record is not as it was. Exit code 1.")


def test_closed_before_records_were_sealed(
    closed: Departure, supervisor: User, manager: User, make_departure: Callable[..., Departure],
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    old = make_departure(supervisor, manager, State.CLOSED)
    assert f"Departure {old.pk} was closed and its record is not sealed." in verify()
    page = reverse("departure_record", args=[old.pk])
    assert "This record is not sealed." in sign_in(manager).get(page).content.decode()
    said = verify("--seal-missing")
    assert "Sealed departure" in said
    assert "2 seals verified" in said
    late = sign_in(manager).get(page).content.decode()
    assert "Later than it was closed" in late
    assert Seal.objects.get(departure=old).sealed_by is None


def test_the_page_shows_the_seal_and_verifies(
    chain: list[Seal], closed: Departure, manager: User, hr: User, outsider: User, successor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    page, client = reverse("departure_record", args=[closed.pk]), sign_in(manager)
    assert chain[0].digest in client.get(page).content.decode()
    assert "All is as it was sealed." in client.get(page, {"verify": 1}).content.decode()
    assert page in client.get(reverse("departure", args=[closed.pk])).content.decode()
    assert sign_in(outsider).get(page).status_code == 404
    Promise.objects.update(what="nothing")
    told = client.get(page, {"verify": 1}).content.decode()
    assert "The record is not as it was sealed." in told
    assert "5% less next year" in told
    for reader in (hr, successor):
        told = sign_in(reader).get(page, {"verify": 1}).content.decode()
        assert "Not as it was sealed: the promises." in told
        assert "5% less next year" not in told


def test_an_open_departure_has_no_record(plan: Plan, manager: User, sign_in: Callable[[User], Client]) -> None:
    assert plan.departure is not None
    assert sign_in(manager).get(reverse("departure_record", args=[plan.departure.pk])).status_code == 404


def test_the_document_of_a_closed_departure_carries_its_seal(
    closed: Departure, manager: User, sign_in: Callable[[User], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for kind in ("pdf", "docx", "xlsx"):
        assert Seal.objects.get().digest in text(ask(sign_in(manager), closed, kind), kind)
    assert "all is as it was" in verify()


@pytest.mark.django_db(transaction=True)
def test_seals_set_at_once_stand_one_after_the_other(
    leaver: User, successor: User, supervisor: User, second_successor: User, manager: User,
    make_departure: Callable[..., Departure],
) -> None:  # fmt: skip
    people = (leaver, successor, supervisor, second_successor)
    over = [make_departure(person, manager, State.CLOSED) for person in people]

    def seal(departure: Departure) -> None:
        try:
            seals.seal(departure=departure, by=manager, at=LATER)
        finally:
            connection.close()

    threads = [threading.Thread(target=seal, args=(one,)) for one in over]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert "4 seals verified" in verify()


@pytest.mark.parametrize("record", ["x", '{"facts": 1, "seal": 2}', '{"facts": {"changes": 3}, "seal": {}}'])
def test_the_page_says_so_when_a_record_is_no_record(
    chain: list[Seal], closed: Departure, manager: User, sign_in: Callable[[User], Client], record: str
) -> None:
    plant(f"UPDATE handover_seal SET record = '{record}' WHERE number = 1")
    page = sign_in(manager).get(f"/handovers/{closed.pk}/record/?verify=1")
    assert page.status_code == 200
    assert "does not fit its record" in page.content.decode()
