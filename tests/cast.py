"""The cast everyone knows, and how it signs in."""

import datetime
from collections.abc import Callable
from itertools import count

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.actions import tokens
from accounts.models import Office, Scope, Team, User
from accounts.permissions import Role
from customers.models import Customer, Deal
from handover.actions import departures
from handover.dates import Dates
from handover.lifecycle import State
from handover.models import Departure

NOW = datetime.datetime(2026, 11, 16, 2, 0, tzinfo=datetime.UTC)
_numbers = count(1)


@pytest.fixture
def shanghai(db: None) -> Office:
    return Office.objects.create(name="Shanghai", country="CN", time_zone="Asia/Shanghai")


@pytest.fixture
def manager(shanghai: Office) -> User:
    """王芳, who leads the East team."""
    person = User.objects.create_user("manager@baton.example", "x", name="王芳", role=Role.MANAGER, office=shanghai)
    person.team = Team.objects.create(name="East", manager=person, office=shanghai)
    person.save()
    return person


def _member(manager: User, email: str, name: str, role: Role = Role.REP, **fields: object) -> User:
    return User.objects.create_user(email, "x", name=name, role=role, office=manager.office, **fields)


@pytest.fixture
def leaver(manager: User) -> User:
    """陈静, a rep of the East team who leaves."""
    return _member(manager, "chen.jing@baton.example", "陈静", team=manager.team)


@pytest.fixture
def successor(manager: User) -> User:
    """李伟, a rep of the East team."""
    return _member(manager, "successor@baton.example", "李伟", team=manager.team)


@pytest.fixture
def second_successor(manager: User) -> User:
    """赵敏, another rep of the East team."""
    return _member(manager, "zhao.min@baton.example", "赵敏", team=manager.team)


@pytest.fixture
def supervisor(manager: User) -> User:
    """孙丽, a senior rep of the East team."""
    return _member(manager, "supervisor@baton.example", "孙丽", team=manager.team, is_senior=True)


@pytest.fixture
def hr(manager: User) -> User:
    return _member(manager, "hr@baton.example", "Grace Hill", Role.HR)


@pytest.fixture
def admin(manager: User) -> User:
    return _member(manager, "admin@baton.example", "Ada Park", Role.ADMINISTRATOR)


@pytest.fixture
def auditor(manager: User) -> User:
    return _member(manager, "auditor@baton.example", "Alan Reed", Role.AUDITOR)


@pytest.fixture
def outsider(shanghai: Office) -> User:
    """A rep of another team, who must see nothing of East."""
    other = User.objects.create_user("lead.west@baton.example", "x", name="Wes Lead", role=Role.MANAGER)
    team = Team.objects.create(name="West", manager=other, office=shanghai)
    return User.objects.create_user("outsider@baton.example", "x", name="Olga West", role=Role.REP, team=team)


@pytest.fixture
def make_customer(db: None) -> Callable[..., Customer]:
    def make(owner: User, **fields: object) -> Customer:
        number = next(_numbers)
        return Customer.objects.create(
            **{"code": f"C-{number:04}", "name": f"Customer {number}", "owner": owner} | fields
        )

    return make


@pytest.fixture
def make_deal(db: None) -> Callable[..., Deal]:
    def make(owner: User, **fields: object) -> Deal:
        return Deal.objects.create(**{"name": f"Deal {next(_numbers)}", "owner": owner} | fields)

    return make


@pytest.fixture
def make_departure(db: None) -> Callable[..., Departure]:
    """A departure as it stands in `state`, with a resignation's dates; no notice is left and no access cut."""

    def make(leaver: User, by: User, state: State = State.REGISTERED, **fields: object) -> Departure:
        over = state in (State.CLOSED, State.WITHDRAWN)
        usual = {
            "kind": "resignation",
            "reason": "career",
            "notice_on": NOW.date(),
            "last_day_on": NOW.date() + datetime.timedelta(days=29),
            "access_ends_at": NOW + datetime.timedelta(days=30),
            "effective_at": NOW + datetime.timedelta(days=30),
            "registered_by": by,
            "registered_at": NOW,
            "ended_at": NOW if over else None,
        }
        return Departure.objects.create(**usual | {"leaver": leaver, "state": state} | fields)

    return make


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser-like client signed in as that person."""

    def sign(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backend.PersonBackend")
        return client

    return sign


@pytest.fixture
def api() -> Callable[..., APIClient]:
    """A program with a real token of that person's."""

    def connect(user: User, scope: Scope = Scope.WRITE) -> APIClient:
        _token, key = tokens.issue(user=user, name="test", scope=scope, by=user, at=datetime.datetime.now(datetime.UTC))
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        return client

    return connect


@pytest.fixture
def departure(leaver: User, manager: User, supervisor: User) -> Departure:
    """陈静 leaves on 15 December; 王芳 has registered it and 孙丽 supervises."""
    dates = Dates(
        notice_on=datetime.date(2026, 11, 16),
        last_day_on=datetime.date(2026, 12, 15),
        access_ends_at=datetime.datetime(2026, 12, 15, 15, 59, tzinfo=datetime.UTC),
        effective_at=datetime.datetime(2026, 12, 15, 16, 0, tzinfo=datetime.UTC),
    )
    found = departures.register(leaver=leaver, kind="resignation", reason="career", dates=dates, by=manager, at=NOW)
    found.supervisor = supervisor
    found.supervisor_named_at = NOW
    found.save()
    return found
