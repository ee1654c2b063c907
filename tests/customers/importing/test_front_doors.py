"""Importing through the pages and through REST: what a person and a program see."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Scope, User
from customers.models import Customer, Import, ImportState
from tests.cast import NOW
from web.csv_export import FORMULA

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Connect = Callable[..., APIClient]

GOOD = "客户编号,客户名称,负责人\nK-1,华东钢铁,陈静\nK-2,上海机械,陈静\n"
BAD = "code,name,annual value\nC-1,Acme,1\nC-2,=HYPERLINK(1),lots\nC-3,＝cmd,@SUM(A1)\n"


@pytest.fixture(autouse=True)
def at_once(django_capture_on_commit_callbacks: Any) -> Any:
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def upload(text: str | bytes, name: str = "customers.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def test_upload_check_import_look(
    sign_in: SignIn, admin: User, leaver: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(admin)
    answer = client.post("/imports/", {"upload": upload(GOOD, "客户.csv")})
    run = Import.objects.get()
    assert answer["Location"] == f"/imports/{run.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Is this what you mean?" in page
    assert "华东钢铁 · 上海机械" in page
    assert not Customer.objects.exists()

    file = run.files.get()
    form = {f"file{file.pk}-kind": "customers"}
    form |= {f"file{file.pk}-column{place}": name for place, name in enumerate(["code", "name", ""])}
    client.post(f"/imports/{run.pk}/", form | {"check": ""})
    file.refresh_from_db()
    assert file.mapping == ["code", "name", ""]
    form[f"file{file.pk}-column2"] = "owner"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/imports/{run.pk}/", form | {"import": ""})
    assert set(Customer.objects.values_list("owner", flat=True)) == {leaver.pk}
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "What was imported" in page
    assert "Every row was taken." in page
    assert "客户.csv" in client.get("/imports/").content.decode()


def test_progress_asks_again_until_it_is_over(sign_in: SignIn, admin: User) -> None:
    run = Import.objects.create(by=admin, state=ImportState.RUNNING, rows_total=200, rows_read=50, heartbeat_at=NOW)
    client = sign_in(admin)
    bar = client.get(f"/imports/{run.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in bar
    assert 'value="25"' in bar
    assert "<html" not in bar
    Import.objects.update(state=ImportState.DONE, finished_at=NOW)
    assert client.get(f"/imports/{run.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_large_files_and_workbooks_come_through_the_page(
    sign_in: SignIn, api: Connect, admin: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # so that both lie in temporary files, as large ones do
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    book.add_worksheet().add_table(0, 0, 1, 1, {"columns": [{"header": "code"}, {"header": "name"}]})
    book.worksheets()[0].write_row(1, 0, ["X-1", "Sheet"])
    book.close()
    files = [upload(GOOD.encode("utf-16"), "customers.csv"), upload(content.getvalue(), "accounts.xlsx")]
    with django_capture_on_commit_callbacks(execute=True):
        answer = api(admin).post("/api/v1/imports/", {"files": files}, format="multipart")
    told = api(admin).get(answer["Location"]).json()
    assert (told["state"], told["refused"], told["rows_read"]) == ("done", 0, 3)
    assert Customer.objects.get(code="X-1").name == "Sheet"
    files = [upload(content.getvalue(), "accounts.xlsx")]
    assert sign_in(admin).post("/imports/", {"upload": files}).status_code == 302


def test_an_unusable_file_is_answered_in_the_form(sign_in: SignIn, admin: User) -> None:
    answer = sign_in(admin).post("/imports/", {"upload": [upload(GOOD), upload(b"%PDF-1.4", "x.csv")]})
    assert answer.status_code == 422
    assert "x.csv is neither a CSV nor an Excel file" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_missing_column_waits_for_a_correction(sign_in: SignIn, admin: User) -> None:
    client = sign_in(admin)
    client.post("/imports/", {"upload": upload("code,industry\nC-1,steel\n")})
    run = Import.objects.get()
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "lacks a column for “name”" in page
    kind = f"file{run.files.get().pk}-kind"
    refused = client.post(f"/imports/{run.pk}/", {kind: "customers", "import": ""})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count("data-problems") == 1
    assert f'href="#id_{kind}"' in page  # above all files, with a link to the answer
    assert f'id="id_{kind}_error"' in page  # and at the answer itself
    run.refresh_from_db()
    assert run.state == ImportState.PREVIEW


@pytest.mark.parametrize("path", ["/imports/", "/api/v1/imports/"])
def test_two_gigabytes_are_refused_by_what_they_announce(sign_in: SignIn, admin: User, path: str) -> None:
    class NeverRead(io.BytesIO):
        def read(self, *_args: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = sign_in(admin).generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": NeverRead(), "CONTENT_LENGTH": str(2 * 1024**3)},
    )
    assert answer.status_code == 413
    assert "2.0" in answer.content.decode()


def test_refused_rows_download_as_text(
    sign_in: SignIn, admin: User, leaver: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(admin)
    client.post("/imports/", {"upload": upload(BAD)})
    run = Import.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        file = run.files.get()
        form = {f"file{file.pk}-column{place}": name for place, name in enumerate(file.mapping)}
        client.post(f"/imports/{run.pk}/", form | {f"file{file.pk}-kind": "customers", "import": ""})
    answer = client.get(f"/imports/{run.pk}/refused-rows.csv")
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = b"".join(answer).decode("utf-8")  # type: ignore[call-overload]
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [line[0] for line in lines[1:]] == ["3", "4"]
    assert lines[0][2:] == file.headers
    assert lines[1][2:] == ["C-2", "'=HYPERLINK(1)", "lots"]
    assert not any(cell.startswith(FORMULA) for line in lines for cell in line)


def test_rest_from_upload_to_refused_rows(
    api: Connect, admin: User, leaver: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = api(admin)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/api/v1/imports/", {"files": [upload(BAD)], "source": "crm"}, format="multipart")
    assert answer.status_code == 202
    told = client.get(answer["Location"]).json()
    assert (told["state"], told["created"], told["refused"], told["rows_read"]) == ("done", {"customers": 1}, 2, 3)
    assert told["files"][0]["mapping"] == ["code", "name", "annual_value"]
    rows = client.get(f"{answer['Location']}refused-rows/?page_size=1").json()
    assert rows["results"][0] | {"id": 0} == {
        "id": 0,
        "file": "customers.csv",
        "line": 3,
        "column": "annual value",
        "code": "not_a_number",
        "reason": "“lots” is not a number.",
        "row": ["C-2", "=HYPERLINK(1)", "lots"],
    }
    assert client.get(rows["next"]).json()["results"][0]["line"] == 4


@pytest.mark.parametrize(
    ("files", "status", "code"),
    [
        ([], 422, "no_files"),
        ([upload("")], 422, "empty"),
        ([upload("code,industry\nC-1,steel\n")], 422, "column_missing"),
        ([upload("foo,bar\n1,2\n", "x.csv")], 422, "kind_unknown"),
        ([upload(b"\x89PNG\r\n\x1a\n")], 422, "wrong_type"),
    ],
)
def test_rest_says_what_is_wrong(
    api: Connect, admin: User, files: list[SimpleUploadedFile], status: int, code: str
) -> None:
    for file in files:
        file.seek(0)
    answer = api(admin).post("/api/v1/imports/", {"files": files}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Import.objects.exists()


def test_an_import_is_seen_by_its_maker_and_administrators(
    sign_in: SignIn, api: Connect, admin: User, manager: User, leaver: User
) -> None:
    run = Import.objects.create(by=admin, state=ImportState.DONE)
    assert sign_in(manager).get(f"/imports/{run.pk}/").status_code == 404
    assert sign_in(manager).get(f"/imports/{run.pk}/refused-rows.csv").status_code == 404
    assert api(manager).get(f"/api/v1/imports/{run.pk}/").status_code == 404
    assert api(manager).get(f"/api/v1/imports/{run.pk}/refused-rows/").status_code == 404
    assert api(manager).get("/api/v1/imports/").json()["results"] == []
    assert sign_in(leaver).get("/imports/").status_code == 403
    own = Import.objects.create(by=manager, state=ImportState.DONE)
    assert sign_in(admin).get(f"/imports/{own.pk}/").status_code == 200
    answer = api(admin, Scope.READ).post("/api/v1/imports/", {"files": [upload(GOOD)]}, format="multipart")
    assert answer.status_code == 403
