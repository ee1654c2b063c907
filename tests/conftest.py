"""What every test finds: its own servers, and later the cast."""

from tests.services import pytest_collection_finish, pytest_unconfigure

__all__ = ["pytest_collection_finish", "pytest_unconfigure"]
