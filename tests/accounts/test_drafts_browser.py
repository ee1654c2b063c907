"""What is typed outlives a lost connection, a closed page and a refused form, and is gone once it was taken."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import Draft, User
from customers.models import Customer
from handover.actions import answer_links, briefings, checklist
from handover.actions.briefings import Answers
from handover.models import Briefing, Departure, Question
from tests.cast import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    browser: Browser,
    live_server: LiveServer,
    departure: Departure,
    leaver: User,
    make_customer: Callable[..., Customer],
    sign_in: Callable[[User], Client],
) -> Page:
    """陈静's page about Hottechi, on a phone."""
    customer = make_customer(leaver, name="Hottechi", grade="A")
    checklist.generate(departure=departure, at=NOW)
    session = sign_in(leaver).cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(reverse("tell", args=[departure.pk, customer.pk]))
    return page


def test_text_is_kept_found_again_and_gone_once_sent(page: Page, leaver: User) -> None:
    page.get_by_label("What never to do").fill("Never call before nine")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("Draft saved")
    assert Draft.objects.get().values == {"never_do": "Never call before nine"}
    page.reload()
    expect(page.get_by_label("What never to do")).to_have_value("Never call before nine")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("What you typed is back")
    address = page.url
    with page.expect_navigation():
        page.get_by_role("button", name="Save and next").click()
    assert not Draft.objects.exists()
    assert Briefing.objects.get().never_do == "Never call before nine"
    page.goto(address)
    assert "is back" not in page.locator("main").inner_text()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_what_was_thrown_away_does_not_come_back(page: Page) -> None:
    said = page.locator("form[data-draft=tell] [data-draft-said]")
    page.get_by_label("What never to do").fill("Never call before nine")
    expect(said).to_contain_text("Draft saved")
    page.reload()
    with page.expect_response(lambda came: came.url.endswith(reverse("drafts"))):
        page.get_by_role("button", name="Throw it away").click()
    expect(page.get_by_label("What never to do")).to_have_value("")
    expect(said).to_be_empty()
    assert not Draft.objects.exists()


def test_nothing_of_a_form_is_still_on_its_way_when_it_leaves(page: Page, departure: Departure) -> None:
    told, kept = page.url, reverse("drafts")
    went: list[str] = []
    page.on("request", lambda sent: went.append(f"{sent.method} {sent.url.removeprefix(told.split('/handovers')[0])}"))
    page.on("response", lambda came: went.append(f"kept {came.status}") if came.url.endswith(kept) else None)

    def slowly(route: Route) -> None:
        time.sleep(1.2)  # longer than the pause after which what was typed is kept by itself
        route.continue_()

    page.route(f"**{kept}", slowly)
    page.get_by_label("What never to do").press_sequentially("Never call before nine")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and next").click()
    before = went[: went.index(f"POST {reverse('tell', args=[departure.pk, Customer.objects.get().pk])}")]
    assert before.count(f"POST {kept}") == before.count("kept 200") >= 1
    assert not Draft.objects.exists()


def test_a_field_is_not_under_what_is_said_at_the_bottom(page: Page) -> None:
    is_seen = """field => {
      const {top, bottom} = field.getBoundingClientRect();
      return top >= 0 && (top + bottom) / 2 < document.querySelector(".save-bar").getBoundingClientRect().top;
    }"""
    said = page.locator("form[data-draft=tell] [data-draft-said]")
    page.get_by_label("What else to know").fill("Old friends")
    expect(said).to_contain_text("Draft saved")
    page.reload()
    expect(said).to_contain_text("What you typed is back")
    field = page.get_by_label("What else to know").element_handle()
    page.evaluate(
        "one => scrollBy({top: one.getBoundingClientRect().top - innerHeight + 130, behavior: 'instant'})", field
    )
    assert not page.evaluate(is_seen, field)
    field.focus()
    page.wait_for_function(is_seen, arg=field)


def test_without_a_connection_the_text_stays_and_is_sent_when_there_is_one(page: Page) -> None:
    said = page.locator("form[data-draft=tell] [data-draft-said]")
    page.context.set_offline(True)
    page.get_by_label("What else to know").fill("Old friends")
    expect(said).to_contain_text("Kept on this device, not yet sent")
    page.get_by_role("button", name="Save and next").dblclick()
    expect(said).to_contain_text("This is sent as soon as there is one")
    expect(page.get_by_label("What else to know")).to_have_value("Old friends")
    assert not Briefing.objects.exists()
    with page.expect_navigation():
        page.context.set_offline(False)
    assert Briefing.objects.get().background == "Old friends"
    assert not Draft.objects.exists()


def test_what_is_typed_after_save_was_pressed_without_a_connection_waits_for_another_press(page: Page) -> None:
    said = page.locator("form[data-draft=tell] [data-draft-said]")
    page.context.set_offline(True)
    page.get_by_label("What else to know").fill("Old")
    page.get_by_role("button", name="Save and next").click()
    expect(said).to_contain_text("This is sent as soon as there is one")
    page.get_by_label("What else to know").fill("Old friends")
    page.context.set_offline(False)
    expect(said).to_contain_text("Draft saved")
    assert not Briefing.objects.exists()


def test_who_was_signed_out_while_typing_finds_the_text_after_signing_in(
    page: Page, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("What never to do").fill("Never call before nine")
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    again = sign_in(leaver).cookies["sessionid"].value
    address = page.url
    page.get_by_role("link", name="Sign in again").click()
    page.wait_for_url("**/accounts/login/?next=**")
    page.context.add_cookies([{"name": "sessionid", "value": again, "url": address}])
    page.goto(address)
    expect(page.get_by_label("What never to do")).to_have_value("Never call before nine")


def test_a_text_saved_elsewhere_meanwhile_stands_below_what_was_typed(page: Page, departure: Departure) -> None:
    page.get_by_label("What never to do").fill("Never call before nine")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("Draft saved")
    elsewhere = Answers(never_do="Never on Fridays")
    customer = Customer.objects.get(name="Hottechi")
    briefings.save(departure=departure, customer=customer, answers=elsewhere, by=departure.leaver, at=NOW)
    page.reload()
    expect(page.get_by_label("What never to do")).to_have_value("Never call before nine")
    expect(page.get_by_text("Saved here meanwhile: Never on Fridays")).to_be_visible()


def test_nothing_stays_on_the_device_of_who_signed_out(page: Page, leaver: User) -> None:
    told = page.url
    page.goto("/customers/")
    page.goto(told)
    page.get_by_label("What never to do").fill("Never call before nine")
    expect(page.locator("form[data-draft=tell] [data-draft-said]")).to_contain_text("Draft saved")
    page.goto("/profile/")
    page.locator("main [data-sign-out] button").click()
    expect(page.get_by_role("link", name="Hottechi")).to_be_visible()
    expect(page.get_by_text("Never call before nine")).to_be_visible()
    page.get_by_role("button", name="Sign out without sending it").click()
    page.wait_for_url("**/accounts/login/")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length") == 0
    assert Draft.objects.get().person == leaver
    for _times in range(4):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_without_a_connection_nobody_is_signed_out_and_nothing_lost(page: Page) -> None:
    page.context.set_offline(True)
    page.get_by_label("What never to do").fill("Never call before nine")
    page.locator("header [data-sign-out]").evaluate("(form) => form.requestSubmit()")
    expect(page.get_by_text("you are still signed in")).to_be_visible()
    expect(page.get_by_label("What never to do")).to_have_value("Never call before nine")


def test_an_answer_is_as_long_as_it_was_typed(page: Page, departure: Departure, successor: User) -> None:
    customer = Customer.objects.get(name="Hottechi")
    Question.objects.create(departure=departure, customer=customer, text="Who signs?", asked_by=successor, asked_at=NOW)
    page.reload()
    page.get_by_label("Your answer").press_sequentially("The new head of purchasing signs.")
    with page.expect_navigation():
        page.get_by_role("button", name="Answer", exact=True).click()
    assert Question.objects.get().answer == "The new head of purchasing signs."


def test_a_link_takes_answers_in_a_browser_after_a_lost_connection_too(
    page: Page, browser: Browser, live_server: LiveServer, departure: Departure, successor: User, supervisor: User
) -> None:
    cache.clear()  # other tests open links until they are too many
    customer = Customer.objects.get(name="Hottechi")
    about: dict[str, Any] = {"departure": departure, "customer": customer, "asked_by": successor, "asked_at": NOW}
    for text in ("Who signs?", "Who pays?"):
        Question.objects.create(text=text, **about)
    now = timezone.now()
    ends = now + datetime.timedelta(days=5)
    _link, key = answer_links.make(departure=departure, by=supervisor, at=now, expires_at=ends)
    former = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}).new_page()
    former.goto(reverse("answer_by_link", args=[key]))
    former.get_by_label("Your answer").first.fill("The new head of purchasing")
    former.get_by_role("button", name="Send the answer").first.click()
    expect(former.get_by_text("Thank you, the answer has been passed on.")).to_be_visible()
    former.context.set_offline(True)
    former.get_by_label("Your answer").fill("Accounting")
    former.get_by_role("button", name="Send the answer").click()
    expect(former.get_by_text("This is sent as soon as there is one")).to_be_visible()
    former.context.set_offline(False)
    expect(former.get_by_text("Nothing waits for you. Thank you.")).to_be_visible()
    assert set(Question.objects.values_list("answer", flat=True)) == {"The new head of purchasing", "Accounting"}


def test_boxes_of_one_name_come_back_as_they_were_ticked(
    page: Page, departure: Departure, leaver: User, make_customer: Callable[..., Customer]
) -> None:
    for number in range(14):
        make_customer(leaver, name=f"Customer {number}", grade="B" if number < 3 else "C")
    page.goto(reverse("meeting_new", args=[departure.pk]))
    page.get_by_label("All 3 customers of grade B").check()
    page.get_by_label("Find by name").fill("omer 7")
    expect(page.locator("[data-tick-group]:visible")).to_have_count(1)
    page.get_by_label("Customer 7").check()
    page.get_by_label("Find by name").fill("")
    expect(page.locator("form[data-draft=meeting] [data-draft-said]")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator("form[data-draft=meeting] [data-draft-said]")).to_contain_text("What you typed is back")
    chosen = page.locator("[name=customers]:checked")
    expect(chosen).to_have_count(5)
    expect(page.get_by_label("All 3 customers of grade B")).to_be_checked()
    expect(page.locator("[data-tick-said]")).to_have_text(["Chosen: 1", "Chosen: 3", "Chosen: 1"])
    assert {one.get_attribute("value") for one in chosen.all()} >= {
        str(pk) for pk in Customer.objects.filter(grade__in="AB").values_list("pk", flat=True)
    }
