"""A dismissal that was not spoken of yet shows in nobody's choice of people: not colleagues', not the own."""

from collections.abc import Callable

import pytest
from django.db.models import QuerySet
from django.test import Client

from accounts.actions import people
from accounts.models import User
from customers.actions import ownership
from customers.models import Customer
from handover.actions import covers, departures, plans, reference_deeds, supervision
from handover.lifecycle import State, Verb
from handover.models import Departure, ReferenceKind, TransitionRow
from tests.cast import NOW
from tests.handover.test_leaving_too import DATES
from web.errors import Refused

SignIn = Callable[[User], Client]
Offer = Callable[[Departure, User], QuerySet[User]]

OFFERS: dict[str, Offer] = {
    "successors": plans.possible_successors,
    "covers": covers.candidates,
    "supervisors": supervision.eligible,
    **{
        f"takers of {kind}": reference_deeds.DEEDS[kind].takers
        for kind in (ReferenceKind.SUPERVISION, ReferenceKind.SEAT)
    },
}


@pytest.fixture
def west(outsider: User, make_departure: Callable[..., Departure]) -> Departure:
    """Olga of the West team leaves too; Wes plans it and knows nothing of the East team's matters."""
    lead = User.objects.get(name="Wes Lead")
    return make_departure(outsider, lead)


@pytest.fixture
def dismissal(supervisor: User, hr: User, make_departure: Callable[..., Departure]) -> Departure:
    """孙丽 is to be dismissed and does not know it."""
    return make_departure(supervisor, hr, kind="dismissal", reason="performance")


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS.keys())
def test_it_takes_nobody_out_of_a_choice_before_it_is_spoken_of(
    offer: Offer, west: Departure, dismissal: Departure, manager: User, supervisor: User
) -> None:
    lead = west.registered_by
    assert supervisor in offer(west, lead)
    assert supervisor in offer(west, supervisor)
    assert supervisor not in offer(west, manager)
    dismissal.state = State.HANDING_OVER
    dismissal.save()
    TransitionRow.objects.create(
        departure=dismissal, verb=Verb.BEGIN, from_state=State.PLANNED, to_state=State.HANDING_OVER, by=manager, at=NOW
    )
    assert supervisor not in offer(west, lead)
    assert supervisor not in offer(west, supervisor)


def test_whom_it_is_of_still_enters_customers_of_their_own(
    dismissal: Departure, supervisor: User, sign_in: SignIn, api: Callable
) -> None:
    client = sign_in(supervisor)
    entered = {
        "name": "Kan-code",
        "code": "K-1",
        "grade": "A",
        "status": "active",
        "currency": "CNY",
        "owner": supervisor.pk,
    }
    assert client.post("/customers/new/", entered).status_code == 302
    body = {"name": "Hottechi", "code": "H-1", "owner": supervisor.pk}
    assert api(supervisor).post("/api/v1/customers/", body, format="json").status_code == 201
    assert Customer.objects.filter(owner=supervisor).count() == 2


def test_who_may_not_know_hands_records_over_as_ever(
    dismissal: Departure, supervisor: User, successor: User, manager: User, make_customer: Callable[..., Customer]
) -> None:
    with pytest.raises(Refused, match="can't take over records now"):
        ownership.change(record=make_customer(successor), to=supervisor, by=manager, at=NOW)
    lead = User.objects.create_user("senior@baton.example", "x", name="Above", role="administrator")
    Departure.objects.filter(pk=dismissal.pk).update(leaver=lead)
    assert ownership.change(record=make_customer(successor), to=lead, by=lead, at=NOW).to_owner == lead


def test_the_audit_trail_keeps_it_from_whom_it_is_of(auditor: User, admin: User, hr: User, sign_in: SignIn) -> None:
    found = departures.register(leaver=auditor, kind="dismissal", reason="performance", dates=DATES, by=hr, at=NOW)
    own, others = (sign_in(one).get("/people/audit/").content.decode() for one in (auditor, admin))
    for words in (f'"/handovers/{found.pk}/"', "set the end of an access"):
        assert words in others
        assert words not in own


def test_nobody_reads_or_puts_off_the_end_of_their_own_access(hr: User, admin: User, api: Callable) -> None:
    User.objects.filter(pk=hr.pk).update(access_ends_at=NOW.replace(year=2099))
    hr.refresh_from_db()
    assert api(hr).get(f"/api/v1/users/{hr.pk}/").json()["access_ends_at"] is None
    assert api(admin).get(f"/api/v1/users/{hr.pk}/").json()["access_ends_at"] is not None
    with pytest.raises(Refused, match="your own access"):
        people.give_access_back(person=hr, by=hr, at=NOW)
