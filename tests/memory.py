"""Python's search for garbage, kept from what stays: modules and collected tests, which are most of all objects."""

import gc
from collections.abc import Iterator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Search for none while tests are collected, and never again among what was there then."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
