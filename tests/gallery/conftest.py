"""The option that `make screenshots` gives."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--every-look`: both languages at both widths."""
    parser.addoption("--every-look", action="store_true", help="look at every page in both languages at both widths")
