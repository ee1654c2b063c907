"""What a departure means for the ledger: its own rows by REST, and nothing more for who is leaving."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from customers.actions import ownership
from customers.models import Customer
from handover.models import Departure, Plan
from tests.cast import NOW
from tests.handover.conftest import carry_out
from web.errors import Refused

URL = "/api/v1/ownership-changes/"


def test_the_ledger_of_one_departure(
    approved: Plan, manager: User, outsider: User, api: Callable[..., APIClient], make_customer: Callable[..., Customer]
) -> None:
    by_hand = make_customer(manager)
    ownership.change(record=by_hand, to=approved.assignments.first().successor, by=manager, at=NOW)  # type: ignore[union-attr, arg-type]
    move = carry_out(approved, manager)
    rows = api(manager).get(f"{URL}?departure={approved.departure_id}&page_size=200").json()["results"]
    assert {row["move"] for row in rows} == {move.pk}
    assert len(rows) == sum(move.moved.values()) > 0
    assert api(manager).get(f"{URL}?departure=999999").json()["results"] == []
    assert api(outsider).get(f"{URL}?departure={approved.departure_id}").json()["results"] == []
    assert api(manager).get(f"{URL}?departure=x").status_code == 422


def test_who_is_leaving_receives_nothing_by_hand(
    departure: Departure, manager: User, make_customer: Callable[..., Customer]
) -> None:
    with pytest.raises(Refused) as refusal:
        ownership.change(record=make_customer(manager), to=departure.leaver, by=manager, at=NOW)
    assert refusal.value.code == "cannot_receive"
