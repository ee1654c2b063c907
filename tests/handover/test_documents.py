"""The handover document by the front door: each format in each language, for each reader no more than they may see."""

import datetime
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task
from handover import tasks
from handover.actions import documents as actions
from handover.document import building, making, tree
from handover.document.scope import whole
from handover.models import Assignment, Briefing, Departure, HandoverDocument, Plan, Promise
from handover.wording.timeline import sentence
from tests.cast import NOW
from tests.handover.documents import FORMATS, ask, cells, content, text
from tests.handover.verifying import plan
from tests.worker import wait_for

__all__ = ["plan"]

#: Names that are markup in one format or another, formulas, or turn the text after them.
HOSTILE = [
    '#set text(red) *x* $y$ `z` @ref <label> "q"',
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "@SUM(1)",
    "&lt;w:t&gt; </w:t><script>alert(1)</script>",
    "شركة الاختبار",
    "turned \u202egnp.exe",
    "L" + "o" * 180 + "ng",
]


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def told(plan: Plan, leaver: User, manager: User) -> Departure:
    """The plan's departure with money, dates, a promise and a briefing about 华东精密 (李伟) and Cancity (赵敏)."""
    first, other = (Customer.objects.get(name=name) for name in ("华东精密", "Cancity"))
    Customer.objects.filter(pk=first.pk).update(annual_value=Decimal("1234567.50"), currency="CNY")
    day = datetime.date(2026, 12, 24)
    deal = Deal.objects.create(
        owner=leaver, customer=first, name="GTX 500", amount=86_000, currency="USD", expected_close_on=day
    )
    Contract.objects.create(owner=leaver, customer=first, number="HT-2026-7", amount=500, ends_on=day)
    Task.objects.create(owner=leaver, customer=first, title="给周总回电话", due_on=day)
    Task.objects.create(owner=leaver, customer=other, title="Ask Cancity")
    successor = Assignment.objects.get(record_id=first.pk, kind=RecordKind.CUSTOMER).successor
    Assignment.objects.create(
        plan=plan, kind=RecordKind.DEAL, record_id=deal.pk, customer=first, from_owner=leaver, successor=successor,
        follows=True,
    )  # fmt: skip
    words = {"departure": plan.departure, "told_by": leaver, "told_at": NOW}
    Promise.objects.create(customer=first, what="续约时打九五折", to_whom="周建国", until=day, **words)
    Promise.objects.create(customer=other, what="Free training", to_whom="Ann", **words)
    Briefing.objects.create(
        departure=plan.departure, customer=first, never_do="不要在财务面前谈返点", saved_by=leaver, saved_at=NOW
    )
    return plan.departure


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_tells_the_whole_handover_in_either_language(
    told: Departure,
    manager: User,
    sign_in: Callable[[User], Client],
    format: str,  # noqa: A002
) -> None:
    client = sign_in(manager)
    english = text(ask(client, told, format), format)
    for words in (
        "陈静",
        "李伟",
        "孙丽",
        "华东精密",
        "Cancity",
        "GTX 500",
        "HT-2026-7",
        "给周总回电话",
        "续约时打九五折",
        "不要在财务面前谈返点",
    ):
        assert words in english, words
    assert "Handover document" in english
    assert "Made for 王芳 on" in english
    chinese = text(ask(client, told, format, "zh-hans"), format)
    assert "华东精密" in chinese
    if format != "xlsx":
        assert ("¥1,234,567.50" in english, "$86,000" in english, "Dec 24, 2026" in english) == (True, True, True)
        assert "2026年12月24日" in chinese
    made = AuditEntry.objects.about(told).filter(verb="document.made")
    assert made.count() == 2
    assert {entry.details["format"] for entry in made} == {format}
    assert sentence(made[0]).startswith("王芳 made the handover document: ")


def test_the_workbook_has_days_and_amounts_and_no_formula(
    told: Departure, manager: User, sign_in: Callable[[User], Client]
) -> None:
    Customer.objects.filter(name="Bluth").update(name='=HYPERLINK("http://evil.example","click")')
    answer = ask(sign_in(manager), told, "xlsx")
    file = content(answer)
    with zipfile.ZipFile(io.BytesIO(file)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets" in name]
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet.lower().replace(b"=hyperlink", b"") for sheet in sheets)
    found = cells(ask(sign_in(manager), told, "xlsx"))
    names = [row[0] for row in found["Customers"][1:]]
    assert names == ["华东精密", '=HYPERLINK("http://evil.example","click")', "Cancity"]
    assert found["Customers"][1][3] == 1234567.5
    (deal,) = [row for row in found["Deals"] if row[0] == "GTX 500"]
    assert deal[3:] == [86000.0, datetime.date(2026, 12, 24), "李伟"]


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_names_come_out_as_plain_text(
    told: Departure,
    manager: User,
    leaver: User,
    sign_in: Callable[[User], Client],
    format: str,  # noqa: A002
) -> None:
    for number, name in enumerate(HOSTILE):
        Task.objects.create(owner=leaver, title=name, due_on=NOW.date() + datetime.timedelta(days=number))
    found = text(ask(sign_in(manager), told, format), format).replace(" ", "")
    for name in HOSTILE:
        if name.isascii():
            assert name.replace(" ", "") in found, name
    assert "turnedgnp.exe" in found
    assert "شركة" in found or "الاختبار" in found


def test_the_pdf_embeds_its_fonts_and_names_its_reader(
    told: Departure, manager: User, sign_in: Callable[[User], Client]
) -> None:
    file = pypdf.PdfReader(io.BytesIO(content(ask(sign_in(manager), told, "pdf", "zh-hans"))))
    fonts = [font.get_object() for page in file.pages for font in page["/Resources"]["/Font"].values()]
    kept = [one["/DescendantFonts"][0].get_object()["/FontDescriptor"] for one in fonts if "/DescendantFonts" in one]
    assert kept
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in kept)
    assert all("王芳" in page.extract_text() for page in file.pages)
    assert file.metadata is not None
    assert "陈静" in (file.metadata.title or "")


def test_one_customer_for_its_successor_and_nobody_else(
    told: Departure, leaver: User, successor: User, second_successor: User, hr: User, outsider: User, supervisor: User,
    sign_in: Callable[[User], Client],
) -> None:  # fmt: skip
    customer = Customer.objects.get(name="华东精密").pk
    for reader in (successor, leaver, supervisor):
        words = text(ask(sign_in(reader), told, "pdf", customer=customer), "pdf")
        assert ("续约时打九五折" in words, "GTX 500" in words, "Free training" in words) == (True, True, False)
    for reader in (second_successor, hr, outsider):
        url = reverse("customer_document_new", args=[told.pk, customer])
        answer = sign_in(reader).post(url, {"format": "pdf", "language": "en"})
        assert answer.status_code in (403, 404), reader
    entry = AuditEntry.objects.about(told).filter(verb="document.made_of_customer").first()
    assert entry is not None
    assert "of 华东精密: PDF." in sentence(entry)


def test_each_reader_gets_what_they_may_read_and_the_leaver_no_list(
    told: Departure, leaver: User, second_successor: User, hr: User, outsider: User, sign_in: Callable[[User], Client]
) -> None:
    part = text(ask(sign_in(second_successor), told, "xlsx"), "xlsx")
    assert ("Cancity" in part, "Free training" in part) == (True, True)
    assert ("华东精密" in part, "续约时打九五折" in part, "李伟" in part) == (False, False, False)
    bare = text(ask(sign_in(hr), told, "docx"), "docx")
    assert ("陈静" in bare, "Signatures" in bare) == (True, True)
    assert ("Cancity" in bare, "86,000" in bare, "赵敏" in bare) == (False, False, False)
    for reader in (leaver, outsider):
        assert ask(sign_in(reader), told, "pdf").status_code == 404
        assert sign_in(reader).get(reverse("departure_documents", args=[told.pk])).status_code == 404
    assert HandoverDocument.objects.exclude(reader__in=[second_successor, hr]).count() == 0


def test_why_somebody_leaves_is_in_no_document(
    told: Departure, manager: User, hr: User, sign_in: Callable[[User], Client]
) -> None:
    for reader in (manager, hr):
        assert "Career step" not in text(ask(sign_in(reader), told, "docx"), "docx")


def test_a_file_is_for_its_reader_for_a_day(
    told: Departure, manager: User, admin: User, supervisor: User, sign_in: Callable[[User], Client]
) -> None:
    content(ask(sign_in(manager), told, "pdf"))
    made = HandoverDocument.objects.get()
    url = reverse("departure_document", args=[told.pk, made.pk])
    assert sign_in(manager).get(url)["Content-Disposition"].startswith("attachment")
    for other in (admin, supervisor):
        assert sign_in(other).get(url).status_code == 404
    stored = Path(made.file.path)
    assert actions.sweep(at=timezone.now()) == 0
    assert stored.exists()
    assert actions.sweep(at=timezone.now() + datetime.timedelta(hours=25)) == 1
    assert not stored.exists()
    assert sign_in(manager).get(url).status_code == 404
    made.refresh_from_db()
    assert len(made.digest) == 64
    assert "make it again" in sign_in(manager).get(reverse("departure_documents", args=[told.pk])).content.decode()


def test_a_large_one_is_made_by_a_worker_and_says_how_far_it_is(
    told: Departure, manager: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable,
) -> None:  # fmt: skip
    monkeypatch.setattr(making, "AT_ONCE", 0)
    asked: list[int] = []
    monkeypatch.setattr(tasks, "nudge_document", asked.append)
    client = sign_in(manager)
    with django_capture_on_commit_callbacks(execute=True):
        page = ask(client, told, "pdf").content.decode()
    assert "waiting for its turn" in page
    for _more in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            ask(client, told, "docx")
    assert "Several documents are being made" in ask(client, told, "docx").content.decode()
    url = reverse("departure_document", args=[told.pk, asked[0]])
    assert "waiting for its turn" in client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert client.get(url).status_code == 404
    tasks.make_document(asked[0])
    tasks.make_document(asked[0])
    assert AuditEntry.objects.about(told).filter(verb="document.made").count() == 1
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "华东精密" in text(client.get(url), "pdf")
    HandoverDocument.objects.update(asked_at=NOW)
    assert making.lost(NOW + datetime.timedelta(hours=2)) == asked[1:], "what waits is taken up however long it waited"


def test_it_is_given_up_so_long_after_a_worker_took_it_and_not_after_it_was_asked_for(
    told: Departure, manager: User, sign_in: Callable[[User], Client]
) -> None:
    def states(after: datetime.timedelta) -> list[str]:
        making.lost(NOW + after)
        return list(HandoverDocument.objects.order_by("pk").values_list("state", flat=True))

    hour, minute = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
    for _number in range(2):
        actions.ask(departure=told, kind="pdf", language="en", by=manager, at=NOW)
    actions.take(document=HandoverDocument.objects.earliest("pk"), at=NOW + hour)
    page = sign_in(manager).get(reverse("departure_documents", args=[told.pk])).content.decode()
    assert page.count("It is made as soon as a worker is free") == 1
    with making.held(HandoverDocument.objects.earliest("pk").pk):
        assert states(hour + 10 * minute) == ["reading", "waiting"]
        assert states(hour + 12 * minute) == ["failed", "waiting"]


def test_it_is_given_up_as_soon_as_its_worker_is_dead(told: Departure, manager: User) -> None:
    def state() -> str:
        making.lost(NOW)
        document.refresh_from_db()
        return document.state

    document = actions.ask(departure=told, kind="pdf", language="en", by=manager, at=NOW)
    actions.take(document=document, at=NOW)
    worker = connection.copy()
    with worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [making.HELD, document.pk])
    assert making.make(document.pk, at=NOW) is None
    assert state() == "reading"
    worker.close()
    wait_for(lambda: state() == "failed", "the worker's session to end")


@contextmanager
def a_folder_that_is_none(settings: Any) -> Iterator[None]:
    folder = Path(settings.MEDIA_ROOT)
    settings.MEDIA_ROOT = folder / "a file"
    settings.MEDIA_ROOT.write_text("")
    yield
    settings.MEDIA_ROOT = folder


@contextmanager
def a_table_that_is_gone(_settings: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE handover_promise RENAME TO elsewhere")
        yield
        cursor.execute("ALTER TABLE elsewhere RENAME TO handover_promise")


@pytest.mark.parametrize("broken", [a_folder_that_is_none, a_table_that_is_gone])
def test_what_can_not_be_made_is_kept_as_failed_and_the_same_form_may_be_sent_again(
    told: Departure, manager: User, sign_in: Callable[[User], Client], settings: Any,
    broken: Callable[[Any], AbstractContextManager[None]],
) -> None:  # fmt: skip
    client, url = sign_in(manager), reverse("document_new", args=[told.pk])
    form = {"format": "xlsx", "language": "en", "form_key": "a" * 32}
    with broken(settings):
        client.post(url, form)
    assert HandoverDocument.objects.get().state == "failed"
    page = client.get(reverse("departure_documents", args=[told.pk])).content.decode()
    assert "The document could not be made. Try again." in page
    for _again in range(2):
        assert "华东精密" in text(client.get(client.post(url, form)["Location"]), "xlsx")
    assert list(HandoverDocument.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "ready"]


def test_as_many_queries_for_few_as_for_many(
    told: Departure, manager: User, leaver: User, successor: User, make_customer: Callable[..., Customer]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            building.build(whole(manager, told.pk), language="en", at=NOW)
        return len(seen)

    few = queries()
    line = Assignment.objects.get(kind=RecordKind.CUSTOMER, customer__name="Bluth")
    for _number in range(30):
        customer = make_customer(leaver)
        Assignment.objects.create(
            plan=line.plan, kind=RecordKind.CUSTOMER, record_id=customer.pk, customer=customer, from_owner=leaver,
            successor=successor,
        )  # fmt: skip
        Deal.objects.create(owner=leaver, customer=customer, name="Deal", amount=1)
        Contract.objects.create(owner=leaver, customer=customer, number=f"N-{customer.pk}")
        Task.objects.create(owner=leaver, customer=customer, title="Task")
        Briefing.objects.create(departure=told, customer=customer, never_do="x", saved_by=leaver, saved_at=NOW)
        Promise.objects.create(departure=told, customer=customer, what="x", to_whom="y", told_by=leaver, told_at=NOW)
    assert queries() == few
    assert few <= 60


def test_the_pages_offer_it(told: Departure, manager: User, leaver: User, sign_in: Callable[[User], Client]) -> None:
    url, make = reverse("departure", args=[told.pk]), reverse("document_new", args=[told.pk])
    assert make in sign_in(manager).get(url).content.decode()
    assert make not in sign_in(leaver).get(url).content.decode()
    page = sign_in(manager).get(reverse("departure_documents", args=[told.pk])).content.decode()
    assert "No document has been made for you yet." in page


def test_paper_holds_the_first_rows_of_a_long_list_and_the_workbook_all(
    told: Departure, manager: User, leaver: User, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MOST_ON_PAPER", 4)
    days = (NOW.date() + datetime.timedelta(days=number) for number in range(6))
    Task.objects.bulk_create(Task(owner=leaver, title=f"Step {day:%d}", due_on=day) for day in days)
    for kind in ("pdf", "docx"):
        words = text(ask(sign_in(manager), told, kind), kind)
        assert "These are the first 4 of 8; the Excel file has all." in words
        assert ("Step 19" in words, "Step 20" in words) == (True, False)
    assert len(cells(ask(sign_in(manager), told, "xlsx"))["Open tasks"]) == 1 + 8


def test_by_rest_a_document_is_asked_for_watched_and_downloaded(
    told: Departure, manager: User, successor: User, leaver: User, hr: User, api: Callable[[User], APIClient]
) -> None:
    address, program = f"/api/v1/departures/{told.pk}/documents/", api(manager)
    made = program.post(address, {"format": "docx", "language": "en"})
    assert made.status_code == 201
    said = made.json()
    assert (said["state"], said["customer"], said["has_file"]) == ("ready", None, True)
    file = content(program.get(f"{address}{said['id']}/file/"))
    assert hashlib.sha256(file).hexdigest() == said["digest"]
    assert [row["id"] for row in program.get(address).json()["results"]] == [said["id"]]
    own = Customer.objects.get(name="华东精密").pk
    theirs = api(successor).post(address, {"format": "pdf", "language": "zh-hans", "customer": own}).json()
    assert theirs["customer"] == own
    for path in (f"{theirs['id']}/", f"{theirs['id']}/file/"):
        assert program.get(address + path).status_code == 404  # made for somebody else
    other = {"format": "pdf", "language": "en", "customer": Customer.objects.get(name="Cancity").pk}
    assert api(successor).post(address, other).status_code == 404
    assert api(leaver).post(address, {"format": "pdf", "language": "en"}).status_code == 404
    assert program.post(address, {"format": "odt", "language": "en"}).status_code == 422
    HandoverDocument.objects.filter(pk=said["id"]).update(file="")
    assert program.get(f"{address}{said['id']}/").json()["has_file"] is False
    assert program.get(f"{address}{said['id']}/file/").status_code == 404


def test_by_rest_a_large_document_is_made_later(
    told: Departure, manager: User, api: Callable[[User], APIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", 0)
    address = f"/api/v1/departures/{told.pk}/documents/"
    asked = api(manager).post(address, {"format": "xlsx", "language": "en"})
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert api(manager).get(f"{address}{asked.json()['id']}/file/").status_code == 404
    tasks.make_document(asked.json()["id"])
    assert api(manager).get(f"{address}{asked.json()['id']}/").json()["state"] == "ready"
