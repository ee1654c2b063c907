"""Each recipe of `docs/api.md`, taken from the page as it stands and run against a real server."""

import datetime
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from accounts.actions import tokens
from accounts.models import User
from accounts.models.token import Scope
from customers.models import Contact, Customer, Deal
from handover.models import Departure, Plan
from tests.cast import NOW
from tests.handover.conftest import Book, approved, book, carry_out, plan

__all__ = ["approved", "book", "plan"]

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
RECIPES = {
    (heading, language): code
    for heading, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    for language, code in re.findall(r"^```(bash|python)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
}
HAS_CURL = shutil.which("curl") is not None and shutil.which("jq") is not None
LANGUAGES = ["bash", "python"] if HAS_CURL else ["python"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("language", LANGUAGES)]
Run = Callable[..., str]


@pytest.fixture
def run(live_server: LiveServer, language: str, tmp_path: Path) -> Run:
    """Runs the recipe under a heading with somebody's token and what it names in capitals; answers what it prints."""

    def recipe(heading: str, by: User, **named: object) -> str:
        at = datetime.datetime.now(datetime.UTC)
        key = tokens.issue(user=by, name="recipe", scope=Scope.WRITE, by=by, at=at)[1]
        code = RECIPES[heading, language]
        command = ["bash", "-euo", "pipefail", "-c", code] if language == "bash" else [sys.executable, "-c", code]
        given = os.environ | {"BATON": live_server.url, "TOKEN": key, "NO_PROXY": "*"}
        given |= {name: str(value) for name, value in named.items()}
        done = subprocess.run(command, env=given, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return recipe


def test_every_recipe_is_there_in_both(language: str) -> None:
    headings = ("Register from HR", "Who is responsible", "Push deals", "Follow a move", "Export")
    assert set(RECIPES) == {(heading, each) for heading in headings for each in ("bash", "python")}


def test_register_from_hr(run: Run, hr: User, leaver: User) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    dates = {"NOTICE_ON": today, "LAST_DAY_ON": today + datetime.timedelta(days=30)}
    run("Register from HR", hr, LEAVER=leaver.email, **dates)
    departure = Departure.objects.get()
    assert (departure.leaver, departure.source, departure.source_id) == (leaver, "hr", "case-4711")


def test_who_is_responsible(run: Run, leaver: User, make_customer: Callable[..., Customer], manager: User) -> None:
    Contact.objects.create(customer=make_customer(leaver), name="Lu Na", phone="+86 138 0013 8000")
    assert leaver.email in run("Who is responsible", manager, PHONE="13800138000")


def test_push_deals(run: Run, leaver: User, make_customer: Callable[..., Customer]) -> None:
    customer = make_customer(leaver)
    run("Push deals", leaver, CUSTOMER=customer.pk)
    run("Push deals", leaver, CUSTOMER=customer.pk)
    deal = Deal.objects.get(source="crm", source_id="88")
    assert (deal.owner, deal.customer, deal.amount) == (leaver, customer, 61_000)


def test_follow_a_move(run: Run, approved: Plan, book: Book, admin: User, manager: User) -> None:
    carry_out(approved, admin, NOW)
    told = run("Follow a move", manager, PLAN=approved.pk, DEPARTURE=approved.departure_id)
    assert told.startswith("done")
    assert str(book.deal.pk) in told


def test_export(run: Run, leaver: User, make_customer: Callable[..., Customer], manager: User, tmp_path: Path) -> None:
    made = [make_customer(leaver).code for _each in range(205)]
    run("Export", manager)
    lines = (tmp_path / "customers.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(made)
    assert all(any(code in line for line in lines) for code in made)
