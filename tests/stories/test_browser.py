"""The main job in real browsers, once in each language: people of the demo firm hand a colleague's book over.

Pictures of each step stay in `var/stories/<language>/`.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from customers.models import AccountTeamMember, Customer
from demo.book import Bookkeeper
from demo.cast import seed_people
from tests.stories import acts
from tests.stories.acts import Scene
from tests.stories.walk import OTHER, PHONE, Walk
from tests.worker import Workers

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.slow]

#: By language, in the demo firm: who leads, leaves, takes over (two) and supervises.
PARTS = {
    "en": ("nora.blake", "darren.cole", "priya.shah", "tom.becker", "elena.ruiz"),
    "zh-hans": ("manager", "wu.lei", "successor", "zhao.min", "supervisor"),
}


@pytest.fixture(params=["en", "zh-hans"])
def scene(request: pytest.FixtureRequest, browser: Browser, workers: Workers, live_server: LiveServer) -> Scene:
    """The demo firm's people with a few of its books, a worker, and everybody in the other language at first."""
    language = request.param
    people = seed_people()
    manager, leaver, first, second, supervisor = (people[name] for name in PARTS[language])
    bookkeeper = Bookkeeper(timezone.localdate())
    for rep in (leaver, first, second):
        bookkeeper.keep(rep, [first, second])
    AccountTeamMember.objects.create(user=leaver, customer=Customer.objects.filter(owner=first)[0])
    User.objects.update(language=OTHER[language])
    workers.worker()
    walk = Walk(browser, live_server.url, language)
    return Scene(walk, manager, leaver, (first, second), supervisor, people["marcus.hale"], people["hr"])


def test_a_book_is_handed_over_in_the_browser(scene: Scene) -> None:
    held = scene.owned(scene.leaver)
    with scene.walk.as_person(scene.manager) as manager:
        acts.register(manager, scene)
        acts.plan(manager, scene)
        acts.change_without_javascript(scene)
        review = manager.page.url
        with scene.walk.as_person(scene.approver) as approver:
            acts.approve(approver, review)
        acts.begin(manager, scene)
        with scene.walk.as_person(scene.leaver, PHONE) as leaver:
            acts.work_the_checklist_off(leaver, scene)
            acts.state_everything(leaver)
        acts.tick_without_javascript(scene)
        for successor in scene.successors:
            with scene.walk.as_person(successor) as visitor:
                acts.confirm(visitor, scene, disputes=successor == scene.successors[0])
        with scene.walk.as_person(scene.supervisor) as supervisor:
            acts.settle_and_sign_off(supervisor, scene)
        acts.finish_the_checklist(scene)
        acts.settle_what_else_names_them(manager, scene)
        acts.move(manager, scene, held)
        if scene.walk.language == "en":
            acts.undo(manager, scene, held)
        else:
            acts.close(manager, scene)
    assert scene.walk.complaints == []
