"""The option that `make walks` gives."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--every-walk`: each walk-through in both languages at both widths and in both firms, written down."""
    parser.addoption("--every-walk", action="store_true", help="walk every walk-through and write docs/usability.md")
