"""Each main task by keyboard alone, in a real browser. The board, the plan, the inbox and the palette have their own
tests; here are the rest.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.test import Client
from playwright.sync_api import Browser, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from customers.models import Connection, Import
from handover.models import ChecklistItem, Departure, ItemState, SampledCustomer
from tests.browser import PATIENCE
from tests.stories.crms import There, served
from tests.stories.firms import Firm, demo_firm
from tests.stories.keyboard import IS_HERE, Keyboard
from tests.stories.walk import DESK, PHONE
from tests.stories.walkers import JOBS, SAID

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORDS = SAID["en"]
#: A file with more columns than a screen has lines.
COLUMNS = ("Account Name", "City", "Annual revenue", "Owner", *(f"Field {number}" for number in range(1, 21)))


@pytest.fixture
def zoho(settings: LazySettings) -> Iterator[There]:
    with served("zoho") as found:
        settings.STAND_INS = found.system.stand_ins
        yield found


@pytest.fixture
def firm() -> Firm:
    found = demo_firm()
    User.objects.update(language="en", uses_shortcuts=False)
    return found


Hands = Callable[..., AbstractContextManager[Keyboard]]


@pytest.fixture
def hands(browser: Browser, live_server: LiveServer) -> Hands:
    """The keyboard of somebody who is signed in."""

    @contextmanager
    def of(person: User, size: ViewportSize = DESK) -> Iterator[Keyboard]:
        client = Client()
        client.force_login(person)
        session = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or ""}
        with browser.new_context(base_url=live_server.url, viewport=size, reduced_motion="reduce") as context:
            context.add_cookies([{**session, "url": live_server.url}])
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            yield Keyboard(page)

    return of


def test_each_main_task_by_keyboard_alone(hands: Hands, firm: Firm, zoho: There, tmp_path: Path) -> None:
    leaver = User.objects.get(email="chen.jing@baton.example")
    for size in (DESK, PHONE):
        with hands(leaver, size) as keys:
            work_the_checklist_off(keys, Departure.objects.get(leaver=leaver))
    with hands(JOBS["supervisor"].ready(firm, WORDS)) as keys:
        departure = Departure.objects.open().get(leaver=firm.planned)
        check_the_queue(keys, departure)
        sign_off(keys, departure)
    with hands(firm.officer) as keys:
        register(keys, firm.next_leaver)
    with hands(User.objects.get(email="admin@baton.example")) as keys:
        import_a_file(keys, tmp_path)
        connect(keys, zoho)


def work_the_checklist_off(keys: Keyboard, departure: Departure) -> None:
    """The leaver ticks an item, then tells of the next ones one after the other."""
    page = keys.page
    keys.open(f"/handovers/{departure.pk}/checklist/")
    row = page.locator("li:has(button.tick:not(.ok))").last
    row = page.locator(f"#{row.get_attribute('id')}")
    keys.to(row.locator("button.tick"))
    keys.press("Space")
    expect(row.locator("button.tick")).to_have_class(re.compile(r"\bok\b"))
    assert row.locator("button.tick").evaluate(IS_HERE), "the tick that was set has the focus"
    keys.to(page.get_by_role("link", name="One after the other"), back=True)
    keys.go()
    told = 0
    while not told:
        if page.locator(".tell").count():
            _tell(keys)
            told += 1
        else:
            keys.button("Done")
        keys.go()
    settled = ChecklistItem.objects.filter(departure=departure, settled_by=departure.leaver, state=ItemState.DONE)
    assert settled.exists()


def _tell(keys: Keyboard) -> None:
    page = keys.page
    keys.to(page.locator("summary", has_text=re.compile("Yes, write it down|Add another promise")))
    keys.press("Enter")
    keys.write("What was promised", WORDS["promise"])
    if (choice := page.get_by_label("To whom")).count():
        keys.to(choice)
        keys.press("ArrowDown")
    else:
        keys.write("Name of somebody else", WORDS["person"])
    keys.write("What never to do", WORDS["never"])
    keys.button("Save and next")


def check_the_queue(keys: Keyboard, departure: Departure) -> None:
    """The supervisor settles a dispute in words and scores the sample, one customer after the other."""
    page = keys.page
    keys.open(f"/handovers/{departure.pk}/verification/")
    keys.link("Check one by one")
    keys.go()
    keys.write("In words", WORDS["settle"])
    keys.button("Settle")
    rows = SampledCustomer.objects.standing().filter(sample__departure=departure)
    for left in range(rows.count(), 0, -1):
        keys.press("Enter")
        expect(page.get_by_text(re.compile(f"^{left} customers? (is|are) left"))).to_be_visible()
        assert page.locator("#verify h2").first.evaluate(IS_HERE), "what comes next is read first"
        keys.to(page.locator("button[value=complete]"))
    keys.press("Enter")
    expect(page.get_by_text("Nothing waits for you to check")).to_be_visible()
    assert not rows.unscored().exists()
    keys.link("To the sign-off")


def sign_off(keys: Keyboard, departure: Departure) -> None:
    """From the end of the queue, past the visits nobody needs, to the supervisor's word."""
    keys.go()
    keys.to(keys.page.locator('.beside a[href$="/visits/"]'))
    keys.go()
    keys.write("Why no visit is needed", WORDS["sign"])
    keys.to(keys.page.locator("button[name=everything]"))
    keys.go()
    keys.link("Sample and sign-off")
    keys.go()
    keys.write("What you confirm, in your words", WORDS["sign"])
    keys.to(keys.page.locator("#id_sure"))
    keys.press("Space")
    keys.button("Sign off the verification")
    keys.go()
    departure.refresh_from_db()
    assert departure.signed_off_at


def register(keys: Keyboard, leaver: User) -> None:
    """HR answers the four pages."""
    keys.open("/handovers/")
    keys.link("Register a departure")
    keys.go()
    keys.choose("Who is leaving?", leaver.name)
    keys.choose("What kind of departure is it?", "Resignation")
    keys.button("Continue")
    keys.go()
    keys.choose("What is the main reason?", "Career")
    keys.button("Continue")
    keys.go()
    keys.link("Continue")
    keys.go()
    keys.button("Register the departure")
    keys.go()
    assert Departure.objects.open().filter(leaver=leaver).exists()


def import_a_file(keys: Keyboard, folder: Path) -> None:
    """An administrator gives a file, corrects what two columns are taken for, and imports."""
    page, file = keys.page, folder / "customers.csv"
    file.write_text("\n".join(",".join(cells) for cells in (COLUMNS, [f"Firm {one}" for one in COLUMNS])))
    keys.open("/imports/")
    keys.to(page.locator("input[type=file]"))
    keys.files(file)
    keys.button("Look at the files")
    keys.go()
    keys.choose("Field 3", "industry")
    keys.choose("Field 20", "territory")
    keys.button("Save the corrections")
    keys.go()
    keys.button("Import")
    keys.go()
    expect(page.get_by_role("heading", level=1)).to_have_text("Importing")
    assert Import.objects.exists()


def connect(keys: Keyboard, zoho: There) -> None:
    """An administrator connects a CRM and reads it."""
    page, given = keys.page, zoho.crm.settings
    before = set(Connection.objects.values_list("pk", flat=True))
    keys.open("/settings/connections/")
    keys.to(page.locator("a[href$='/new/zoho/']"))
    keys.go()
    keys.to(page.locator("[name=source]"))
    keys.press("Control+a")
    keys.type("second")
    keys.to(page.locator("[name=writes_owners]"))
    keys.press("Space")
    for label, name in (("Client ID", "client_id"), ("Client secret", "client_secret")):
        keys.write(label, given[name])
    keys.write("Refresh token", given["refresh_token"])
    keys.choose("Currency", "Chinese yuan")
    keys.button("Save and try")
    keys.go()
    expect(page.get_by_text("The connection works: it answers as Ada Park.")).to_be_visible()
    keys.button("Read now")
    keys.go()
    assert Connection.objects.exclude(pk__in=before).get().writes_owners
