"""What must never be false about a departure is refused by the database itself."""

import datetime
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from handover.lifecycle import State, Verb
from handover.models import Departure, Registration, TransitionRow
from tests.cast import NOW


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "gone", "ended_at": NOW}, "departure_state_known"),
        ({"kind": "holiday"}, "departure_kind_known"),
        ({"reason": "boredom"}, "departure_reason_known"),
        ({"last_day_on": NOW.date() - datetime.timedelta(days=1)}, "departure_dates_in_order"),
        ({"signed_off_at": NOW}, "departure_sign_off_whole"),
        ({"source": "hr"}, "departure_source_whole"),
        ({"source_id": "L-17"}, "departure_source_whole"),
        ({"state": State.CLOSED}, "departure_ended_when_over"),
        ({"ended_at": NOW}, "departure_ended_when_over"),
    ],
)
def test_a_departure_can_not_be(
    change: dict[str, object], constraint: str, leaver: User, manager: User, make_departure: Callable[..., Departure]
) -> None:
    departure = make_departure(leaver, manager)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Departure.objects.filter(pk=departure.pk).update(**change)


def test_nobody_supervises_their_own_departure(leaver: User, manager: User, make_departure: Callable) -> None:
    with pytest.raises(IntegrityError, match="departure_not_own_supervisor"), transaction.atomic():
        make_departure(leaver, manager, supervisor=leaver)


def test_one_open_departure_per_person(leaver: User, manager: User, make_departure: Callable) -> None:
    make_departure(leaver, manager, State.WITHDRAWN)
    make_departure(leaver, manager)
    with pytest.raises(IntegrityError, match="one_open_departure_per_leaver"), transaction.atomic():
        make_departure(leaver, manager, State.VERIFYING)


def test_a_transition_changes_something(leaver: User, manager: User, make_departure: Callable) -> None:
    departure = make_departure(leaver, manager)
    with pytest.raises(IntegrityError, match="transition_really_changes"), transaction.atomic():
        TransitionRow.objects.create(
            departure=departure, verb=Verb.PLAN, from_state="planned", to_state="planned", by=manager, at=NOW
        )


def test_one_registration_per_leaver_and_registrar(leaver: User, manager: User) -> None:
    Registration.objects.create(by=manager, leaver=leaver)
    with pytest.raises(IntegrityError, match="registration_once"), transaction.atomic():
        Registration.objects.create(by=manager, leaver=leaver)
