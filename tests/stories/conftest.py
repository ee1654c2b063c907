"""What stories find: the option that `make walks` gives, and the job that is done over a CRM."""

import pytest
from pytest_django.live_server_helper import LiveServer

from demo.cast import seed_people
from demo.crm.job import Job
from demo.crm.play import cast
from tests.worker import Workers


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--every-walk`: each walk-through in both languages at both widths and in both firms, written down."""
    parser.addoption("--every-walk", action="store_true", help="walk every walk-through and write docs/usability.md")


@pytest.fixture
def job(workers: Workers, live_server: LiveServer) -> Job:
    """The people of the demo firm, without any book, signed in by the page."""
    seed_people()
    return Job(cast(live_server.url), print)
