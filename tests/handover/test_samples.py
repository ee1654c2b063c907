"""The supervisor's sample: drawn by a seed that is kept, in step with the plan, never scored by who takes over."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User
from customers.models import Customer
from handover.actions import samples
from handover.checking import access, rights, sampling
from handover.models import Departure, Plan, Sample, SampledCustomer, Score, Verdict, Verification
from handover.wording.timeline import sentence
from tests.cast import NOW
from tests.handover.sampling import check_sample
from tests.handover.verifying import agreed, plan, say
from web.errors import Refused

__all__ = ["agreed", "plan"]

BOOK = [(pk, "A" if pk <= 3 else "BC"[pk % 2]) for pk in range(1, 404)]


def test_the_same_seed_draws_the_same_customers_in_any_order() -> None:
    drawn = sampling.drawn("seed", BOOK)
    assert drawn == sampling.drawn("seed", reversed(BOOK))
    assert drawn != sampling.drawn("other", BOOK)
    assert {1, 2, 3} <= drawn
    assert len(drawn) == 3 + 20
    assert len(sampling.drawn("seed", BOOK, 5)) == 3 + 5


@pytest.mark.parametrize(("others", "many"), [(0, 0), (1, 1), (10, 10), (11, 10), (100, 10), (101, 11), (10_000, 100)])
def test_ten_or_the_square_root_are_drawn_and_few_are_all_checked(others: int, many: int) -> None:
    assert sampling.usual_size(others) == many


def test_who_goes_is_followed_by_the_next_in_the_row() -> None:
    before = sampling.drawn("seed", BOOK, 5)
    gone = max(before)
    after = sampling.drawn("seed", [pair for pair in BOOK if pair[0] != gone], 5)
    assert before - after == {gone}
    assert len(after - before) == 1


def sampled(name: str) -> SampledCustomer:
    return SampledCustomer.objects.standing().select_related("sample", "customer").get(customer__name=name)


def test_the_system_draws_as_the_handover_begins(plan: Plan) -> None:
    sample = Sample.objects.get(departure=plan.departure)
    assert (sample.number, len(sample.seed), sample.drawn_by) == (1, 16, None)
    assert sample.customers.count() == 3
    entry = AuditEntry.objects.about(plan.departure).get(verb="sample.drawn")
    assert entry.details["seed"] == sample.seed
    assert sentence(entry) == "A sample of 3 customers was drawn for the supervisor to check."
    assert samples.keep_up(departure=plan.departure, at=NOW) == sample
    assert AuditEntry.objects.about(plan.departure).filter(verb__startswith="sample.").count() == 1


def test_the_supervisor_scores_what_is_agreed(agreed: Departure, supervisor: User) -> None:
    found = samples.score(sampled=sampled("Bluth"), score="gaps", note="no next step", by=supervisor, at=NOW)
    assert (found.score, found.scored_by, found.scored_at) == (Score.GAPS, supervisor, NOW)
    samples.score(sampled=found, score="gaps", note="no next step", by=supervisor, at=NOW)
    told = [sentence(entry) for entry in AuditEntry.objects.about(agreed).filter(verb="sample.scored")]
    assert told == ["孙丽 checked Bluth: small gaps – no next step."]


def test_nothing_is_scored_before_it_is_agreed(plan: Plan, supervisor: User) -> None:
    with pytest.raises(Refused) as refused:
        samples.score(sampled=sampled("Bluth"), score="complete", by=supervisor, at=NOW)
    assert refused.value.code == "not_now"


def test_not_usable_is_said_in_words(agreed: Departure, supervisor: User) -> None:
    with pytest.raises(Refused) as refused:
        samples.score(sampled=sampled("Bluth"), score="unusable", note=" ", by=supervisor, at=NOW)
    assert (refused.value.code, refused.value.status) == ("words_needed", 422)


def test_only_who_checks_scores(
    agreed: Departure, leaver: User, successor: User, second_successor: User, manager: User, hr: User, outsider: User,
) -> None:  # fmt: skip
    for person in (leaver, successor, second_successor, manager, hr, outsider):
        with pytest.raises(Refused) as refused:
            samples.score(sampled=sampled("Bluth"), score="complete", by=person, at=NOW)
        assert refused.value.status == 403


def test_what_the_supervisor_takes_over_is_checked_by_the_manager(
    agreed: Departure, successor: User, second_successor: User, manager: User, leaver: User
) -> None:
    Departure.objects.update(supervisor=successor)
    with pytest.raises(Refused) as refused:
        samples.score(sampled=sampled("Bluth"), score="complete", by=successor, at=NOW)
    assert refused.value.code == "supervisor_is_successor"
    assert samples.score(sampled=sampled("Bluth"), score="complete", by=manager, at=NOW).scored_by == manager
    assert samples.score(sampled=sampled("Cancity"), score="complete", by=successor, at=NOW).scored_by == successor
    with pytest.raises(Refused) as refused:
        samples.score(sampled=sampled("Cancity"), score="complete", by=manager, at=NOW)
    assert refused.value.code == "not_yours"


def test_the_condition_in_sql_is_the_rule(
    agreed: Departure, leaver: User, manager: User, successor: User, second_successor: User, supervisor: User,
    hr: User, admin: User, auditor: User, outsider: User,
) -> None:  # fmt: skip
    for supervises in (supervisor, successor):
        Departure.objects.update(supervisor=supervises)
        for person in (leaver, manager, successor, second_successor, supervisor, hr, admin, auditor, outsider):
            by_sql = set(Verification.objects.filter(access.mine(person)).values_list("pk", flat=True))
            rows = Verification.objects.select_related("departure")
            assert by_sql == {row.pk for row in rows if rights.may_check(person, row.departure, row.successor_id)}


def test_what_is_said_anew_is_checked_anew(agreed: Departure, supervisor: User, leaver: User, successor: User) -> None:
    check_sample(agreed, supervisor)
    say(agreed.verifications.get(customer__name="Bluth"), Verdict.WAITING, supervisor, "who decides?")
    assert sampled("Bluth").score == ""
    assert sampled("Cancity").score == Score.COMPLETE


def test_another_draw_has_its_reason_and_keeps_scores(
    agreed: Departure, supervisor: User, manager: User, leaver: User, hr: User
) -> None:
    check_sample(agreed, supervisor)
    for person in (leaver, hr):
        with pytest.raises(Refused) as refused:
            samples.draw_again(departure=agreed, reason="more", by=person, at=NOW)
        assert refused.value.code == "not_yours"
    with pytest.raises(Refused) as refused:
        samples.draw_again(departure=agreed, reason=" ", by=supervisor, at=NOW)
    assert refused.value.code == "words_needed"
    second = samples.draw_again(departure=agreed, reason="one more", size=1, by=manager, at=NOW, seed="abc")
    first = Sample.objects.get(number=1)
    assert (second.number, second.customers.count(), first.replaced_at) == (2, 2, NOW)
    assert not second.customers.filter(score="").exists()
    entry = AuditEntry.objects.about(agreed).get(verb="sample.drawn_again")
    assert (entry.details["seed"], entry.details["former_seed"]) == ("abc", first.seed)
    assert sentence(entry) == "王芳 had another sample of 2 customers drawn: one more"
    with pytest.raises(Refused):
        samples.score(sampled=first.customers.all()[0], score="gaps", by=supervisor, at=NOW)


def test_the_sample_follows_the_plan(
    agreed: Departure, supervisor: User, leaver: User, second_successor: User, make_customer: Callable[..., Customer]
) -> None:
    check_sample(agreed, supervisor)
    agreed.verifications.filter(customer__name="Cancity").delete()
    agreed.verifications.filter(customer__name="Bluth").update(successor=second_successor)
    Verification.objects.create(
        departure=agreed, customer=make_customer(leaver, name="New", grade="A"), successor=second_successor
    )
    samples.keep_up(departure=agreed, at=NOW)
    rows = SampledCustomer.objects.standing().values_list("customer__name", "successor__name", "score")
    assert set(rows) == {("华东精密", "李伟", "complete"), ("Bluth", "赵敏", ""), ("New", "赵敏", "")}
    assert AuditEntry.objects.about(agreed).filter(verb="sample.followed").count() == 1


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"score": "fine"}, "sampled_score_known"),
        ({"score": "complete"}, "sampled_score_whole"),
        ({"score": "unusable", "scored_at": NOW, "scored_by": "supervisor"}, "sampled_unusable_in_words"),
        ({"score": "complete", "scored_at": NOW, "scored_by": "successor"}, "sampled_scored_by_another"),
    ],
)
def test_the_database_keeps_scores_whole(
    plan: Plan, supervisor: User, successor: User, fields: dict, name: str
) -> None:
    people = {"supervisor": supervisor, "successor": successor}
    given = {key: people.get(value, value) for key, value in fields.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SampledCustomer.objects.filter(customer__name="Bluth").update(**given)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"seed": ""}, "sample_keeps_its_seed"),
        ({"number": 2}, "sample_drawn_again_with_reason"),
    ],
)
def test_the_database_keeps_samples_whole(plan: Plan, fields: dict, name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Sample.objects.update(**fields)


def test_the_database_keeps_one_sample_and_no_leavers_signature(plan: Plan, leaver: User, supervisor: User) -> None:
    with pytest.raises(IntegrityError, match="sample_one_stands"), transaction.atomic():
        Sample.objects.create(
            departure=plan.departure, number=2, seed="x", drawn_at=NOW, drawn_by=supervisor, reason="again"
        )
    with pytest.raises(IntegrityError, match="departure_not_signed_by_leaver"), transaction.atomic():
        Departure.objects.update(signed_off_by=leaver, signed_off_at=NOW)
