"""The page of a departure: what is next, what may be done, who supervises, and the story."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from handover import dates
from handover.actions import departures
from handover.departures import timeline
from handover.lifecycle import State
from handover.models import Departure, Plan
from notices.models import Notice

SignIn = Callable[[User], Client]


def text(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_is_missing_and_whose_it_is(
    departure: Departure, manager: User, make_customer: Callable, sign_in: SignIn
) -> None:
    make_customer(departure.leaver, grade="A")
    shown = text(sign_in(manager), f"/handovers/{departure.pk}/")
    assert "孙丽 supervises the handover." in shown
    assert "Nobody has planned yet who takes over what." in shown
    assert "王芳 makes a plan, and somebody else approves it." in shown
    assert "The records change hands on" in shown
    assert "Withdraw: the person stays" in shown
    Plan.objects.create(departure=departure, made_by=manager, made_at=departure.registered_at)
    assert "1 customer has no successor in the plan yet." in text(sign_in(manager), f"/handovers/{departure.pk}/")


def test_the_leaver_sees_no_plan_before_it_is_approved(departure: Departure, leaver: User, sign_in: SignIn) -> None:
    shown = text(sign_in(leaver), f"/handovers/{departure.pk}/")
    assert "Who takes over what is being planned." in shown
    assert "Nobody has planned" not in shown
    assert "Withdraw" not in shown


def test_hr_sees_counts_but_no_amounts(departure: Departure, hr: User, make_deal: Callable, sign_in: SignIn) -> None:
    make_deal(departure.leaver, amount=86_000, currency="USD")
    shown = text(sign_in(hr), f"/handovers/{departure.pk}/")
    assert "Open deals" in shown
    assert "$86k" not in shown
    assert "Career step elsewhere" in shown


def test_a_supervisor_sees_amounts_but_not_the_reason(
    departure: Departure, supervisor: User, make_deal: Callable, sign_in: SignIn
) -> None:
    make_deal(departure.leaver, amount=86_000, currency="USD")
    shown = text(sign_in(supervisor), f"/handovers/{departure.pk}/")
    assert "$86k" in shown
    assert "Career step elsewhere" not in shown


def test_verbs_are_posted_and_refusals_said(departure: Departure, manager: User, sign_in: SignIn) -> None:
    client, url = sign_in(manager), f"/handovers/{departure.pk}/transition/"
    assert "Say why in a few words." in client.post(url, {"verb": "withdraw"}, follow=True).content.decode()
    assert client.post(url, {"verb": "fly"}).status_code == 404
    done = client.post(url, {"verb": "withdraw", "reason": "Stays after all."}, follow=True).content.decode()
    assert "陈静 stays." in done
    departure.refresh_from_db()
    assert departure.state == State.WITHDRAWN


def test_the_supervisor_is_replaced_on_the_page(
    departure: Departure, manager: User, leaver: User, hr: User, sign_in: SignIn
) -> None:
    client, url = sign_in(hr), f"/handovers/{departure.pk}/supervisor/"
    assert "leads the team" in text(client, f"/handovers/{departure.pk}/")
    assert "王芳 supervises" in client.post(url, {"supervisor": manager.pk}, follow=True).content.decode()
    refused = client.post(url, {"supervisor": leaver.pk}, follow=True).content.decode()
    assert "supervise the own handover" in refused
    assert client.post(url, {"supervisor": "x"}).status_code == 404


def test_dates_are_changed_on_their_page(
    departure: Departure, manager: User, supervisor: User, sign_in: SignIn
) -> None:
    client, url = sign_in(manager), f"/handovers/{departure.pk}/dates/"
    page = client.get(url).content.decode()
    assert 'value="2026-12-15T23:59"' in page
    given = {
        "reason": "family",
        "notice_on": "2026-11-16",
        "last_day_on": "2026-12-18",
        "access_ends_at": "2026-12-15T23:59",
        "effective_at": "2026-12-16T00:00",
    }
    client.post(url, given)
    departure.refresh_from_db()
    assert departure.access_ends_at.isoformat() == "2026-12-18T15:59:00+00:00"
    story = text(client, f"/handovers/{departure.pk}/timeline/")
    assert "changed the departure: last working day from" in story
    assert "Told 孙丽, 陈静: The departure of 陈静 has changed" in story
    assert sign_in(supervisor).get(url).status_code == 403


@pytest.mark.parametrize("person", ["manager", "hr", "leaver", "supervisor", "auditor", "admin"])
def test_the_story_is_told_to_each_as_far_as_it_is_theirs(
    person: str, departure: Departure, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    shown = text(sign_in(request.getfixturevalue(person)), f"/handovers/{departure.pk}/timeline/")
    assert "王芳 registered the departure." in shown
    assert "Told 陈静: Your handover is being prepared" in shown


def test_the_story_goes_on_page_by_page(
    departure: Departure, manager: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "SIZE", 2)
    url, found = f"/handovers/{departure.pk}/timeline/", []
    client = sign_in(manager)
    story = client.get(url).context["story"]
    found += story.lines
    while story.after:
        story = client.get(url, {"after": story.after}).context["story"]
        found += story.lines
    assert len(found) == AuditEntry.objects.about(departure).count() + Notice.objects.about(departure).count()
    assert [line.at for line in found] == sorted((line.at for line in found), reverse=True)
    assert client.get(url, {"after": "nonsense"}).context["story"].lines == found[:2]


def test_a_corrected_reason_is_not_told_to_the_supervisor(
    departure: Departure, manager: User, supervisor: User, sign_in: SignIn
) -> None:
    former = {name: getattr(departure, name) for name in dates.Dates.__dataclass_fields__}
    departures.change_dates(
        departure=departure, dates=dates.Dates(**former), reason="health", by=manager, at=departure.registered_at
    )
    url = f"/handovers/{departure.pk}/timeline/"
    assert "reason from Career step elsewhere to Health" in text(sign_in(manager), url)
    assert "Health" not in text(sign_in(supervisor), url)
