"""The acts of the main job in the browser: what each person does, and what they see for it."""

import re
from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from customers.models import AccountTeamMember, Customer
from handover.actions import checklist
from handover.checklist.responsible import people_for
from handover.models import ChecklistItem, Departure, ItemState, Move, SampledCustomer, Verdict
from tests.stories.walk import Visitor, Walk

#: What is said in words: in the note, the objection, the settlement, and why an item is not needed.
SAID = {
    "en": (
        "They expect a call each Monday before ten.",
        "A rebate of 5% was promised.",
        "The rebate stands in the contract.",
        "Arranged with HR already.",
        "Both called on them on Monday.",
    ),
    "zh-hans": (
        "对方希望每周一十点前接到电话。",
        "口头答应过百分之五的返点。",
        "返点已写入合同补充条款。",
        "已与人事说好。",
        "周一双方一起去拜访过。",
    ),
}


@dataclass
class Scene:
    """The walk, and who plays which part in it."""

    walk: Walk
    manager: User
    leaver: User
    successors: tuple[User, User]
    supervisor: User
    approver: User
    officer: User

    @property
    def departure(self) -> Departure:
        """The leaver's departure as it stands now."""
        return Departure.objects.get(leaver=self.leaver)

    def owned(self, person: User) -> int:
        """How many customers `person` owns now."""
        return Customer.objects.filter(owner=person).count()


def register(manager: Visitor, scene: Scene) -> None:
    """The manager answers the wizard's four pages and names who supervises."""
    manager.shows("home")
    manager.follow("Handovers")
    manager.shows("board-empty")
    manager.follow("Register a departure")
    manager.choose("Who is leaving?", str(scene.leaver.pk))
    manager.choose("What kind of departure is it?", "resignation")
    manager.shows("register-who")
    manager.press("Continue")
    manager.choose("What is the main reason?", "career")
    manager.shows("register-dates")
    manager.press("Continue")
    manager.sees("What happens to them")
    manager.shows("register-holdings")
    manager.follow("Continue")
    manager.sees("Check your answers")
    manager.shows("register-check")
    manager.press("Register the departure")
    manager.sees("The departure of %(name)s is registered, and the checklist is made.", name=scene.leaver.name)
    manager.shows("registered")
    manager.choose("Name a supervisor", str(scene.supervisor.pk))
    manager.press("Name the supervisor")
    manager.sees("supervises the handover")


def plan(manager: Visitor, scene: Scene) -> None:
    """A proposal for two successors; one customer goes to the other one, three ticked ones together."""
    manager.follow("Plan")
    for successor in scene.successors:
        manager.page.get_by_role("checkbox", name=successor.name).check()
    manager.shows("plan-who")
    manager.press("Propose")
    manager.sees("What each successor will carry")
    manager.shows("plan-proposed")
    first = manager.page.locator("tr[id^=line-]").first
    other = next(one for one in scene.successors if str(one.pk) != first.get_by_role("combobox").input_value())
    with manager.page.expect_response(lambda answer: "/plan/assignments/" in answer.url):
        first.get_by_role("combobox").select_option(str(other.pk))
    expect(first.get_by_text(manager.words("Chosen by %(name)s", name=scene.manager.name))).to_be_visible()
    for box in manager.page.locator("td.plan-tick input").all()[1:4]:
        box.check()
    manager.page.locator("#move-to > summary").click()
    manager.page.locator("#move-to-list").get_by_role("button", name=scene.successors[1].name).click()
    expect(manager.page.locator("#plan-said")).to_be_visible()
    manager.shows("plan-changed")
    manager.follow("Review the move")
    manager.sees("What will happen")
    manager.shows("plan-review")


def change_without_javascript(scene: Scene) -> None:
    """The same change by a browser without JavaScript: a choice and a button."""
    with scene.walk.as_person(scene.manager, scripts=False) as manager:
        manager.departure_of(scene.leaver)
        manager.follow("Plan")
        line = manager.page.locator("tr[id^=line-]").last
        other = next(one for one in scene.successors if str(one.pk) != line.get_by_role("combobox").input_value())
        line.get_by_role("combobox").select_option(str(other.pk))
        line.get_by_role("button", name=manager.words("Save"), exact=True).click()
        expect(manager.page.get_by_role("status")).to_be_visible()
        expect(manager.page.locator("tr[id^=line-]").last.get_by_role("combobox")).to_have_value(str(other.pk))


def approve(approver: Visitor, review: str) -> None:
    """Marcus Hale gets the address, reads the sentences and types how many records move."""
    approver.go(review)
    asked = approver.page.locator("label[for=id_count]").inner_text()
    approver.page.locator("#id_count").fill("".join(re.findall(r"\d", asked)))
    approver.shows("approve")
    approver.press("Approve the plan")
    approver.sees("The plan is approved. The successors have been told.")
    approver.shows("approved")


def begin(manager: Visitor, scene: Scene) -> None:
    manager.departure_of(scene.leaver)
    manager.shows("planned")
    manager.press("Start the handover")
    expect(manager.button("Start verifying together")).to_be_visible()
    manager.shows("handing-over")


def work_the_checklist_off(leaver: Visitor, scene: Scene) -> None:
    """On a phone: two ticks (one by keyboard), then a note and a file for a third item."""
    leaver.shows("phone-home")
    leaver.departure_of(scene.leaver)
    leaver.shows("phone-departure")
    leaver.follow("Checklist")
    leaver.sees("My handover checklist")
    leaver.shows("phone-checklist")
    for press in ("click", "Enter"):
        row = leaver.page.locator("li:has(button.tick:not(.ok))").first
        found = leaver.page.locator(f"#{row.get_attribute('id')} button.tick")
        if press == "click":
            found.click()
        else:
            found.press(press)
        expect(found).to_have_class(re.compile(r"\bok\b"))
    leaver.page.locator("li:has(button.tick:not(.ok)) a.task-link").last.click()
    leaver.page.get_by_label(leaver.words("Note"), exact=True).fill(SAID[leaver.walk.language][0])
    with leaver.page.expect_navigation():
        leaver.press("Save the note, finish later")
    leaver.page.get_by_label(leaver.words("File")).set_input_files(
        {"name": "minutes.txt", "mimeType": "text/plain", "buffer": b"Minutes of the meeting"}
    )
    leaver.press("Add the file")
    expect(leaver.page.get_by_role("link", name="minutes.txt")).to_be_visible()
    leaver.shows("phone-item")
    leaver.press("Done")
    leaver.follow("Checklist")
    leaver.sees("My handover checklist")
    leaver.shows("phone-checklist-ticked")


def state_everything(leaver: Visitor) -> None:
    """All of the customers are as the records say."""
    leaver.follow("Verification")
    leaver.shows("phone-verification")
    every = leaver.page.locator("form[id=bulk-stated] button[value=all]")
    expect(every).to_contain_text(leaver.words("All correct"))
    every.click()
    expect(leaver.page.get_by_role("status")).to_be_visible()
    leaver.shows("phone-verification-stated")


def tick_without_javascript(scene: Scene) -> None:
    """HR ticks an item of theirs in a browser without JavaScript."""
    with scene.walk.as_person(scene.officer, scripts=False) as officer:
        officer.departure_of(scene.leaver)
        officer.follow("Checklist")
        officer.follow("Mine")
        before = officer.page.locator("button.tick.ok").count()
        officer.page.locator("button.tick:not(.ok)").first.click()
        officer.follow("Mine")
        expect(officer.page.locator("button.tick.ok")).to_have_count(before + 1)
        officer.shows("hr-without-javascript")


def confirm(successor: Visitor, scene: Scene, *, disputes: bool) -> None:
    """Confirm all at once; the first successor disputes one in words before."""
    if disputes:
        expect(successor.page.get_by_role("main")).to_contain_text(scene.leaver.name)
        expect(successor.page.get_by_text(successor.words("Nothing needs you today"))).to_have_count(0)
        successor.shows("successor-home")
    successor.departure_of(scene.leaver)
    successor.follow("Verification")
    if disputes:
        row = successor.page.locator("li[id^=row-]:has(details)").first
        row = successor.page.locator(f"#{row.get_attribute('id')}")
        row.locator("summary").click()
        row.get_by_label(successor.words("In words")).fill(SAID[successor.walk.language][1])
        row.get_by_role("button", name=successor.words("Something is wrong"), exact=True).click()
        expect(row.locator(".hint.needs-hand")).to_have_text(re.compile(successor.words("disputed"), re.IGNORECASE))
    every = successor.page.locator("form[id=bulk-confirmed] button[value=all]")
    expect(every).to_contain_text(successor.words("I confirm"))
    every.click()
    expect(successor.page.get_by_role("status")).to_be_visible()
    successor.shows("disputed" if disputes else "confirmed")
    disputed = scene.departure.verifications.filter(verdict=Verdict.DISPUTED)
    assert disputed.filter(successor=successor.person).count() == disputes


def check_one_by_one(supervisor: Visitor, scene: Scene) -> None:
    """The queue: the dispute is settled in words, then the sample is scored, by key and by button, to its end."""
    supervisor.follow("Verification")
    supervisor.follow("Check one by one")
    supervisor.page.locator("textarea[name=note]").fill(SAID[supervisor.walk.language][2])
    supervisor.shows("settle")
    supervisor.press("Settle")
    supervisor.sees("How well was it handed over?")
    supervisor.shows("sample")
    rows = SampledCustomer.objects.standing().filter(sample__departure=scene.departure)
    form, many = supervisor.page.locator("#verify .verify-deeds form"), rows.count()
    for number in range(many):
        address = form.get_attribute("action") or ""
        supervisor.page.locator("button[value=complete]" if number else "button[value=gaps]").click()
        if number < many - 1:
            expect(form).not_to_have_attribute("action", address)
    supervisor.sees("Nothing waits for you to check")
    supervisor.shows("checked")
    assert not rows.unscored().exists()


def let_visits_be(supervisor: Visitor, why: str) -> None:
    """On the sign-off page: where joint visits are missing, say why none is needed, and come back."""
    missing = supervisor.page.locator('.beside a[href$="/visits/"]')
    if not missing.count():
        return
    missing.click()
    supervisor.page.get_by_label(supervisor.words("Why no visit is needed")).fill(why)
    supervisor.shows("visits")
    with supervisor.page.expect_navigation():
        supervisor.page.locator("button[name=everything]").click()
    supervisor.follow("Sample and sign-off")


def settle_and_sign_off(supervisor: Visitor, scene: Scene) -> None:
    """The supervisor starts the last part, settles, scores the sample, signs off and waives an item in words."""
    supervisor.shows("supervisor-home")
    supervisor.departure_of(scene.leaver)
    supervisor.press("Start verifying together")
    check_one_by_one(supervisor, scene)
    supervisor.departure_of(scene.leaver)
    supervisor.follow("Verification")
    supervisor.follow("Sign off")
    supervisor.shows("sign-off")
    let_visits_be(supervisor, SAID[supervisor.walk.language][4])
    supervisor.page.locator("#id_note").fill(SAID[supervisor.walk.language][4])
    supervisor.page.locator("#id_sure").check()
    supervisor.press("Sign off the verification")
    supervisor.sees("Signed off. The departure can be closed once the records have moved.")
    supervisor.shows("signed-off")
    supervisor.follow("Checklist")
    supervisor.follow("Still to do")
    supervisor.page.locator("a.task-link").last.click()
    supervisor.page.get_by_label(supervisor.words("Note"), exact=True).fill(SAID[supervisor.walk.language][3])
    supervisor.shows("waive")
    supervisor.press("Not needed")
    supervisor.sees("Everything")


def finish_the_checklist(scene: Scene) -> None:
    """What is left, by those who answer for it; clicking was shown, so this goes by the action the clicks call."""
    assert scene.departure.items.filter(state=ItemState.WAIVED).count() == 1
    now = timezone.now()
    for item in ChecklistItem.objects.filter(departure=scene.departure, state=ItemState.OPEN):
        checklist.settle(item=item, state=ItemState.DONE, by=people_for(item, now)[0], at=now)


def settle_what_else_names_them(manager: Visitor, scene: Scene) -> None:
    """The leaver's seat in a colleague's account team goes to a successor; nothing else is left to settle."""
    manager.departure_of(scene.leaver)
    manager.page.locator("a.task-link[href$='/references/']").click()
    manager.shows("references")
    manager.choose("Who takes over?", str(scene.successors[1].pk))
    manager.press("Hand over")
    manager.sees("Nothing else names %(name)s.", name=scene.leaver.name)
    assert not AccountTeamMember.objects.filter(user=scene.leaver).exists()


def move(manager: Visitor, scene: Scene, held: int) -> None:
    """Move now; a worker does it; the customers' pages name who looks after them."""
    manager.departure_of(scene.leaver)
    manager.follow("Plan")
    manager.shows("move-due")
    manager.press("Move now")
    heading = manager.page.get_by_role("heading", name=manager.words("The records have changed hands"))
    expect(heading).to_be_visible()
    manager.shows("moved")
    done = Move.objects.get(plan__departure=scene.departure)
    assert done.moved["customers"] == held
    for number in done.moved.values():
        expect(manager.page.locator("#move")).to_contain_text(str(number))
    assert scene.owned(scene.leaver) == 0
    link = manager.page.locator("tr[id^=line-] a").first
    owner = manager.page.locator("tr[id^=line-] td.plan-successor span").first.inner_text()
    link.click()
    manager.sees("%(owner)s looks after this customer.", owner=owner)
    manager.shows("customer")


def undo(manager: Visitor, scene: Scene, held: int) -> None:
    """Everything goes back to the leaver."""
    manager.departure_of(scene.leaver)
    manager.follow("Plan")
    manager.press("Undo the move")
    manager.sees("Undone: the records are with %(name)s again", name=scene.leaver.name)
    manager.shows("undone")
    assert scene.owned(scene.leaver) == held


def close(manager: Visitor, scene: Scene) -> None:
    """Nothing is left, so the departure closes; its timeline tells it all."""
    manager.departure_of(scene.leaver)
    manager.press("Close the departure")
    manager.sees("Closed")
    manager.shows("closed")
    manager.follow("Timeline")
    manager.shows("timeline")
