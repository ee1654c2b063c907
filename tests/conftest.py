"""What every test finds: its own servers, a browser, and the cast (`tests/cast.py`)."""

from tests.services import pytest_collection_finish, pytest_unconfigure  # isort: skip - before Django reads settings
import django

from tests.browser import browser

django.setup()

from tests.cast import *  # noqa: E402, F403 - models need Django set up
from tests.smtp_sink import sink  # noqa: E402
from tests.worker import broker, workers  # noqa: E402

__all__ = ["broker", "browser", "pytest_collection_finish", "pytest_unconfigure", "sink", "workers"]
