"""Whatever is put into the forms of pages: no failure on our side, no half of a deed, no markup of others'.

Every form that somebody is shown is sent with one hostile field after another, the others as the page filled them in.
What is refused has left nothing behind; what is taken can be shown. Each sending is taken back.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handover.models import Departure
from tests.fuzz import forms, hostile, sending
from tests.fuzz.firm import taken_back
from tests.fuzz.forms import Form
from tests.fuzz.hostile import SCRIPT
from tests.house.addresses import every
from tests.house.firm import Firm

#: Who follows the links, after those who see most of an address.
MORE = ("manager", "hr", "auditor", "zhao.min")
NOBODY = "nobody"
#: Of so many examples for an operation of the API there is one for a field of a form.
A_FIELD = 20
#: Where a page is the answer to a deed, with its reason.
SHOWN = {
    "POST /handovers/n/questions/link/": "the link is shown this once",
    "POST /settings/webhooks/n/secret/": "the secret is shown this once",
    "POST /notices/off/": "is opened from a mail, signed in or not, and nothing leads on from there",
}
#: What is written of a request that was refused.
OF_REFUSALS = {"django_session", "accounts_draft"}
SERVER_ERROR, BAD_REQUEST, FOUND, ALL_IS_WELL = 500, 400, 302, 200
#: So many fields of a form, others of each form, for each value that a field is tried with.
FIELDS = 2
#: Bodies that are no form of ours.
BODIES = {
    "nothing at all": (b"", "application/x-www-form-urlencoded"),
    "JSON": (b'{"x": 1}', "application/json"),
    "no kind": (b"\x00\xff", "x/y"),
}


class Tried:
    """What was found wrong, once per form and complaint."""

    def __init__(self, readers: dict[str, Client], examples: int) -> None:
        self.readers, self.examples = readers, examples
        self.sent = 0
        self.complaints: dict[tuple[str, str], str] = {}

    def form(self, form: Form, turn: int) -> None:
        """Send one form in every hostile way, or in some that come in turn."""
        self._send(form, "as it stands", _as_filled(form))
        for what in _turned(BODIES, turn, self.examples):
            self._sent_as(form, what, *BODIES[what])
        for place, name in enumerate(_turned(form.fields, turn, FIELDS * self.examples)):
            for what, values in hostile.values(form.fields[name].kind, turn + place, self.examples).items():
                fields = [each for each in _as_filled(form) if each[0] != name]
                self._send(form, f"{name}: {what}", [*fields, *((name, value) for value in values)])

    def _sent_as(self, form: Form, what: str, body: bytes, kind: str) -> None:
        self._judged(form, what, lambda client: client.generic("POST", form.action, body, kind))

    def _send(self, form: Form, what: str, fields: sending.Sent) -> None:
        self._judged(
            form, what, lambda client: sending.send(client, form.action, fields, is_multipart=form.is_multipart)
        )

    def _judged(self, form: Form, what: str, ask: Any) -> None:
        client = self.readers[form.reader]
        cookies, self.sent = client.cookies.output(), self.sent + 1
        cache.clear()
        connection.queries_log.clear()  # which holds so many only
        with taken_back(), CaptureQueriesContext(connection) as asked:
            answer = ask(client)
            stays = sending.kept(each["sql"] for each in asked.captured_queries) - OF_REFUSALS
            for complaint in self._complaints(form, answer, stays):
                said = f"{form.label} as {form.reader} on {form.page}: {complaint}\n  {what}: {answer.status_code}"
                self.complaints.setdefault((form.label, complaint), said)
        client.cookies.clear()
        client.cookies.load(cookies.replace("Set-Cookie: ", ""))

    def _complaints(self, form: Form, answer: Any, stays: set[str]) -> Iterator[str]:
        if answer.status_code >= SERVER_ERROR:
            yield f"fails: {getattr(answer, 'exc_info', ['', 'no exception'])[1]!r}"
        elif answer.status_code != FOUND:
            if stays and answer.status_code >= BAD_REQUEST:
                yield f"is refused with {answer.status_code} and writes {sorted(stays)}"
            if stays and answer.status_code == ALL_IS_WELL and not form.label.startswith(tuple(SHOWN)):
                yield f"is answered with a page and writes {sorted(stays)}"
        else:
            connection.check_constraints()
            answer = self.readers[form.reader].get(answer["Location"])
            if answer.status_code >= SERVER_ERROR:
                yield f"can't be shown afterwards: {getattr(answer, 'exc_info', ['', 'no exception'])[1]!r}"
        if not answer.streaming and SCRIPT.encode() in answer.content:
            yield "shows markup as it was sent"


def _turned(names: Iterable[str], turn: int, most: int) -> list[str]:
    """So many of them, beginning with others each turn."""
    found = list(names)
    at = turn % max(len(found), 1)
    return [*found[at:], *found[:at]][:most]


def _as_filled(form: Form) -> sending.Sent:
    """The form as the page filled it in."""
    return [(field.name, value) for field in form.fields.values() for value in field.values]


def _found(firm: Firm, readers: dict[str, Client]) -> list[Form]:
    """The forms of all addresses, and of all pages that can be reached from there."""
    starts: dict[str, list[str]] = {name: [] for name in readers} | {NOBODY: ["/accounts/login/"]}
    names = {id(client): name for name, client in readers.items()}
    for address in every():
        if not address.is_api:
            starts[names[id(firm.reader(address))]].append(firm.url(address))
    states = {str(pk): state for pk, state in Departure.objects.values_list("pk", "state")}
    return list(forms.found(readers, starts, states))


@pytest.mark.django_db
def test_whatever_is_put_into_a_form_no_page_fails_or_does_half_of_it(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    firm, option, begun = Firm(monkeypatch), request.config.getoption, time.process_time()
    readers = firm.readers | {name: firm.signed_in(name) for name in MORE}
    readers[NOBODY] = Client(raise_request_exception=False)
    wanted = option("operations").split(",")
    found = [each for each in _found(firm, readers) if any(part in each.label for part in wanted)]
    tried = Tried(readers, max(option("examples") // A_FIELD, 1))
    for turn, form in enumerate(found):
        tried.form(form, turn)
    said = f"{len(found)} forms, sent {tried.sent} times in {time.process_time() - begun:.0f} seconds of processor"
    with capsys.disabled():
        print(said)
    assert not tried.complaints, f"{said}\n\n" + "\n\n".join(tried.complaints.values())
