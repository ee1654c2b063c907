"""What was just said about customers is taken back by the message about it, and stands as it did before."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from handover.actions import verdict_undo, verifications
from handover.models import Departure, Plan, SampledCustomer, Verdict, Verification
from handover.wording.timeline import sentence
from tests.cast import NOW
from tests.handover.sampling import check_sample
from tests.handover.verifying import agreed, plan, row, say
from tests.web.test_undo import after, pressed
from web.errors import Refused

__all__ = ["agreed", "plan", "row"]

SignIn = Callable[[User], Client]
LATER = NOW + datetime.timedelta(hours=1)


def stands(row: Verification) -> dict[str, object]:
    row.refresh_from_db()
    return {name: getattr(row, name) for name in ("verdict", "statement", "stated_at", "answer", "settlement")}


def test_each_verdict_is_taken_back_to_what_was_before(
    row: Verification, leaver: User, successor: User, supervisor: User, sign_in: SignIn
) -> None:
    page = reverse("verification_say", args=[row.departure_id, row.pk])
    for person, said in (
        (leaver, {"verdict": "stated", "note": "Mr Zhou decides."}),
        (successor, {"verdict": "disputed", "note": "A rebate was promised."}),
        (supervisor, {"verdict": "settled", "note": "It stands in the contract."}),
    ):
        client, before = sign_in(person), stands(row)
        html = after(client, page, **said)
        assert stands(row) != before
        pressed(client, html)
        assert stands(row) == before
        client.post(page, said)
    told = [sentence(one) for one in AuditEntry.objects.filter(verb="verification.taken_back").order_by("pk")]
    assert told[-1] == "孙丽 took back what was said about 华东精密."


def test_many_are_taken_back_at_once_where_nobody_has_gone_on(
    plan: Plan, leaver: User, successor: User, sign_in: SignIn
) -> None:
    client, rows = sign_in(leaver), plan.departure.verifications
    html = after(client, reverse("verification_say_all", args=[plan.departure_id]), verdict="stated", which="all")
    assert "4 customers are done." in html
    say(rows.get(customer__name="Bluth"), Verdict.CONFIRMED, successor)
    pressed(client, html)
    assert sorted(rows.values_list("verdict", flat=True)) == ["confirmed", "waiting", "waiting", "waiting"]
    assert rows.filter(stated_at=None).count() == 3


def test_nobody_takes_back_what_others_said_or_what_was_signed(
    row: Verification, leaver: User, successor: User, supervisor: User, sign_in: SignIn
) -> None:
    verifications.say(verification=row, verdict=Verdict.STATED, by=leaver, at=LATER)
    address, said = reverse("verification_take_back", args=[row.departure_id]), {"said_at": LATER.isoformat()}
    for person in (successor, supervisor):
        assert "somebody has gone on with it" in after(sign_in(person), address, **said)
    for nonsense in ("", "soon", "2026-13-40T99:00", "0001-01-01T00:00:00+23:00", NOW.replace(tzinfo=None).isoformat()):
        assert sign_in(leaver).post(address, {"said_at": nonsense}).status_code == 404
    Departure.objects.update(signed_off_by=supervisor, signed_off_at=NOW)
    with pytest.raises(Refused) as refused:
        verdict_undo.take_back(departure=row.departure, said_at=LATER, by=leaver, at=LATER)
    assert refused.value.code == "signed_off"
    assert stands(row)["verdict"] == Verdict.STATED


def test_in_the_queue_the_message_comes_with_the_next_customer(
    agreed: Departure, supervisor: User, sign_in: SignIn
) -> None:
    check_sample(agreed, supervisor)
    client, bluth = sign_in(supervisor), Verification.objects.get(customer__name="Bluth")
    headers = {"HX-Request": "true"}
    answer = client.post(
        reverse("verify_deed", args=[bluth.pk]), {"deed": "return", "note": "Who decides?"}, headers=headers
    )
    html = answer.content.decode()
    assert 'id="messages" aria-live="polite" hx-swap-oob="innerHTML"' in html
    assert stands(bluth)["verdict"] == Verdict.WAITING
    pressed(client, html)
    assert stands(bluth)["verdict"] == Verdict.CONFIRMED
    assert SampledCustomer.objects.get(customer__name="Bluth").score == ""  # it is checked anew
