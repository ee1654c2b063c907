"""What the database itself refuses about people; each named constraint is tried once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import ApiToken, Office, Team, User

TRIED: dict[str, Callable[[], object]] = {
    "user_email_once": lambda: User.objects.create(email="CHEN.JING@baton.example", name="Twin"),
    "user_role_known": lambda: User.objects.create(email="x@baton.example", name="X", role="emperor"),
    "user_capacity_value_positive": lambda: User.objects.create(email="x@baton.example", name="X", capacity_value=-1),
    "team_name_once": lambda: Team.objects.create(name="East"),
    "office_name_once": lambda: Office.objects.create(name="Shanghai", country="CN"),
    "token_key_once": lambda: [_token(key_hash="a" * 64) for _turn in range(2)],
    "token_scope_known": lambda: _token(scope="everything"),
}


def _token(**fields: str) -> ApiToken:
    user = User.objects.get(email="chen.jing@baton.example")
    usual = {"name": "t", "scope": "read", "key_hash": "b" * 64}
    return ApiToken.objects.create(user=user, expires_at=timezone.now(), **usual | fields)


@pytest.mark.parametrize("name", TRIED)
def test_a_constraint_refuses(leaver: User, name: str) -> None:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        TRIED[name]()
    assert getattr(refusal.value.__cause__, "diag").constraint_name == name  # noqa: B009 - psycopg2's own error


def test_each_constraint_is_tried() -> None:
    named = {c.name for model in (User, Team, Office, ApiToken) for c in model._meta.constraints}
    assert named == set(TRIED)
