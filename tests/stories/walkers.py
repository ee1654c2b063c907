"""Five people, each with one job, doing it by what stands on the page; each says in a sentence what was done."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import Locator, expect

from accounts.models import User
from handover.actions import departures
from handover.lifecycle import Verb
from handover.models import Departure, Inheritance, SampledCustomer
from tests.stories import acts, firms
from tests.stories.firms import Firm
from tests.stories.walk import Visitor

#: How many customers the leaver tells of, and the successor opens.
TOLD = 3
SAID = {
    "en": {
        "person": "Robin Park",
        "promise": "Spare parts for the old line until June",
        "step": "Call about the June order",
        "never": "Never ship before the invoice is out.",
        "question": "Who decides there when Robin is away?",
        "call": "Introduced myself; a visit is agreed.",
        "settle": "The rebate stands in the contract.",
        "dispute": "They told me about a 5% rebate.",
        "sign": "Checked by phone with both.",
    },
    "zh-hans": {
        "person": "林小波",
        "promise": "旧产线的备件供应到六月",
        "step": "电话确认六月的订单",
        "never": "发票开出之前不要发货。",
        "question": "林总不在的时候谁说了算？",
        "call": "已电话自我介绍，约好上门。",
        "settle": "返点已写入合同补充条款。",
        "dispute": "对方说有百分之五的返点。",
        "sign": "已向双方电话核对。",
    },
}


@dataclass(frozen=True)
class Job:
    """One walk-through: whose, what has happened before, who walks, what they do, and that in a sentence."""

    who: str
    steps: str
    ready: Callable[[Firm, dict[str, str]], User]
    walk: Callable[[Visitor, Firm, dict[str, str]], None]


def type_into(field: Locator, text: str) -> None:
    """Go there and press each key."""
    field.click()
    field.press_sequentially(text)


def _title(visitor: Visitor) -> str:
    """The page's heading without the badge behind it."""
    heading = visitor.page.get_by_role("heading", level=1)
    return str(heading.evaluate("one => one.firstChild.textContent.trim()"))


def _on_from_here(visitor: Visitor, english: str) -> None:
    """Press a button that leads to another address."""
    here = visitor.page.url
    visitor.press(english)
    expect(visitor.page).not_to_have_url(here)


def _departure(leaver: User) -> Departure:
    return Departure.objects.open().get(leaver=leaver)


def _to_plan(firm: Firm, said: dict[str, str]) -> User:
    return firm.manager


def plan(manager: Visitor, firm: Firm, said: dict[str, str]) -> None:
    """A proposal, then three of grade A together, one alone, and what will happen in sentences."""
    page = manager.page
    manager.departure_of(firm.planned)
    manager.follow("Plan")
    for person in firm.successors:
        page.get_by_role("checkbox", name=person.name).check()
    manager.press("Propose")
    manager.sees("What each successor will carry")
    rows = page.get_by_role("main").locator("tbody tr")
    count = min(3, rows.count())
    if page.viewport_size and page.viewport_size["width"] > 1000:
        for _row in range(count):
            page.keyboard.press("j")
            page.keyboard.press("x")
        page.keyboard.press("m")
        expect(page.locator("#move-to-list button").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    else:
        for number in range(count):
            rows.nth(number).get_by_role("checkbox").check()
        page.locator("summary").filter(has_text=manager.words("Move to…")).click()
        page.locator("#move-to-list").get_by_role("button").nth(1).click()
    expect(page.locator("#plan-said")).not_to_be_empty()
    choice = rows.last.get_by_role("combobox")
    other = next(person for person in firm.successors if str(person.pk) != choice.input_value())
    choice.select_option(str(other.pk))
    expect(rows.last).to_contain_text(manager.words("Chosen by %(name)s", name=firm.manager.name))
    manager.follow("Review the move")
    manager.sees("What will happen")
    manager.sees("Ask for approval")


def _to_tell(firm: Firm, said: dict[str, str]) -> User:
    firms.begin(_departure(firm.planned), firm)
    return firm.planned


def empty_the_head(leaver: Visitor, firm: Firm, said: dict[str, str]) -> None:
    """One after the other: who decides, what was promised, what is next and what never to do."""
    leaver.departure_of(firm.planned)
    leaver.follow("Checklist")
    leaver.sees("My handover checklist")
    leaver.follow("One after the other")
    told = 0
    while told < TOLD:
        if leaver.page.get_by_role("heading", name=leaver.words("What is the best next step?")).count():
            _tell(leaver, said, promises=told == 0)
            told += 1
        else:
            _on_from_here(leaver, "Done")
    assert _departure(firm.planned).briefings.count() >= TOLD


def _tell(leaver: Visitor, said: dict[str, str], *, promises: bool) -> None:
    page, name = leaver.page, _title(leaver)
    for heading in ("Who decides?", "Who uses it?"):
        part = page.locator("section").filter(has=page.get_by_role("heading", name=leaver.words(heading)))
        if not part.count():
            continue
        if (choice := part.get_by_role("combobox")).count():
            choice.select_option(index=1)
        else:
            type_into(part.get_by_label(leaver.words("Name"), exact=True), said["person"])
    if promises:
        page.locator("summary").filter(has_text=re.compile(leaver.words("Yes, write it down"))).click()
        type_into(page.get_by_label(leaver.words("What was promised")), said["promise"])
        if (choice := page.get_by_label(leaver.words("To whom"))).count():
            choice.select_option(index=1)
        else:
            type_into(page.get_by_label(leaver.words("Name of somebody else")), said["person"])
    elif (box := page.get_by_label(leaver.words("Nothing was promised beyond the contracts"))).count():
        box.check()
    step = page.get_by_label(leaver.words("Best next step"))
    if step.is_visible():
        type_into(step, said["step"])
    type_into(page.get_by_label(leaver.words("What never to do")), said["never"])
    _on_from_here(leaver, "Save and next")
    expect(page.get_by_role("status").first).to_contain_text(name)


def _to_take_over(firm: Firm, said: dict[str, str]) -> User:
    firms.begin(_departure(firm.planned), firm)
    return firm.successors[0]


def take_over(successor: Visitor, firm: Firm, said: dict[str, str]) -> None:
    """Read the most important ones and accept them, ask about one, take the small ones together."""
    page = successor.page
    successor.through_menu("Inherited")
    page.get_by_role("main").locator("[data-open]").first.click()
    for number in range(TOLD):
        successor.sees("In one minute")
        if number == 1:
            type_into(page.get_by_label(successor.words("Your question")), said["question"])
            successor.press("Ask")
            successor.sees("%(name)s is asked.", name=firm.planned.name)
        name = _title(successor)
        successor.press("I’ve got this one")
        successor.sees("%(customer)s is accepted.", customer=name)
        page.get_by_role("link", name=successor.words("Next customer")).click()
    successor.through_menu("Inherited")
    together = page.locator("#accept-many").get_by_role("button").nth(1)
    if together.count():
        together.click()
        expect(page.get_by_role("status").first).to_be_visible()
    assert Inheritance.objects.filter(successor=successor.person, accepted_at__isnull=False).count() >= TOLD


def _to_check(firm: Firm, said: dict[str, str]) -> User:
    departure = firms.begin(_departure(firm.planned), firm)
    departures.transition(departure=departure, verb=Verb.VERIFY, by=firm.manager, at=timezone.now())
    firms.agree(departure, disputed=said["dispute"])
    return firm.supervisor


def check_and_sign(supervisor: Visitor, firm: Firm, said: dict[str, str]) -> None:
    """The queue: settle the dispute in words, score the sample by key, sign off."""
    page, departure = supervisor.page, _departure(firm.planned)
    supervisor.departure_of(firm.planned)
    supervisor.follow("Verification")
    supervisor.follow("Check one by one")
    supervisor.sees("What holds?")
    type_into(page.get_by_label(supervisor.words("In words")), said["settle"])
    supervisor.press("Settle")
    rows = SampledCustomer.objects.standing().filter(sample__departure=departure)
    keys = page.viewport_size and page.viewport_size["width"] > 1000
    for left in range(rows.count(), 0, -1):
        supervisor.sees_text(
            supervisor.walk.counted("%(total)s customer is left.", "%(total)s customers are left.", left, total=left)
        )
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        if keys:
            page.keyboard.press("1")
        else:
            page.get_by_role("button", name=re.compile(f"^{supervisor.words('Complete', 'score')}")).click()
    supervisor.sees("Nothing waits for you to check")
    supervisor.follow("To the sign-off")
    acts.let_visits_be(supervisor, said["sign"])
    type_into(page.get_by_label(supervisor.words("What you confirm, in your words")), said["sign"])
    page.get_by_label(supervisor.words("I have checked the sample myself, and what is written above is true.")).check()
    supervisor.press("Sign off the verification")
    supervisor.sees("Signed off. The departure can be closed once the records have moved.")


def _to_close(firm: Firm, said: dict[str, str]) -> User:
    firms.leave_only_the_last_word(_departure(firm.gone), firm)
    return firm.officer


def register(visitor: Visitor, leaver: User) -> None:
    """Four pages about who leaves."""
    visitor.through_menu("Handovers")
    visitor.follow("Register a departure")
    visitor.choose("Who is leaving?", str(leaver.pk))
    visitor.choose("What kind of departure is it?", "resignation")
    visitor.press("Continue")
    visitor.choose("What is the main reason?", "career")
    visitor.press("Continue")
    visitor.sees("What happens to them")
    visitor.follow("Continue")
    visitor.sees("Check your answers")
    visitor.press("Register the departure")
    visitor.sees("The departure of %(name)s is registered, and the checklist is made.", name=leaver.name)


def register_and_close(officer: Visitor, firm: Firm, said: dict[str, str]) -> None:
    """Four pages about who leaves; then what is left for HR of another one, ticked, and that one closed."""
    page = officer.page
    register(officer, firm.next_leaver)
    officer.departure_of(firm.gone)
    officer.follow("Checklist")
    officer.follow("Mine")
    open_ones = page.locator("button.tick:not(.ok)")
    for left in range(open_ones.count(), 0, -1):
        open_ones.first.click()
        expect(open_ones).to_have_count(left - 1)
    officer.departure_of(firm.gone)
    officer.press("Close the departure")
    officer.sees(
        "Done. The departure of %(name)s is now at “%(state)s”.", name=firm.gone.name, state=officer.words("Closed")
    )


JOBS = {
    "manager": Job(
        "Manager: plans a whole book",
        "From Home to the leaver’s plan; chooses two successors, proposes, moves three customers together "
        "(`j x`, `m` and an arrow; ticks and “Move to…” on a phone), one alone, and reads what will happen.",
        _to_plan,
        plan,
    ),
    "leaver": Job(
        "Leaver: tells of three customers",
        "From Home to the checklist, “One after the other”: who decides and who uses it, a promise to the first, "
        "the next step where none is known, and what never to do, each typed in full.",
        _to_tell,
        empty_the_head,
    ),
    "successor": Job(
        "Successor: takes customers over",
        "From Home to the inbox; reads three briefings from the most important on, asks the leaver about the second, "
        "accepts each, then all small ones together.",
        _to_take_over,
        take_over,
    ),
    "supervisor": Job(
        "Supervisor: from the queue to the sign-off",
        "From Home to “Check one by one” of a handover; settles a dispute in words, scores every customer of the "
        "sample (key `1`; buttons on a phone), opens the sign-off, says why visits are not needed, and signs.",
        _to_check,
        check_and_sign,
    ),
    "hr": Job(
        "HR: registers one departure and closes another",
        "From Home to the four pages of a registration; then the items that are HR’s on another departure’s "
        "checklist, ticked, and that departure closed.",
        _to_close,
        register_and_close,
    ),
}
