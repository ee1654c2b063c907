"""Every page and every read of the API asks no more of the database with 500 rows than with five.

Fewer it may ask: what is sure of many is not always asked for.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.house.addresses import every
from tests.house.firm import Firm
from tests.house.growing import grow

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FEW, MANY = 5, 500
#: What shows no rows of the database and can't be opened here, with its reason.
NOT_ASKED = {
    r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "opens by a link that is mailed",
    "settings/mail/files/": "shows files where there is no mail server",
    "settings/mail/files/<str:name>": "shows a file where there is no mail server",
    "handovers/<int:pk>/promises/<int:promise>/file/": "hands out one file",
    "handovers/<int:pk>/plan/seats/<int:seat>/": "a form about one seat, opened once its plan was carried out",
    "handovers/<int:pk>/plan/moves/<int:move>/schedule/": "a form about one move that is to come",
    "handovers/<int:pk>/plan/moves/<int:move>/undo/": "the page that is asked of a transfer",
    "transfers/<int:pk>/moves/<int:move>/schedule/": "a form about one move that is to come",
    "transfers/<int:pk>/customers/<int:customer>/": "the page that is asked of a departure",
    "^api/(?P<path>.*)$": "is no address, but what answers where there is none",
}
#: What may ask more with many rows than with few, with its reason.
GROWS: dict[str, str] = {}


def statements(reader: Client, url: str) -> int:
    """How many statements the address takes; the second time, what is kept for the next reader is kept."""
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(url).status_code < 400, url
    return len(asked)


def opened(firm: Firm) -> tuple[dict[str, tuple[Client, str]], list[str]]:
    """By route who asks which address, and the routes that can't be opened. Each is asked once here."""
    found, closed = {}, []
    for address in every():
        if "GET" not in address.methods() or address.route in NOT_ASKED:
            continue
        reader, url = firm.reader(address), firm.url(address)
        status = reader.get(url).status_code
        if status < 400:
            found[address.route] = (reader, url)
        elif status != 405:
            closed.append(f"{address.route} as {url}: {status}")
    return found, closed


def test_no_page_asks_more_of_the_database_with_many_rows_than_with_few(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = Firm(monkeypatch)
    missing = grow(1, FEW, **firm.ids)
    assert not missing, f"There is no row to copy: {missing}"
    lists, closed = opened(firm)
    few = {route: statements(*asked) for route, asked in lists.items()}
    grow(FEW + 1, MANY, **firm.ids)
    many = {route: statements(*asked) for route, asked in lists.items()}
    many |= {route: statements(*asked) for route, asked in lists.items() if few[route] < many[route]}
    more = {route: f"{few[route]} statements, then {many[route]}" for route in lists if few[route] < many[route]}
    assert not closed, "These can't be opened; say in `tests/house/firm.py` with which ids:\n" + "\n".join(closed)
    assert more.keys() == GROWS.keys(), "\n".join(f"{route}: {what}" for route, what in more.items())
