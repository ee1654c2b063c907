"""An administrator of an empty firm connects its CRM and hands the first book over; a colleague approves."""

import re

from django.core import mail
from playwright.sync_api import ViewportSize, expect

from accounts.models import User
from accounts.permissions import Role
from demo.cast import DOMAIN, PASSWORD
from demo.crm.job import Crm
from tests.stories.efforts import Counter, Effort
from tests.stories.walk import Visitor
from tests.stories.walkers import register, type_into

WHO = "Administrator: connects the CRM and hands the first book over"
FIRM = "empty firm, simulated Zoho CRM"
STEPS = (
    "From an empty Home to “Connect Zoho CRM”: types what the API console of Zoho shows, saves and tries, reads the "
    "book; makes a colleague the second administrator and invites them; registers a departure, proposes for two "
    "successors; the colleague reads what will happen and approves; moves now, compares all owners, and sees 100% "
    "agreed. Clicks and keys are those of both; copying a secret is counted as typing it."
)
LEAVER, SUCCESSORS, COLLEAGUE = "陈静", ("李伟", "赵敏"), "孙丽"
PATH = re.compile(r"https?://[^/\s]+(/\S+)")


def empty_firm() -> User:
    """Nobody but an administrator, as `createsuperuser` leaves it."""
    return User.objects.create_superuser(f"admin@{DOMAIN}", PASSWORD, name="Ada Park")


def connect_and_hand_over(admin: Visitor, crm: Crm, size: ViewportSize, look: str) -> Effort:
    """All of it, from Home to both sides agreeing; what it took them."""
    counter = Counter(admin)
    connect(admin, crm)
    invitation = _invite(admin)
    leaver = User.objects.get(name=LEAVER)
    register(admin, leaver)
    _propose(admin)
    colleague = User.objects.get(name=COLLEAGUE)
    with admin.walk.as_person(colleague, size, invitation=invitation) as second:
        approved = _approve(second, leaver, look)
    admin.departure_of(leaver)
    admin.follow("Plan")
    admin.press("Move now")
    heading = admin.page.get_by_role("heading", name=admin.words("The records have changed hands"))
    expect(heading).to_be_visible()
    compare(admin, crm)
    return counter.done(WHO, STEPS, FIRM, look).with_hands_of(approved)


def connect(admin: Visitor, crm: Crm) -> None:
    """From Home to a connection that has read its book."""
    page, given = admin.page, crm.settings
    page.get_by_role("main").locator("a.text-reset[href$='/settings/connections/']").click()
    page.get_by_role("link", name=crm.name).click()
    page.locator("[name=writes_owners]").check()
    for label, name in (("Client ID", "client_id"), ("Client secret", "client_secret")):
        type_into(page.get_by_label(admin.words(label)), given[name])
    type_into(page.get_by_label(admin.words("Refresh token")), given["refresh_token"])
    admin.choose("Currency", given["currency"])
    admin.press("Save and try")
    admin.sees("The connection works: it answers as %(name)s.", name=admin.person.name)
    admin.press("Read now")
    _rests(admin)
    admin.sees("have the same owner on both sides.")


def compare(admin: Visitor, crm: Crm) -> None:
    """Once all owners are written: compare them anew, and read that all agree."""
    page = admin.page
    admin.through_menu("Settings")
    admin.follow("CRMs")
    page.get_by_role("link", name=crm.name, exact=True).first.click()
    _rests(admin)
    admin.press("Compare all owners")
    _rests(admin)
    admin.follow("See all")
    expect(page.get_by_role("main").locator("strong").first).to_contain_text("100%")


def _rests(admin: Visitor) -> None:
    """The page follows what is on its way, and stops asking when it is over."""
    standing = admin.page.locator("#standing")
    expect(standing).to_be_visible()
    expect(admin.page.locator("#standing[hx-get]")).to_have_count(0)


def _invite(admin: Visitor) -> str:
    """The colleague becomes the second administrator; the way their invitation leads."""
    page = admin.page
    admin.through_menu("People")
    page.get_by_role("main").get_by_role("link", name=COLLEAGUE).first.click()
    admin.choose("Role", Role.ADMINISTRATOR)
    admin.press("Save")
    admin.sees("Saved.")
    admin.press("Send the invitation")
    admin.sees("An invitation is on its way to %(email)s.", email=f"supervisor@{DOMAIN}")
    found = PATH.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def _propose(admin: Visitor) -> None:
    admin.follow("Plan")
    for name in SUCCESSORS:
        admin.page.get_by_role("checkbox", name=name).check()
    admin.press("Propose")
    admin.sees("What each successor will carry")


def _approve(second: Visitor, leaver: User, look: str) -> Effort:
    counter = Counter(second)
    second.follow("The plan for %(name)s waits for approval.", name=leaver.name)
    second.follow("Review the move")
    second.sees("What will happen")
    if (count := second.page.locator("#id_count")).count():
        asked = second.page.locator("label[for=id_count]").inner_text()
        type_into(count, "".join(re.findall(r"\d", asked)))
    second.press("Approve the plan")
    second.sees("The plan is approved. The successors have been told.")
    return counter.done(WHO, STEPS, FIRM, look)
