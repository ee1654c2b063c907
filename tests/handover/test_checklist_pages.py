"""The pages of the checklist, its files, and what each reader finds there."""

import datetime
import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from customers.models import Contact, Customer, Deal
from handover.actions import checklist, evidence
from handover.files.file_types import content_type
from handover.files.keeping import MOST_BYTES
from handover.models import ChecklistItem, Departure, Evidence, ItemState, Relation
from tests.cast import NOW
from tests.handover.photos import HEIC, photo
from web.errors import Refused

PNG = photo("PNG")


@pytest.fixture
def item(departure: Departure, leaver: User, make_customer: Callable[..., Customer]) -> ChecklistItem:
    """An item about 华东精密, who has a contact that decides nothing and an open deal."""
    firm = make_customer(leaver, name="华东精密", grade="A")
    Contact.objects.create(customer=firm, name="周敏")
    Deal.objects.create(name="Line 2", owner=leaver, customer=firm, amount=860_000)
    checklist.generate(departure=departure, at=NOW)
    return departure.items.get(params__rule="customer")


def page(departure: Departure) -> str:
    return reverse("departure_checklist", args=[departure.pk])


def at(name: str, item: ChecklistItem, *more: int) -> str:
    return reverse(name, args=[item.departure_id, item.pk, *more])


def test_the_leaver_finds_what_is_left(item: ChecklistItem, leaver: User, sign_in: Callable[[User], Client]) -> None:
    shown = sign_in(leaver).get(page(item.departure)).content.decode()
    assert "My handover checklist" in shown
    assert "华东精密" in shown
    assert "1 contact · 1 open deal ¥860k" in shown
    assert "Missing: the person who decides, a next step" in shown
    assert "0 / 1" in shown


def test_others_find_whose_checklist_it_is(
    item: ChecklistItem, supervisor: User, auditor: User, sign_in: Callable[[User], Client]
) -> None:
    shown = sign_in(supervisor).get(page(item.departure)).content.decode()
    assert "Checklist of 陈静" in shown
    assert "Mark “华东精密” as done" in shown
    shown = sign_in(auditor).get(page(item.departure)).content.decode()
    assert "华东精密" in shown
    assert "Mark “华东精密” as done" not in shown


def test_hr_sees_no_records_and_a_stranger_nothing(
    item: ChecklistItem, hr: User, outsider: User, sign_in: Callable[[User], Client]
) -> None:
    shown = sign_in(hr).get(page(item.departure)).content.decode()
    assert "华东精密" not in shown
    assert "Hold the exit interview" in shown
    assert sign_in(hr).get(at("checklist_item", item)).status_code == 404
    assert sign_in(outsider).get(page(item.departure)).status_code == 404
    assert sign_in(outsider).post(at("checklist_tick", item), {"state": "done"}).status_code == 404


def test_a_tick_works_without_javascript_and_in_place(
    item: ChecklistItem, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(leaver)
    answer = client.post(at("checklist_tick", item), {"state": "done"})
    assert answer.headers["Location"].endswith(f"#item-{item.pk}")
    item.refresh_from_db()
    assert (item.state, item.settled_by) == (ItemState.DONE, leaver)
    swapped = client.post(at("checklist_tick", item), {"state": "open"}, headers={"HX-Request": "true"})
    words = swapped.content.decode()
    assert words.lstrip().startswith("<li")
    assert "0 / 1" in words
    assert 'hx-swap-oob="true"' in words


def test_who_leads_sees_what_is_done_beside_what_is_due(
    item: ChecklistItem, leaver: User, manager: User, sign_in: Callable[[User], Client]
) -> None:
    url, today = page(item.departure), timezone.localdate()
    item.departure.items.exclude(pk=item.pk).delete()
    item.departure.items.update(due_on=today + datetime.timedelta(days=5))
    pace = sign_in(manager).get(url).context["pace"]
    assert (pace.due, pace.sentence) == (0, "Nothing is due yet.")
    assert (pace.due_path.count("V"), pace.done_path.count("V")) == (1, 0)
    item.departure.items.update(due_on=today)
    assert "1 item was due by today." in sign_in(manager).get(url).content.decode()
    assert sign_in(leaver).get(url).context["pace"] is None, "who leaves has minutes instead"


def test_a_note_is_kept_and_the_item_finished_later(
    item: ChecklistItem, leaver: User, supervisor: User, sign_in: Callable[[User], Client]
) -> None:
    sign_in(leaver).post(at("checklist_item", item), {"note": "likes early calls"})
    item.refresh_from_db()
    assert (item.state, item.note) == (ItemState.OPEN, "likes early calls")
    refused = sign_in(supervisor).post(at("checklist_item", item), {"note": "", "state": "waived"})
    assert refused.status_code == 422
    assert "Say in a note why this is not needed." in refused.content.decode()
    sign_in(supervisor).post(at("checklist_item", item), {"note": "gone bankrupt", "state": "waived"})
    item.refresh_from_db()
    assert (item.state, item.settled_by) == (ItemState.WAIVED, supervisor)


def test_what_is_overdue_is_said_in_words(item: ChecklistItem, leaver: User, sign_in: Callable[[User], Client]) -> None:
    ChecklistItem.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=2))
    assert "Overdue since" in sign_in(leaver).get(page(item.departure)).content.decode()


def test_the_item_lists_its_records_and_links_those_the_reader_may_open(
    item: ChecklistItem, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    shown = sign_in(leaver).get(at("checklist_item", item)).content.decode()
    assert "1 record" in shown
    assert "华东精密" in shown


@pytest.mark.parametrize("show", ["open", "mine", "nonsense"])
def test_the_list_narrows_by_the_url(
    item: ChecklistItem, leaver: User, show: str, sign_in: Callable[[User], Client]
) -> None:
    shown = sign_in(leaver).get(page(item.departure), {"show": show}).content.decode()
    assert "华东精密" in shown
    assert ("Hold the exit interview" in shown) is (show != "mine")


def test_evidence_is_kept_and_only_ever_downloaded(
    item: ChecklistItem, leaver: User, hr: User, outsider: User, sign_in: Callable[[User], Client]
) -> None:
    file = SimpleUploadedFile("../../签收单.png", PNG, content_type="text/html")
    added = sign_in(leaver).post(at("checklist_evidence_new", item), {"file": file}, follow=True)
    assert "is added." in added.content.decode()
    kept = Evidence.objects.get()
    assert (kept.name, kept.content_type, kept.by) == ("签收单.png", "image/png", leaver)
    assert "签收单" not in kept.file.name
    answer = sign_in(leaver).get(at("checklist_evidence", item, kept.pk))
    assert Image.open(io.BytesIO(b"".join(answer.streaming_content))).size == (32, 64), "upright"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for stranger in (hr, outsider):
        assert sign_in(stranger).get(at("checklist_evidence", item, kept.pk)).status_code == 404
    other = item.departure.items.exclude(pk=item.pk)[0]
    assert sign_in(leaver).get(at("checklist_evidence", other, kept.pk)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "The file is empty."),
        ("page.png", b"<html><script>alert(1)</script>", "Only pictures, PDF"),
        ("broken.png", PNG[:40], "This picture can&#x27;t be read. Open it, save it as JPEG, and add that."),
        ("broken.heic", HEIC[:300], "This picture can&#x27;t be read. Open it, save it as JPEG, and add that."),
        ("tool.pdf", b"MZ\x90\0\x03", "Only pictures, PDF"),
        ("big.txt", b"a" * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_other_files_are_refused_at_their_field(
    item: ChecklistItem, leaver: User, name: str, content: bytes, sentence: str, sign_in: Callable[[User], Client]
) -> None:
    answer = sign_in(leaver).post(at("checklist_evidence_new", item), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Evidence.objects.exists()


def test_nobody_adds_files_to_what_others_answer_for(item: ChecklistItem, hr: User) -> None:
    with pytest.raises(Refused) as refused:
        evidence.add(item=item, file=SimpleUploadedFile("a.png", PNG), name="a.png", by=hr, at=NOW)
    assert refused.value.status == 403


def office(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (HEIC, "image/heic"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"%PDF-1.7", "application/pdf"),
        ("客户资料".encode(), "text/plain"),
        ("客户资料".encode("gb18030"), "text/plain"),
        ("客户资料".encode("utf-16"), "text/plain"),
        (office("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("evil.exe"), None),
        (b"PK\x03\x04 broken", None),
        (b"<svg onload=alert(1)>", None),
        (b"\x7fELF\x02\x01", None),
    ],
)
def test_a_file_is_what_it_contains(content: bytes, kind: str | None) -> None:
    assert content_type(io.BytesIO(content)) == kind


def test_items_name_their_people(item: ChecklistItem, supervisor: User, sign_in: Callable[[User], Client]) -> None:
    assert item.departure.items.filter(responsible=Relation.SUCCESSOR).exists()
    shown = sign_in(supervisor).get(page(item.departure)).content.decode()
    assert "陈静" in shown
    assert "successor" in shown


def test_a_refused_tick_says_so_in_its_row_at_once(
    item: ChecklistItem, leaver: User, sign_in: Callable[[User], Client]
) -> None:
    client, in_place = sign_in(leaver), {"HX-Request": "true"}
    Departure.objects.filter(pk=item.departure_id).update(state="withdrawn", ended_at=NOW)
    row = client.post(at("checklist_tick", item), {"state": "done"}, headers=in_place).content.decode()
    said = "This departure is over; its checklist no longer changes."
    assert f'role="alert">{said}' in row
    assert f'id="item-{item.pk}"' in row
    assert "hx-post" not in row, "it can no longer be ticked"
    assert said not in client.get(page(item.departure)).content.decode(), "not again on the next page"
    assert said in client.post(at("checklist_tick", item), {"state": "done"}, follow=True).content.decode()
