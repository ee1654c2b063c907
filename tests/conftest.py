"""What every test finds: its own servers, a browser, and the cast (`tests/cast.py`)."""

from tests.services import pytest_collection_finish, pytest_unconfigure  # isort: skip - before Django reads settings
import django

from tests.browser import browser

django.setup()

from tests.cast import *  # noqa: E402, F403 - models need Django set up

__all__ = ["browser", "pytest_collection_finish", "pytest_unconfigure"]
