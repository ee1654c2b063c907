"""The supervisor's queue and the sign-off page, by the front door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from handover.models import Departure, ReturnReason, Sample, SampledCustomer, Verdict, Verification
from tests.handover.sampling import check_sample, let_visits_be
from tests.handover.verifying import agreed, plan, say

__all__ = ["agreed", "plan"]

SignIn = Callable[[User], Client]
QUEUE = "/verify/"
HTMX = {"HX-Request": "true"}


def row(name: str) -> Verification:
    return Verification.objects.get(customer__name=name)


def do(client: Client, name: str, deed: str, headers: dict | None = None, **words: object) -> str:
    answer = client.post(
        reverse("verify_deed", args=[row(name).pk]), {"deed": deed, **words}, follow=True, headers=headers or {}
    )
    return answer.content.decode()


@pytest.fixture
def disputed(agreed: Departure, leaver: User, successor: User) -> Verification:
    """李伟 objects to Bluth after all."""
    return say(row("Bluth"), Verdict.DISPUTED, successor, "a rebate was promised")


def test_the_dispute_comes_first_then_the_sample_by_grade(
    disputed: Verification, supervisor: User, sign_in: SignIn
) -> None:
    client = sign_in(supervisor)
    seen = client.get(QUEUE).content.decode()
    assert "3 customers are left." in seen
    assert "a rebate was promised" in seen
    seen = do(client, "Bluth", "settle", note="It stands in the contract.")
    assert "Bluth is settled; both sides are told." in seen
    assert "华东精密" in seen
    seen = do(client, "华东精密", "complete", headers=HTMX)
    assert "华东精密: complete." in seen
    assert "<html" not in seen
    assert "2 customers are left." in seen
    do(client, "Bluth", "gaps", note="no next step")
    assert "Nothing waits for you to check" in do(client, "Cancity", "complete")
    scores = SampledCustomer.objects.values_list("customer__name", "score", "note")
    assert set(scores) == {("华东精密", "complete", ""), ("Bluth", "gaps", "no next step"), ("Cancity", "complete", "")}


def test_a_refusal_keeps_the_words(disputed: Verification, supervisor: User, sign_in: SignIn) -> None:
    client, address = sign_in(supervisor), reverse("verify_deed", args=[disputed.pk])
    answer = client.post(address, {"deed": "settle", "note": ""})
    assert (answer.status_code, "Say it in words." in answer.content.decode()) == (422, True)
    seen = do(client, "华东精密", "unusable", headers=HTMX, note="")
    assert "Say in words what is missing." in seen
    assert "华东精密" in seen
    assert client.post(address, {"deed": "dance"}).status_code == 422


def test_a_reason_from_the_list_is_completed(disputed: Verification, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    reason = ReturnReason.objects.filter(language="en")[1]
    assert reason.text in client.get(QUEUE).content.decode()
    assert "Bluth goes back" in do(client, "Bluth", "return", reason=reason.pk, note="Mr Zhou knows.")
    disputed.refresh_from_db()
    assert (disputed.verdict, disputed.settlement) == ("waiting", f"{reason.text}\nMr Zhou knows.")


def test_what_is_skipped_comes_at_the_end(disputed: Verification, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    assert "华东精密</a>" in do(client, "Bluth", "skip")
    assert "Cancity</a>" in do(client, "华东精密", "skip")
    assert "Bluth</a>" in do(client, "Cancity", "skip")
    assert "Cancity</a>" in client.get(QUEUE, {"item": row("Cancity").pk}).content.decode()


def test_who_sees_which_queue(
    disputed: Verification, leaver: User, successor: User, manager: User, hr: User, auditor: User, outsider: User,
    sign_in: SignIn,
) -> None:  # fmt: skip
    for person in (leaver, successor, outsider):
        assert "Bluth" not in sign_in(person).get(QUEUE, {"all": "1"}).content.decode()
        answer = sign_in(person).post(reverse("verify_deed", args=[disputed.pk]), {"deed": "skip"})
        assert answer.status_code == 404
    assert sign_in(hr).get(QUEUE).status_code == 403
    for person in (manager, auditor):
        client = sign_in(person)
        assert "Bluth" not in client.get(QUEUE).content.decode()
        seen = client.get(QUEUE, {"all": "1"}).content.decode()
        assert "For somebody else to check" in seen
        assert "This is for somebody else to" in do(client, "Bluth", "settle", note="so be it")
        assert "This is for somebody else to" in do(client, "华东精密", "complete")
    disputed.refresh_from_db()
    assert disputed.verdict == Verdict.DISPUTED


def test_what_waits_long_says_so(disputed: Verification, supervisor: User, sign_in: SignIn) -> None:
    seen = sign_in(supervisor).get(QUEUE).content.decode()
    assert "Waiting" in seen
    assert "verify-age is-too_long" in seen


def test_signing_waits_for_the_sample_and_shows_it(agreed: Departure, supervisor: User, sign_in: SignIn) -> None:
    client, page = sign_in(supervisor), reverse("verification_sign_off", args=[agreed.pk])
    seen = client.get(page).content.decode()
    assert "3 customers of the sample are not checked yet." in seen
    assert Sample.objects.get().seed in seen
    refused = client.post(page, {"note": "", "sure": "on"})
    assert refused.status_code == 422
    check_sample(agreed, supervisor)
    assert "was not visited together, and nothing says why" in client.get(page).content.decode()
    let_visits_be(agreed, supervisor)
    assert "What you confirm, in your words" in client.get(page).content.decode()
    signed = client.post(page, {"note": "Looked at all three.", "sure": "on"}, follow=True).content.decode()
    assert "孙丽 signed off on" in signed
    assert "Looked at all three." in signed


def test_signing_what_is_not_usable_takes_words(agreed: Departure, supervisor: User, sign_in: SignIn) -> None:
    client, page = sign_in(supervisor), reverse("verification_sign_off", args=[agreed.pk])
    do(client, "Bluth", "unusable", note="nobody knows who decides")
    check_sample(agreed, supervisor)
    let_visits_be(agreed, supervisor)
    assert "say in words why you sign" in client.post(page, {"sure": "on"}).content.decode()
    client.post(page, {"sure": "on", "note": "The leaver is ill; Li visits them."})
    agreed.refresh_from_db()
    assert agreed.signed_off_by == supervisor


def test_the_sample_is_no_business_of_leaver_and_successors(
    agreed: Departure, leaver: User, successor: User, hr: User, manager: User, auditor: User, sign_in: SignIn
) -> None:
    page = reverse("verification_sign_off", args=[agreed.pk])
    for person in (leaver, successor, hr):
        assert sign_in(person).get(page).status_code == 404
        timeline = sign_in(person).get(reverse("departure_timeline", args=[agreed.pk])).content.decode()
        assert "A sample of" not in timeline
    for person in (manager, auditor):
        assert sign_in(person).get(page).status_code == 200


def test_another_draw_takes_a_reason(agreed: Departure, manager: User, auditor: User, sign_in: SignIn) -> None:
    address = reverse("sample_draw", args=[agreed.pk])
    assert sign_in(manager).post(address, {"reason": ""}).status_code == 422
    sign_in(auditor).post(address, {"reason": "I want to"})
    assert Sample.objects.count() == 1
    seen = sign_in(manager).post(address, {"reason": "A complaint came in", "size": "1"}, follow=True)
    assert "A complaint came in" in seen.content.decode()
    assert SampledCustomer.objects.standing().count() == 2


def test_a_handover_from_before_gets_its_sample(agreed: Departure, supervisor: User, sign_in: SignIn) -> None:
    Sample.objects.all().delete()
    client, page = sign_in(supervisor), reverse("verification_sign_off", args=[agreed.pk])
    assert "The sample is not drawn yet." in client.get(page).content.decode()
    client.post(reverse("sample_draw", args=[agreed.pk]))
    assert SampledCustomer.objects.count() == 3


def test_an_administrator_words_the_reasons(admin: User, manager: User, sign_in: SignIn) -> None:
    page = reverse("return_reasons")
    assert sign_in(manager).get(page).status_code == 403
    client = sign_in(admin)
    assert client.post(page, {"language": "en", "en-texts": " \n"}).status_code == 422
    client.post(page, {"language": "en", "en-texts": "Who decides?\n\nWhat was promised?\n"})
    assert list(ReturnReason.objects.filter(language="en").values_list("text", flat=True)) == [
        "Who decides?",
        "What was promised?",
    ]
    assert AuditEntry.objects.filter(verb="sample.reasons_changed", by=admin).count() == 1
