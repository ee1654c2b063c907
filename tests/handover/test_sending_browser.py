"""Forms in a browser: sent once however often they are pressed, also in bulk and for downloads; Back finds the list as
it was narrowed and ticked; what was refused or not done is said where the person is.
"""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from customers.kinds import RecordKind
from handover.models import Assignment, Departure, Inheritance, Plan, PlanSuccessor
from tests.handover.test_inheritances_browser import page, rows

__all__ = ["page", "rows"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def posts(page: Page) -> list[str]:
    """The addresses forms are sent to from now on; drafts are no forms."""
    found: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and "/drafts/" not in request.url:
            found.append(request.url)

    page.on("request", note)
    return found


def test_a_bulk_form_is_sent_once_and_back_finds_the_list_as_it_was(page: Page, rows: list[Inheritance]) -> None:
    page.goto("/inherited/?q=Firm&grade=B")
    expect(page.locator("[data-rows] > li")).to_have_count(1)
    page.get_by_role("link", name="Firm B", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Firm B")
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?q=Firm&grade=B$"))
    expect(page.get_by_role("searchbox", name="Customer")).to_have_value("Firm")
    page.get_by_label("Choose Firm B").check()
    sent = posts(page)
    page.get_by_role("button", name="Accept the ticked ones").dblclick()
    expect(page.get_by_text("1 customer is accepted.")).to_be_visible()
    assert len(sent) == 1
    expect(page).to_have_url(re.compile(r"q=Firm&grade=B"))
    page.get_by_role("button", name="Undo").dblclick()
    expect(page.get_by_text("1 customer waits for you again.")).to_be_visible()
    assert len(sent) == 2


def test_a_download_is_made_once_and_the_next_format_soon_after(page: Page, rows: list[Inheritance]) -> None:
    plan, row = Plan.objects.get(), rows[0]
    PlanSuccessor.objects.create(plan=plan, user=row.successor)
    line = {"customer": row.customer, "from_owner": row.from_owner, "successor": row.successor}
    Assignment.objects.create(plan=plan, kind=RecordKind.CUSTOMER, record_id=row.customer_id, **line)
    page.goto(rows[0].get_absolute_url())
    sent = posts(page)
    for name in ("PDF", "Word"):
        with page.expect_download():
            page.get_by_role("button", name=name).dblclick()
        expect(page.get_by_role("button", name=name)).not_to_have_attribute("aria-disabled", "true")
    assert len(sent) == 2


def test_accepted_in_place_it_is_taken_back_from_the_message(page: Page, rows: list[Inheritance]) -> None:
    page.locator("li", has_text="Firm A").get_by_role("button", name="I’ve got this one").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 customer waits for you again.")).to_be_visible()
    assert not Inheritance.objects.exclude(accepted_at=None).exists()


def test_what_is_refused_has_the_focus_leads_to_its_field_and_is_kept(page: Page, rows: list[Inheritance]) -> None:
    page.goto(rows[0].get_absolute_url() + "?say=wrong")
    field = page.get_by_label("What is wrong")
    field.evaluate("(one) => { one.removeAttribute('maxlength'); one.value = 'x'.repeat(2001); }")
    page.get_by_role("button", name="Send it back").click()
    summary = page.locator("[data-problems]")
    expect(summary).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 800})
    assert summary.get_by_role("link").evaluate("(one) => getComputedStyle(one).whiteSpace") == "normal"
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(field).to_have_value("x" * 2001)
    summary.get_by_role("link").press("Enter")
    expect(field).to_be_focused()


def test_what_is_asked_in_place_and_not_done_is_said_at_once(page: Page, rows: list[Inheritance]) -> None:
    Departure.objects.all().delete()
    page.locator("li", has_text="Firm C").get_by_role("button", name="I’ve got this one").click()
    said = page.get_by_role("alert")
    expect(said).to_contain_text("That could not be done.")
    expect(said).to_be_in_viewport()
