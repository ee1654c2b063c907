"""Five walk-throughs, one per person, timed and counted; `make walks` walks them in every look and writes them down."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.stories import efforts
from tests.stories.efforts import Counter, Effort
from tests.stories.firms import DATA, Firm, demo_firm, real_firm
from tests.stories.walk import DESK, OTHER, PHONE, PICTURES, Walk
from tests.stories.walkers import IN_THE_REAL_FIRM, JOBS, SAID

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FIRMS: dict[str, Callable[[], Firm]] = {"demo": demo_firm, "real": real_firm}
SIZES = {1280: DESK, 390: PHONE}
#: What every run of the tests walks: each person once, each language and each width.
USUAL = [
    ("manager", "demo", "en", 1280),
    ("leaver", "demo", "zh-hans", 390),
    ("successor", "demo", "en", 390),
    ("supervisor", "demo", "zh-hans", 1280),
    ("hr", "demo", "en", 1280),
]
EVERY = [
    (who, firm, language, width)
    for who in JOBS
    for firm in FIRMS
    if firm == "demo" or (who in IN_THE_REAL_FIRM and DATA.is_dir())
    for language in OTHER
    for width in SIZES
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every walk when asked for by name (`--every-walk`)."""
    walks = EVERY if metafunc.config.getoption("every_walk", default=False) else USUAL
    metafunc.parametrize(("who", "firm", "language", "width"), walks)


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest) -> Iterator[list[Effort]]:
    """What was counted; written down when each walk that was asked for came to its end."""
    counted: list[Effort] = []
    yield counted
    if request.config.getoption("every_walk", default=False) and not request.session.testsfailed:
        efforts.write(counted)


def test_a_person_gets_their_job_done(
    who: str, firm: str, language: str, width: int, browser: Browser, live_server: LiveServer, book: list[Effort]
) -> None:
    there, job, said = FIRMS[firm](), JOBS[who], SAID[language]
    person = job.ready(there, said)
    User.objects.update(language=language)
    person.refresh_from_db()
    walk = Walk(browser, live_server.url, language, PICTURES / "walks" / f"{who}-{firm}-{language}-{width}")
    with walk.as_person(person, SIZES[width]) as visitor:
        counter = Counter(visitor)
        job.walk(visitor, there, said)
        book.append(counter.done(job.who, job.steps, there.name, f"{language}, {width}"))
        visitor.shows("done")
    assert walk.complaints == []
