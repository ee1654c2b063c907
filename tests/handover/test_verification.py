"""Verifying together: rows follow the approved plan, each has their part, and the supervisor signs off."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from customers.kinds import RecordKind
from handover.actions import departures, meetings, verifications
from handover.actions.meetings import Wanted
from handover.meetings import visits
from handover.models import (
    Assignment,
    Departure,
    Meeting,
    MeetingKind,
    MeetingState,
    Plan,
    PlanState,
    Verdict,
    Verification,
)
from handover.wording.timeline import sentence
from notices.models import Notice
from tests.cast import NOW
from tests.handover.sampling import check_sample, let_visits_be
from tests.handover.verifying import finish, plan, row, say
from web.errors import Refused

__all__ = ["plan", "row"]

LATER = NOW + datetime.timedelta(hours=1)


def test_rows_open_as_the_handover_begins(plan: Plan, successor: User, second_successor: User, leaver: User) -> None:
    rows = [(row.customer and row.customer.name, row.successor) for row in plan.departure.verifications.all()]
    assert rows == [
        ("华东精密", successor),
        ("Bluth", successor),
        ("Cancity", second_successor),
        (None, second_successor),
    ]
    assert Notice.objects.filter(kind="verification_to_state", recipient=leaver).count() == 1
    assert verifications.open_for(departure=plan.departure, at=LATER) == 0


def test_leaver_states_successor_confirms(row: Verification, leaver: User, successor: User) -> None:
    say(row, Verdict.STATED, leaver, "Mr Zhou decides; call after ten.")
    found = say(row, Verdict.CONFIRMED, successor)
    assert (found.verdict, found.statement, found.stated_by) == (
        "confirmed",
        "Mr Zhou decides; call after ten.",
        leaver,
    )
    verbs = AuditEntry.objects.about(row.departure).values_list("verb", "by")
    assert {("verification.stated", leaver.pk), ("verification.confirmed", successor.pk)} <= set(verbs)


def test_a_dispute_goes_to_the_supervisor_who_settles_it_in_words(
    row: Verification, leaver: User, successor: User, supervisor: User
) -> None:
    say(row, Verdict.STATED, leaver)
    with pytest.raises(Refused) as refused:
        say(row, Verdict.DISPUTED, successor)
    assert refused.value.code == "words_needed"
    say(row, Verdict.DISPUTED, successor, "the amount is wrong")
    assert Notice.objects.get(kind="verification_disputed").recipient == supervisor
    with pytest.raises(Refused):
        say(row, Verdict.SETTLED, supervisor)
    found = say(row, Verdict.SETTLED, supervisor, "¥86,000 it is")
    assert found.settled_by == supervisor
    told = set(Notice.objects.filter(kind="verification_settled").values_list("recipient", flat=True))
    assert told == {leaver.pk, successor.pk}


def test_the_supervisor_may_send_back(row: Verification, leaver: User, supervisor: User) -> None:
    say(row, Verdict.STATED, leaver)
    found = say(row, Verdict.WAITING, supervisor, "who decides?")
    assert found.verdict == Verdict.WAITING
    assert Notice.objects.get(kind="verification_sent_back").recipient == leaver
    assert say(row, Verdict.STATED, leaver, "Mr Zhou").verdict == Verdict.STATED


@pytest.mark.parametrize("verdict", Verdict.values)
def test_nobody_plays_anothers_part(
    row: Verification, verdict: str, leaver: User, successor: User, second_successor: User, supervisor: User,
    manager: User, outsider: User,
) -> None:  # fmt: skip
    parts = {"stated": leaver, "confirmed": successor, "disputed": successor}
    for person in (leaver, successor, second_successor, supervisor, manager, outsider):
        if person != parts.get(verdict, supervisor):
            with pytest.raises(Refused) as refused:
                say(row, verdict, person, "words")
            assert (refused.value.code, refused.value.status) == ("not_yours", 403)


def test_nothing_is_confirmed_before_it_is_stated(row: Verification, successor: User) -> None:
    with pytest.raises(Refused) as refused:
        say(row, Verdict.CONFIRMED, successor)
    assert refused.value.code == "not_now"


def test_the_supervisor_stands_in_for_a_leaver_who_is_gone(row: Verification, leaver: User, supervisor: User) -> None:
    Departure.objects.update(already_gone=True)
    with pytest.raises(Refused):
        say(row, Verdict.STATED, leaver)
    assert say(row, Verdict.STATED, supervisor).stated_by == supervisor


def test_the_supervisor_settles_what_a_successor_can_no_longer_answer(
    row: Verification, leaver: User, successor: User, supervisor: User
) -> None:
    say(row, Verdict.STATED, leaver)
    with pytest.raises(Refused):
        say(row, Verdict.SETTLED, supervisor, "fine")
    User.objects.filter(pk=successor.pk).update(is_active=False)
    assert say(row, Verdict.SETTLED, supervisor, "fine").verdict == Verdict.SETTLED


def test_many_are_stated_and_confirmed_at_once(
    plan: Plan, leaver: User, successor: User, second_successor: User, supervisor: User
) -> None:
    rows = plan.departure.verifications.all()
    many = {"departure": plan.departure, "rows": rows, "at": NOW}
    assert verifications.say_all(verdict=Verdict.STATED, by=leaver, **many) == 4
    assert verifications.say_all(verdict=Verdict.STATED, by=leaver, **many) == 0
    assert verifications.say_all(verdict=Verdict.CONFIRMED, by=supervisor, **many) == 0
    assert verifications.say_all(verdict=Verdict.CONFIRMED, by=successor, **many) == 2
    assert verifications.say_all(verdict=Verdict.CONFIRMED, by=second_successor, **many) == 2
    assert AuditEntry.objects.about(plan.departure).filter(verb="verification.stated").count() == 1
    told = Notice.objects.filter(kind="verification_to_confirm").values_list("recipient", flat=True)
    assert sorted(told) == sorted([successor.pk, second_successor.pk])
    assert Notice.objects.get(kind="verification_complete").recipient == supervisor


def test_one_notice_a_day_however_many_customers(plan: Plan, leaver: User, successor: User) -> None:
    for each in plan.departure.verifications.filter(successor=successor):
        say(each, Verdict.STATED, leaver)
    assert Notice.objects.filter(kind="verification_to_confirm", recipient=successor).count() == 1


def test_the_sign_off_waits_for_all_and_is_the_supervisors(
    plan: Plan, leaver: User, successor: User, second_successor: User, supervisor: User, manager: User
) -> None:
    departure = plan.departure
    with pytest.raises(Refused, match="4 customers are not verified yet") as refused:
        verifications.sign_off(departure=departure, by=supervisor, at=NOW)
    assert refused.value.code == "unfinished"
    finish(plan, leaver, successor, second_successor)
    with pytest.raises(Refused) as refused:
        verifications.sign_off(departure=departure, by=manager, at=NOW)
    assert refused.value.status == 403
    with pytest.raises(Refused, match="3 customers of the sample are not checked yet") as refused:
        verifications.sign_off(departure=departure, by=supervisor, at=NOW)
    assert refused.value.code == "sample_unscored"
    check_sample(departure, supervisor)
    with pytest.raises(Refused, match="1 customer of grade A was not visited together with 陈静") as refused:
        verifications.sign_off(departure=departure, by=supervisor, at=NOW)
    assert (refused.value.code, refused.value.status) == ("visits_missing", 422)
    let_visits_be(departure, supervisor)
    signed = verifications.sign_off(departure=departure, note="well done", by=supervisor, at=NOW)
    assert (signed.signed_off_by, signed.sign_off_note) == (supervisor, "well done")
    with pytest.raises(Refused) as refused:
        say(departure.verifications.filter(successor=successor)[0], Verdict.DISPUTED, successor, "wait")
    assert refused.value.code == "signed_off"


MISSING = "1 customer of grade A was not visited together, and nothing says why."


@pytest.mark.parametrize("is_asked", [True, False])
def test_grade_a_is_visited_together_where_the_rule_asks_for_it(
    plan: Plan, leaver: User, successor: User, second_successor: User, supervisor: User, manager: User,
    sign_in: Callable[[User], Client], settings: Any, is_asked: bool,
) -> None:  # fmt: skip
    departure = plan.departure
    finish(plan, leaver, successor, second_successor)
    check_sample(departure, supervisor)
    page = f"/handovers/{departure.pk}/verification/sign-off/"
    assert MISSING in sign_in(supervisor).get(page).content.decode()
    if not is_asked:
        settings.JOINT_VISITS = False
    else:
        ends = NOW + datetime.timedelta(hours=1)
        [best] = visits.missing(departure)
        wanted = Wanted(MeetingKind.VISIT, NOW, ends, "Pudong", "", customers=[best], people=[leaver, successor])
        visit = meetings.call(departure=departure, wanted=wanted, by=manager, at=NOW)
        Meeting.objects.filter(pk=visit.pk).update(state=MeetingState.HELD, settled_by=manager, settled_at=ends)
    assert MISSING not in sign_in(supervisor).get(page).content.decode()
    answer = sign_in(supervisor).post(page, {"note": "", "sure": "on"}, follow=True)
    assert "Signed off." in answer.content.decode()


def test_confirming_all_leaves_ones_own_objections(plan: Plan, leaver: User, successor: User) -> None:
    rows = plan.departure.verifications.filter(successor=successor)
    verifications.say_all(departure=plan.departure, rows=rows, verdict=Verdict.STATED, by=leaver, at=NOW)
    say(rows[0], Verdict.DISPUTED, successor, "the amount is wrong")
    verifications.say_all(departure=plan.departure, rows=rows, verdict=Verdict.CONFIRMED, by=successor, at=NOW)
    assert rows.filter(verdict=Verdict.DISPUTED).count() == 1
    assert rows.exclude(verdict__in=[Verdict.CONFIRMED, Verdict.DISPUTED]).count() == 0


def test_a_supervisor_never_answers_for_what_they_take_over(
    row: Verification, leaver: User, successor: User, second_successor: User, plan: Plan
) -> None:
    Departure.objects.update(supervisor=successor)
    say(row, Verdict.STATED, leaver)
    with pytest.raises(Refused) as refused:
        say(row, Verdict.CONFIRMED, successor)
    assert refused.value.code == "supervisor_is_successor"
    with pytest.raises(Refused) as refused:
        say(row, Verdict.WAITING, successor, "no")
    assert refused.value.code == "supervisor_is_successor"
    plan.departure.verifications.update(verdict=Verdict.CONFIRMED, stated_by=leaver, stated_at=NOW, answered_at=NOW)
    with pytest.raises(Refused) as refused:
        verifications.sign_off(departure=plan.departure, by=successor, at=NOW)
    assert refused.value.code == "supervisor_is_successor"


def test_rows_follow_a_new_plan(
    plan: Plan, row: Verification, leaver: User, manager: User, successor: User, second_successor: User,
    supervisor: User,
) -> None:  # fmt: skip
    finish(plan, leaver, successor, second_successor)
    check_sample(plan.departure, supervisor)
    let_visits_be(plan.departure, supervisor)
    verifications.sign_off(departure=plan.departure, note="met by video", by=supervisor, at=NOW)
    departures.transition(departure=plan.departure, verb="replan", by=manager, at=NOW, reason="too much for Li")
    assert Departure.objects.get().signed_off_at is None
    plan.state, plan.approved_by, plan.approved_at = PlanState.APPROVED, manager, NOW
    plan.save()
    Assignment.objects.filter(record_id=row.customer_id, kind=RecordKind.CUSTOMER).update(successor=second_successor)
    Assignment.objects.filter(plan=plan, kind=RecordKind.DEAL).update(successor=successor)
    departures.transition(departure=plan.departure, verb="plan", by=manager, at=NOW)
    departures.transition(departure=plan.departure, verb="begin", by=manager, at=NOW)
    row.refresh_from_db()
    assert (row.successor, row.verdict, row.answered_at) == (second_successor, Verdict.STATED, None)
    assert row.stated_by == leaver
    assert [rest.successor for rest in plan.departure.verifications.filter(customer=None)] == [successor]
    assert plan.departure.verifications.get(customer__name="Bluth").verdict == Verdict.CONFIRMED


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"verdict": "perhaps", "stated_at": NOW, "stated_by": 1}, "verification_verdict_known"),
        ({"verdict": "stated"}, "verification_stated_first"),
        ({"stated_at": NOW}, "verification_statement_whole"),
        ({"settled_at": NOW}, "verification_settlement_whole"),
    ],
)
def test_the_database_keeps_rows_whole(row: Verification, fields: dict, name: str) -> None:
    given = fields | ({"stated_by": row.successor} if "stated_by" in fields else {})
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Verification.objects.filter(pk=row.pk).update(**given)


def test_the_database_wants_words_where_words_are_due(row: Verification, leaver: User) -> None:
    said = {"stated_by": leaver, "stated_at": NOW}
    for fields, name in (
        ({"verdict": "confirmed"}, "verification_answered_with_time"),
        ({"verdict": "disputed", "answered_at": NOW}, "verification_disputed_in_words"),
        ({"verdict": "settled"}, "verification_settled_in_words"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Verification.objects.filter(pk=row.pk).update(**said, **fields)


def test_the_database_keeps_a_customer_in_one_row(row: Verification, second_successor: User) -> None:
    with pytest.raises(IntegrityError, match="verification_once"), transaction.atomic():
        Verification.objects.create(departure=row.departure, customer=row.customer, successor=second_successor)
    with pytest.raises(IntegrityError, match="verification_of_the_rest_once"), transaction.atomic():
        Verification.objects.create(departure=row.departure, successor=second_successor)


def page(departure: Departure) -> str:
    return reverse("departure_verification", args=[departure.pk])


def test_the_page_shows_each_their_rows_and_buttons(
    plan: Plan, row: Verification, leaver: User, successor: User, supervisor: User, hr: User, outsider: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    assert "All correct" in sign_in(leaver).get(page(plan.departure)).content.decode()
    seen = sign_in(successor).get(page(plan.departure)).content.decode()
    assert "华东精密" in seen
    assert "Cancity" not in seen
    assert "I confirm" not in seen
    assert (
        reverse("verification_sign_off", args=[plan.departure.pk])
        in sign_in(supervisor).get(page(plan.departure)).content.decode()
    )
    assert "华东精密" not in sign_in(hr).get(page(plan.departure)).content.decode()
    assert sign_in(outsider).get(page(plan.departure)).status_code == 404


def test_the_pages_buttons_work_without_javascript(
    plan: Plan, row: Verification, leaver: User, successor: User, supervisor: User, second_successor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    departure = plan.departure
    everything = reverse("verification_say_all", args=[departure.pk])
    one = reverse("verification_say", args=[departure.pk, row.pk])
    sign_in(leaver).post(everything + "?q=华东", {"verdict": "stated", "which": "all"})
    assert departure.verifications.filter(verdict="stated").count() == 1
    sign_in(successor).post(one, {"verdict": "disputed", "note": "not so"})
    swapped = sign_in(supervisor).post(one, {"verdict": "settled", "note": ""}, headers={"HX-Request": "true"})
    assert "Say it in words." in swapped.content.decode()
    sign_in(supervisor).post(one, {"verdict": "settled", "note": "so it is"})
    row.refresh_from_db()
    assert row.verdict == Verdict.SETTLED
    waiting = list(departure.verifications.filter(verdict="waiting").values_list("pk", flat=True))
    sign_in(leaver).post(everything, {"verdict": "stated", "which": "ticked", "row": [*waiting, "x"]})
    for person in (successor, second_successor):
        sign_in(person).post(everything, {"verdict": "confirmed", "which": "all"})
    check_sample(departure, supervisor)
    let_visits_be(departure, supervisor)
    at_sign_off = reverse("verification_sign_off", args=[departure.pk])
    unsure = sign_in(supervisor).post(at_sign_off, {"note": ""})
    assert (unsure.status_code, departure.signed_off_at) == (422, None)
    sign_in(supervisor).post(at_sign_off, {"note": "met by video", "sure": "on"})
    departure.refresh_from_db()
    assert departure.signed_off_by == supervisor


def test_the_pages_say_what_the_verifications_are_of(
    plan: Plan, supervisor: User, successor: User, sign_in: Callable[[User], Client]
) -> None:
    words = "3 are of customers; 1 is of the records without a customer that go to one successor."
    url = f"/handovers/{plan.departure_id}/verification/"
    for page in (url, f"{url}sign-off/"):
        shown = sign_in(supervisor).get(page).content.decode()
        assert "0 of 4 verifications are done." in shown
        assert words in shown
    assert "0 of 2 customers are verified." in sign_in(successor).get(url).content.decode(), "only of customers"


def test_every_deed_has_its_sentence_on_the_timeline(
    plan: Plan, row: Verification, leaver: User, successor: User, second_successor: User, supervisor: User
) -> None:
    rest = plan.departure.verifications.get(customer=None)
    say(rest, Verdict.STATED, leaver)
    say(row, Verdict.STATED, leaver)
    say(row, Verdict.DISPUTED, successor, "no")
    say(row, Verdict.WAITING, supervisor, "look again")
    finish(plan, leaver, successor, second_successor)
    check_sample(plan.departure, supervisor)
    let_visits_be(plan.departure, supervisor)
    verifications.sign_off(departure=plan.departure, note="met by video", by=supervisor, at=NOW)
    told = [sentence(entry) for entry in AuditEntry.objects.about(plan.departure).filter(verb__startswith="verif")]
    assert told[::-1] == [
        "4 customers wait to be verified.",
        "陈静 stated the records without a customer that go to 赵敏.",
        "陈静 stated 华东精密.",
        "李伟 disputed 华东精密: no",
        "孙丽 sent 华东精密 back: look again",
        "陈静 stated 3 customers.",
        "李伟 confirmed 2 customers.",
        "赵敏 confirmed 2 customers.",
        "孙丽 signed off the verification.",
    ]
