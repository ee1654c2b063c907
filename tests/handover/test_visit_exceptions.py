"""Why customers of grade A need no joint visit: by page and REST, audited, in the document and the sealed record."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.models import Customer
from handover.document.building import build
from handover.document.scope import whole
from handover.lifecycle import State
from handover.meetings import visits
from handover.models import Departure, VisitException
from handover.sealing.facts import facts
from handover.wording.timeline import sentence
from tests.cast import NOW

SignIn = Callable[[User], Client]
Api = Callable[[User], APIClient]
WHY = "All three met at the fair."


@pytest.fixture
def best(leaver: User, make_customer: Callable[..., Customer]) -> list[Customer]:
    """Three customers of grade A and one of grade B."""
    make_customer(leaver, name="Small", grade="B")
    return [make_customer(leaver, name=f"Best {number}", grade="A") for number in range(3)]


@pytest.fixture
def verifying(departure: Departure) -> Departure:
    Departure.objects.update(state=State.VERIFYING)
    departure.refresh_from_db()
    return departure


def test_a_reason_is_given_for_several_and_taken_back_for_one(
    verifying: Departure, best: list[Customer], supervisor: User, sign_in: SignIn
) -> None:
    client, page = sign_in(supervisor), reverse("departure_visits", args=[verifying.pk])
    seen = client.get(page).content.decode()
    assert "For all 3 without a reason" in seen
    assert "Small" not in seen
    said = client.post(page, {"ids": [best[0].pk, best[1].pk], "reason": WHY}, follow=True).content.decode()
    assert "2 customers need no visit." in said
    assert said.count(WHY) == 2
    assert list(visits.missing(verifying)) == [best[2]]
    back = client.post(reverse("visit_wanted", args=[verifying.pk, best[0].pk]), follow=True).content.decode()
    assert "Best 0 is to be visited together after all." in back
    assert f'name="reason" value="{WHY}"' in back  # the message can undo it
    client.post(page, {"everything": "1", "reason": "They asked for none."})
    assert not visits.missing(verifying).exists()
    found = VisitException.objects.get(customer=best[0])
    assert (found.by, found.reason) == (supervisor, "They asked for none.")
    shown = client.get(reverse("verification_sign_off", args=[verifying.pk])).content.decode()
    assert "3 need no visit:" in shown
    assert "They asked for none." in shown


def test_without_words_nothing_is_said_at_the_field_and_above(
    verifying: Departure, best: list[Customer], supervisor: User, sign_in: SignIn
) -> None:
    client, page = sign_in(supervisor), reverse("departure_visits", args=[verifying.pk])
    refused = client.post(page, {"ids": [best[0].pk], "reason": " "})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "data-problems" in shown
    assert f'value="{best[0].pk}" form="exceptions" checked' in shown
    assert client.post(page, {"reason": WHY}).status_code == 422
    assert not VisitException.objects.exists()


def test_only_the_supervisor_says_so_and_others_find_no_page(
    verifying: Departure, best: list[Customer], supervisor: User, manager: User, leaver: User, successor: User,
    hr: User, auditor: User, sign_in: SignIn, api: Api,
) -> None:  # fmt: skip
    page, address = reverse("departure_visits", args=[verifying.pk]), f"/api/v1/departures/{verifying.pk}/visits/"
    for person in (leaver, successor, hr):
        assert sign_in(person).get(page).status_code == 404
        assert api(person).get(address).status_code == 404
    for person in (manager, auditor):
        assert "Best 0" in sign_in(person).get(page).content.decode()
        assert "For the ticked ones" not in sign_in(person).get(page).content.decode()
        assert sign_in(person).post(page, {"ids": [best[0].pk], "reason": WHY}).status_code == 422
    answer = api(manager).post(address, {"customers": [best[0].pk], "reason": WHY})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_yours")
    assert not VisitException.objects.exists()
    api(supervisor).post(address, {"customers": [best[0].pk], "reason": WHY})
    for person, is_told in ((supervisor, True), (manager, True), (leaver, False), (hr, False)):
        timeline = sign_in(person).get(reverse("departure_timeline", args=[verifying.pk])).content.decode()
        assert (WHY in timeline) is is_told, person


def test_by_rest(verifying: Departure, best: list[Customer], supervisor: User, api: Api) -> None:
    program, address = api(supervisor), f"/api/v1/departures/{verifying.pk}/visits/"
    rows = program.get(address).json()["results"]
    assert rows == [{"customer": one.pk, "exception": None} for one in best]
    assert program.post(address, {"reason": WHY}).status_code == 422
    assert program.post(address, {"all": True, "reason": " "}).status_code == 422
    assert program.post(address, {"all": True, "reason": WHY}).json() == {"excepted": 3}
    said = program.get(address).json()["results"][0]["exception"]
    assert (said["reason"], said["by"]) == (WHY, supervisor.pk)
    one = f"{address}{best[0].pk}/exception/"
    assert [program.delete(one).status_code for _twice in range(2)] == [204, 404]
    Departure.objects.update(signed_off_by=supervisor, signed_off_at=NOW)
    assert program.post(address, {"all": True, "reason": WHY}).json()["code"] == "signed_off"
    told = [sentence(entry) for entry in AuditEntry.objects.filter(verb__startswith="visits.").order_by("pk")]
    assert told == [
        f"孙丽 let 3 customers change hands without a joint visit: {WHY}",
        "孙丽 wants Best 0 visited together after all.",
    ]


def test_document_and_record_tell_of_it(
    verifying: Departure, best: list[Customer], supervisor: User, manager: User
) -> None:
    made = {"departure": verifying, "customer": best[0], "reason": WHY, "by": supervisor, "at": NOW}
    pk = VisitException.objects.create(**made).pk
    tree = build(whole(manager, verifying.pk), language="en", at=NOW)
    (part,) = [section for section in tree.sections if section.title == "Customers without a joint visit"]
    assert part.blocks[0].rows[0][:2] == ("Best 0", WHY)  # type: ignore[union-attr]
    sealed = facts(verifying.pk, NOW)["visits"][str(pk)]
    assert sealed == {"customer": best[0].pk, "reason": WHY, "by": supervisor.pk, "at": NOW.isoformat()}
    later = NOW + datetime.timedelta(days=1)
    for wrong in (made | {"at": later}, made | {"customer": best[1], "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitException.objects.create(**wrong)


def test_the_customers_come_before_the_reason(
    verifying: Departure, best: list[Customer], supervisor: User, sign_in: SignIn
) -> None:
    shown = sign_in(supervisor).get(reverse("departure_visits", args=[verifying.pk])).content.decode()
    assert shown.index("Best 0") < shown.index('id="exceptions"')
