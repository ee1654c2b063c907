"""The test database: made by the migrations once, and copied from then on for as long as no migration changes; what
a test has committed is taken out again.
"""

import hashlib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from psycopg2 import sql
from pytest_django.plugin import DjangoDbBlocker

from tests.tables import Kept, let_triggers_rest

PREFIX = "migrated_"


def _kept() -> str:
    """The name of the copy to keep, which says what migrations made it, and this module."""
    files = [file for app in apps.get_app_configs() for file in sorted((Path(app.path) / "migrations").glob("*.py"))]
    return PREFIX + hashlib.sha256(b"".join(file.read_bytes() for file in [*files, Path(__file__)])).hexdigest()[:20]


def _number_from_the_second_thousand() -> None:
    """Give every row a key that a thousands separator would spoil, as a firm's rows have after its first week; those
    that come with a new database are made anew by `flush`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(format('%I.%I', schemaname, sequencename), 1000) FROM pg_sequences")
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Copy what was kept, if it still fits. Django runs `migrate` on the copy too and finds nothing left to do."""
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {name for (name,) in cursor.fetchall()}
        for outdated in found - {_kept()}:
            cursor.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(outdated)))
        if _kept() in found:
            connection.settings_dict["TEST"]["TEMPLATE"] = _kept()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Keep a copy of a database that the migrations have just made; put back what they made after tests that commit.

    Django itself would truncate every table and make its permissions anew, which takes longer than most tests.
    """
    with django_db_blocker.unblock():
        if not connection.settings_dict["TEST"].get("TEMPLATE"):
            _number_from_the_second_thousand()
            _keep_a_copy()
        let_triggers_rest()
        migrated = Kept()
    TransactionTestCase._fixture_teardown = lambda _case: migrated.put_back()


def _keep_a_copy() -> None:
    made = str(connection.settings_dict["NAME"])
    connection.close()
    with connection._nodb_cursor() as cursor:
        names = (sql.Identifier(_kept()), sql.Identifier(made))
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
