"""Every page of the demo firm in a real browser: no untranslated word, nothing cramped, heavy or inaccessible.

`make screenshots` looks in every look and keeps pictures in `var/screenshots/<language>-<width>/`. The usual run takes
no pictures, and asks axe of a page it knows from its first look only what may differ in the second.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from demo.cast import DOMAIN
from tests.demo_firm import fill_demo_firm
from tests.gallery.looks import LOOKS, PEOPLE, USUAL, Look
from tests.gallery.visiting import Gallery

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every look when asked for by name (`--every-look`), otherwise each language and each width once in one firm."""
    every = metafunc.config.getoption("every_look", default=False)
    looks = [(look,) for look in LOOKS] if every else [USUAL]
    metafunc.parametrize(("looks", "pictures"), [(each, PICTURES if every else None) for each in looks])


def _records() -> str:
    """All text the firm's records hold: it may stand on a page in whatever language it was written."""
    kept = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, CharField | TextField | JSONField)]
        kept += (
            [str(value) for row in model._default_manager.values_list(*names) for value in row if value]
            if names
            else []
        )
    return " ".join("\n".join(kept).casefold().split())


@pytest.mark.django_db(transaction=True)
def test_every_page_is_fit_to_be_seen(
    looks: tuple[Look, ...], pictures: Path | None, browser: Browser, live_server: LiveServer
) -> None:
    fill_demo_firm()
    records = _records()
    known: set[str] = set()
    for look in looks:
        User.objects.update(language=look.language)
        gallery = Gallery(browser, live_server.url, look, pictures, records, known)
        for name in PEOPLE[look.language]:
            gallery.visit_as(User.objects.get(email=f"{name}@{DOMAIN}"))
        assert len(gallery.seen) > 60
        assert not gallery.complaints, gallery.report()
        known |= gallery.seen
