"""`manage.py api_token`, as an operator types it."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from tests.services import child_environment

ROOT = Path(__file__).resolve().parents[2]


def test_it_prints_a_token_that_works_and_nothing_else(leaver: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("api_token", "Chen.Jing@baton.example", "--scope", "write", "--days", "7", "--name", "cron")
    key = capsys.readouterr().out.strip()
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {key}")
    assert client.patch("/api/v1/me/", {"language": "zh-hans"}).status_code == 200
    token = ApiToken.objects.get()
    assert (token.name, (token.expires_at - token.created_at).days) in {("cron", 6), ("cron", 7)}


@pytest.mark.django_db(transaction=True)
def test_an_unknown_person_is_one_sentence_and_exit_1() -> None:
    command = [sys.executable, "manage.py", "api_token", "nobody@baton.example"]
    ended = subprocess.run(
        command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, check=False, timeout=300
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "CommandError: Nobody has the address nobody@baton.example.\n"


def test_no_token_for_somebody_whose_access_ended(leaver: User) -> None:
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    with pytest.raises(CommandError, match="may not sign in"):
        call_command("api_token", leaver.email)


@pytest.mark.parametrize("days", ["0", "-3", "400"])
def test_a_token_lives_a_day_to_a_year(leaver: User, days: str) -> None:
    with pytest.raises(CommandError, match="between 1 and 365"):
        call_command("api_token", leaver.email, f"--days={days}")
