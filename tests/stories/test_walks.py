"""Five walk-throughs, one per person, and the first handover of a firm that connects its CRM, timed and counted;
`make walks` walks them in every look and both firms, and writes them down.
"""

from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.stories import connecting, efforts
from tests.stories.crms import There, served
from tests.stories.efforts import Counter, Effort
from tests.stories.firms import DATA, Firm, demo_firm, real_firm
from tests.stories.walk import DESK, OTHER, PHONE, PICTURES, Walk
from tests.stories.walkers import JOBS, SAID
from tests.worker import Workers

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
LOOKS = [(language, width) for language in OTHER for width in SIZES]
EVERY = [
    (who, firm, language, width)
    for who in JOBS
    for firm in FIRMS
    if firm == "demo" or DATA.is_dir()
    for language, width in LOOKS
]
#: The first handover through a CRM: what every run of the tests walks of it.
CONNECTS = LOOKS[:1]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every walk when asked for by name (`--every-walk`)."""
    every = metafunc.config.getoption("every_walk", default=False)
    if "who" in metafunc.fixturenames:
        metafunc.parametrize(("who", "firm", "language", "width"), EVERY if every else USUAL)
    else:
        metafunc.parametrize(("language", "width"), LOOKS if every else CONNECTS)


def look(language: str, width: int) -> str:
    """What the table calls it."""
    return f"{language}, {width}"


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
        book.append(counter.done(job.who, job.steps, there.name, look(language, width)))
        visitor.shows("done")
    assert walk.complaints == []


@pytest.fixture
def zoho(settings: LazySettings) -> Iterator[There]:
    """A simulated Zoho CRM that answers."""
    with served("zoho") as found:
        settings.STAND_INS = found.system.stand_ins
        yield found


@pytest.mark.worker
def test_a_firm_connects_its_crm_and_hands_a_first_book_over(
    language: str,
    width: int,
    browser: Browser,
    workers: Workers,
    live_server: LiveServer,
    zoho: There,
    book: list[Effort],
) -> None:
    admin = connecting.empty_firm()
    User.objects.update(language=language)
    before = set(zoho.owned(connecting.LEAVER))
    workers.worker(STAND_INS=zoho.stand_ins)
    workers.beat(STAND_INS=zoho.stand_ins)
    walk = Walk(browser, live_server.url, language, PICTURES / "walks" / f"connecting-{language}-{width}")
    with walk.as_person(admin, SIZES[width]) as visitor:
        book.append(connecting.connect_and_hand_over(visitor, zoho.crm, SIZES[width], look(language, width)))
        visitor.shows("done")
    assert walk.complaints == []
    moved = before - set(zoho.owned(connecting.LEAVER))
    assert {zoho.owner(id_) for id_ in moved} == set(connecting.SUCCESSORS)
    assert zoho.writes == dict.fromkeys(moved, 1)
