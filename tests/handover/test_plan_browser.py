"""The plan by pointer and by keyboard: rows dragged onto a successor, moved by keys, taken back; the bars follow."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from handover import tasks
from handover.models import Assignment, Plan
from handover.planning import large_proposals
from tests.gallery.inspecting import inaccessible, sideways
from tests.handover.conftest import Book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def line(plan: Plan, book: Book) -> Assignment:
    """Hottechi's."""
    return plan.assignments.get(customer=book.hottechi, kind=1)


@pytest.fixture
def page(
    browser: Browser, live_server: LiveServer, line: Assignment, manager: User, sign_in: Callable[[User], Client]
) -> Iterator[Page]:
    session = sign_in(manager).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/handovers/{line.plan.departure_id}/plan/")
    yield page
    context.close()


def other_than(line: Assignment) -> User:
    return line.plan.successors.exclude(user=line.successor).get().user


def bar(page: Page, person: User) -> Locator:
    return page.get_by_role("img", name=f"{person.name}: ")


def row(page: Page, line: Assignment) -> Locator:
    return page.locator(f"#line-{line.pk}")


def test_a_row_dragged_onto_a_successor_goes_there_and_the_bars_follow(
    page: Page, line: Assignment, plan: Plan, book: Book
) -> None:
    other = other_than(line)
    before = bar(page, other).get_attribute("aria-label")
    page.get_by_label("Tick Kan-code").check()
    handle = row(page, line).locator("[data-drag]")
    handle.hover()
    page.mouse.down()
    page.mouse.move(600, 300, steps=4)
    target = page.locator("#move-to-list").get_by_role("button", name=other.name)
    expect(target).to_be_visible()
    expect(page.get_by_label("Tick Kan-code")).not_to_be_checked()
    target.hover()
    page.mouse.up()
    expect(row(page, line).get_by_role("combobox")).to_have_value(str(other.pk))
    expect(page.locator("#plan-said")).to_contain_text("1 record changed.")
    expect(bar(page, other)).not_to_have_attribute("aria-label", before or "")
    expect(page.locator("#move-to")).not_to_have_attribute("open", "")
    line.refresh_from_db()
    assert line.successor == other
    page.keyboard.press("Control+z")
    expect(page.locator("#plan-said")).to_contain_text(f"Undone: giving Hottechi to {other.name}.")
    expect(bar(page, other)).to_have_attribute("aria-label", before or "")
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator("#plan-said")).to_contain_text("Done again")
    expect(row(page, line).get_by_role("combobox")).to_have_value(str(other.pk))


def test_a_row_dropped_on_a_bar_and_one_dropped_nowhere(page: Page, line: Assignment) -> None:
    other = other_than(line)
    handle = row(page, line).locator("[data-drag]")
    handle.hover()
    page.mouse.down()
    page.mouse.move(640, 880, steps=3)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.get_by_label("Tick Hottechi")).not_to_be_checked()
    expect(page.locator(".plan-ghost")).to_have_count(0)
    handle.hover()
    page.mouse.down()
    bar(page, other).hover()
    page.mouse.up()
    expect(row(page, line).get_by_role("combobox")).to_have_value(str(other.pk))


def test_several_moved_by_keyboard_alone(page: Page, line: Assignment, plan: Plan, successor: User) -> None:
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-picked]")).to_have_text("Ticked: 2")
    page.keyboard.press("m")
    expect(page.locator("#move-to-list button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.locator("#move-to-list").get_by_role("button", name=successor.name).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#plan-said")).to_contain_text("2 records changed.")
    assert set(plan.assignments.filter(kind=1).values_list("successor", flat=True)) == {successor.pk}
    expect(page.locator("tbody tr").nth(1).get_by_role("link").first).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("m")
    page.locator("#move-to-list").get_by_role("button", name="nobody yet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 records have no successor")).to_be_visible()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("#plan-said")).to_contain_text("Undone: giving 2 records")
    assert inaccessible(page) == []


def test_keys_do_nothing_where_they_are_turned_off(page: Page, line: Assignment) -> None:
    page.evaluate("document.body.dataset.noKeys = ''")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("m")
    expect(page.locator("tbody input:checked")).to_have_count(0)
    expect(page.locator("#move-to")).not_to_have_attribute("open", "")


def test_on_a_phone_one_ticks_and_moves(page: Page, line: Assignment) -> None:
    other = other_than(line)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(row(page, line).locator("[data-drag]")).to_be_hidden()
    page.get_by_label("Tick Hottechi").check()
    page.locator("#move-to > summary").click()
    assert not sideways(page)
    assert inaccessible(page) == []
    page.locator("#move-to-list").get_by_role("button", name=other.name).click()
    expect(row(page, line).get_by_role("combobox")).to_have_value(str(other.pk))


def test_a_page_that_asks_for_itself_anew_does_not_cancel_a_link(
    page: Page, plan: Plan, manager: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proposal is made while the page that a link leads to is still on its way."""
    asked: list[tuple[Any, ...]] = []
    held: list[Route] = []
    monkeypatch.setattr(large_proposals, "AT_ONCE", 0)
    monkeypatch.setattr(tasks.make_proposal, "delay", lambda *given: asked.append(given))
    url, people = f"/handovers/{plan.departure_id}/plan/", [row.user_id for row in plan.successors.all()]
    sign_in(manager).post(url + "proposal/", {"successors": people, "strategy": "even"})
    page.goto(url)
    expect(page.locator("#making")).to_be_visible()
    page.route("**/coverage/", lambda route: held.append(route))  # noqa: PLW0108 - no builtin can be wrapped there
    page.get_by_role("link", name="Coverage", exact=True).click(no_wait_after=True)
    tasks.make_proposal(*asked[0])
    for _twice in range(2):  # the page is still there to ask again
        with page.expect_response("**/plan/making/") as answer:
            pass
        assert answer.value.headers["hx-refresh"] == "true"
    held[0].continue_()
    page.wait_for_url("**/coverage/")
