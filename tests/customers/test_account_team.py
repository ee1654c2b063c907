"""Many seats in account teams change hands in one statement."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, User
from customers.actions.account_team import all_to, hand_seats
from customers.models import AccountTeamMember, Customer
from tests.cast import NOW


@pytest.fixture
def seat(make_customer: Callable[..., Customer], supervisor: User) -> Callable[..., AccountTeamMember]:
    """A seat at a customer of 孙丽's."""

    def make(user: User, customer: Customer | None = None, role: str = "") -> AccountTeamMember:
        return AccountTeamMember.objects.create(customer=customer or make_customer(supervisor), user=user, role=role)

    return make


def _to(person: User | None) -> QuerySet[Any, Any]:
    return all_to(AccountTeamMember.objects.all(), person)


def test_seats_go_on_with_their_role_and_each_customer_tells_it(
    seat: Callable, leaver: User, successor: User, manager: User
) -> None:
    rows = [seat(leaver, role="engineer"), seat(leaver)]
    assert hand_seats(from_user=leaver, targets=_to(successor), by=manager, at=NOW) == 2
    assert set(AccountTeamMember.objects.values_list("pk", "user", "role")) == {
        (rows[0].pk, successor.pk, "engineer"),
        (rows[1].pk, successor.pk, ""),
    }
    told = AuditEntry.objects.filter(verb="account_team.handed_on", by=manager, at=NOW)
    assert {entry.subject_id for entry in told} == {row.customer_id for row in rows}
    assert told[0].details == {"who": leaver.name, "to": successor.name}
    assert AuditEntry.objects.about(rows[0].customer).count() == 1


def test_who_sits_there_or_owns_the_customer_only_sees_the_seat_go(
    seat: Callable, leaver: User, successor: User, supervisor: User, manager: User
) -> None:
    shared = seat(leaver, role="engineer")
    kept = seat(successor, customer=shared.customer, role="buyer's friend")
    assert hand_seats(from_user=leaver, targets=_to(successor), by=manager, at=NOW) == 1
    assert list(AccountTeamMember.objects.values_list("pk", "user", "role")) == [
        (kept.pk, successor.pk, "buyer's friend")
    ]
    seat(leaver)
    assert hand_seats(from_user=leaver, targets=_to(supervisor), by=manager, at=NOW) == 1
    assert not AccountTeamMember.objects.exclude(pk=kept.pk).exists()


def test_nobody_gets_a_seat_that_ends_and_others_keep_theirs(
    seat: Callable, leaver: User, successor: User, manager: User
) -> None:
    gone, others = seat(leaver), seat(successor)
    assert hand_seats(from_user=leaver, targets=_to(None), by=manager, at=NOW) == 1
    assert list(AccountTeamMember.objects.all()) == [others]
    assert AuditEntry.objects.about(gone.customer).get().verb == "account_team.left"
    assert hand_seats(from_user=leaver, targets=AccountTeamMember.objects.none(), by=manager, at=NOW) == 0


def test_each_seat_may_go_to_another_person(seat: Callable, leaver: User, successor: User, manager: User) -> None:
    """As a plan gives them: the target names who gets each one."""
    for _number in range(3):
        seat(leaver)
    targets = AccountTeamMember.objects.filter(user=leaver).values_list("pk", F("customer__owner"))
    with CaptureQueriesContext(connection) as few:
        assert hand_seats(from_user=leaver, targets=targets, by=manager, at=NOW) == 3
    assert not AccountTeamMember.objects.exists()
    for _number in range(60):
        seat(leaver)
    with CaptureQueriesContext(connection) as many:
        assert hand_seats(from_user=leaver, targets=_to(successor), by=manager, at=NOW) == 60
    assert len(many) == len(few)
