"""Production does not start with the demo's people in it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models import User
from tests.services import child_environment

ROOT = Path(__file__).resolve().parents[2]
WEB = [sys.executable, "-c", "import config.wsgi; print('serving')"]
WORKER = [
    sys.executable,
    "-m",
    "celery",
    "-A",
    "config",
    "worker",
    "--pool=solo",
    "--without-mingle",
    "--loglevel=INFO",
]
BEAT = [sys.executable, "-m", "celery", "-A", "config", "beat", "--loglevel=INFO"]


def _start(command: list[str], **settings: str) -> "subprocess.CompletedProcess[str]":
    needed = {"BATON_ENV": "production", "BASE_URL": "https://baton.test", "ALLOWED_HOSTS": "baton.test"}
    around = child_environment() | needed | settings
    assert around["DATABASE_URL"] != os.environ["DATABASE_URL"]
    return subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [WEB, WORKER, BEAT], ids=["web", "worker", "beat"])
def test_it_says_so_in_one_sentence_and_ends(command: list[str]) -> None:
    User.objects.create_user("admin@baton.example", "baton-demo", name="Ada Park")
    ended = _start(command)
    assert ended.returncode == (3 if command is WEB else 1), ended.stdout + ended.stderr
    assert "Baton does not start: this is production and the demo's sign-ins exist" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "serving" not in ended.stdout


@pytest.mark.django_db(transaction=True)
def test_it_starts_with_people_of_its_own() -> None:
    User.objects.create_user("ada@firm.test", "x", name="Ada")
    ended = _start(WEB)
    assert (ended.returncode, ended.stdout) == (0, "serving\n"), ended.stderr


@pytest.mark.django_db(transaction=True)
def test_elsewhere_the_demo_is_welcome() -> None:
    User.objects.create_user("admin@baton.example", "baton-demo", name="Ada Park")
    assert _start(WEB, BATON_ENV="development").stdout == "serving\n"
