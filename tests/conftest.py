"""What every test finds: its own servers, a browser, and the cast (`tests/cast.py`)."""

from tests.services import (  # isort: skip - before Django reads settings
    pytest_collection_finish,
    pytest_unconfigure,
    pytest_xdist_setupnodes,
)
import django
from hypothesis import settings

from tests.browser import browser

django.setup()
settings.load_profile("ci")  # the same examples on every machine, and none is refused for being slow

from tests.afresh import afresh  # noqa: E402
from tests.cast import *  # noqa: E402, F403 - models need Django set up
from tests.crm import connection, crm, read, runs, server  # noqa: E402
from tests.database import django_db_modify_db_settings, django_db_setup  # noqa: E402
from tests.memory import pytest_collection  # noqa: E402
from tests.order import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: E402
from tests.smtp_sink import sink  # noqa: E402
from tests.worker import broker, workers  # noqa: E402

__all__ = [
    "afresh",
    "broker",
    "browser",
    "connection",
    "crm",
    "django_db_modify_db_settings",
    "django_db_setup",
    "pytest_collection",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_unconfigure",
    "pytest_xdist_make_scheduler",
    "pytest_xdist_setupnodes",
    "read",
    "runs",
    "server",
    "sink",
    "workers",
]
