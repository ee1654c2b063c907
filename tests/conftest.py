"""What every test finds: its own servers, a browser, and later the cast."""

from tests.services import pytest_collection_finish, pytest_unconfigure  # isort: skip - before Django reads settings
from tests.browser import browser

__all__ = ["browser", "pytest_collection_finish", "pytest_unconfigure"]
