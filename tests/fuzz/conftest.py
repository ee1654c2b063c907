"""The option that `make fuzz` gives."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--examples N`: how many requests each operation of the API gets."""
    parser.addoption("--examples", type=int, default=5, help="how many made-up requests each operation of the API gets")
    parser.addoption("--operations", default="", help="only operations whose label has this in it")
