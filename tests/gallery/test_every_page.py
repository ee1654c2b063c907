"""Every page of the demo firm in a real browser: no untranslated word, nothing cramped, heavy or inaccessible.

Pictures stay in `var/screenshots/<language>-<width>/`; `make screenshots` takes them in every look.
"""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, JSONField, TextField
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from demo.cast import DOMAIN
from tests.gallery.looks import LOOKS, PEOPLE, USUAL, Look
from tests.gallery.visiting import Gallery

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = Path(__file__).resolve().parents[2] / "var" / "screenshots"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every look when asked for by name (`--every-look`), otherwise each language and each width once."""
    metafunc.parametrize("look", LOOKS if metafunc.config.getoption("every_look", default=False) else USUAL, ids=str)


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
def test_every_page_is_fit_to_be_seen(look: Look, browser: Browser, live_server: LiveServer) -> None:
    call_command("seed_demo", verbosity=0)
    User.objects.update(language=look.language)
    gallery = Gallery(browser, live_server.url, look, PICTURES, _records())
    for name in PEOPLE[look.language]:
        gallery.visit_as(User.objects.get(email=f"{name}@{DOMAIN}"))
    assert len(gallery.seen) > 60
    assert not gallery.complaints, gallery.report()
