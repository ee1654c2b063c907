"""The test database: a copy of the one the migrations have made; what a test has committed is taken out again."""

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests.migrated import NAME
from tests.tables import Kept, let_triggers_rest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Let it be copied. Django runs `migrate` on the copy too and finds nothing left to do."""
    connection.settings_dict["TEST"]["TEMPLATE"] = NAME


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Put back what the migrations made after tests that commit.

    Django itself would truncate every table and make its permissions anew, which takes longer than most tests.
    """
    with django_db_blocker.unblock():
        let_triggers_rest()
        migrated = Kept()
    TransactionTestCase._fixture_teardown = lambda _case: migrated.put_back()
