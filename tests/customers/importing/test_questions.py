"""What the page asks about a file when it does not tell: the encoding, the sheet, the header."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from customers.models import Customer, Import, ImportState

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_an_unclear_encoding_is_shown_and_asked(
    sign_in: SignIn, admin: User, upload_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(admin)
    text = "name,city\nHélène,Paris\n".encode("cp1252")
    assert client.post("/imports/", {"upload": upload_of(text)}).status_code == 302
    run = Import.objects.get()
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "Hélène,Paris" in page
    assert "Hélčne,Paris" in page
    client.post(f"/imports/{run.pk}/", {"import": ""})
    run.refresh_from_db()
    assert run.state == ImportState.PREVIEW

    file = run.files.get()
    client.post(f"/imports/{run.pk}/", {f"file{file.pk}-encoding": "cp1252"})
    file.refresh_from_db()
    assert (file.kind, file.headers, file.rows) == ("customers", ["name", "city"], 1)
    assert file.sample == [["Hélène", "Paris"]]


def test_the_header_may_be_another_line(sign_in: SignIn, admin: User, upload_of: Any) -> None:
    client = sign_in(admin)
    client.post(
        "/imports/",
        {"upload": upload_of("Report,,\nCode,Name,Owner\nCustomer code,Customer name,Account owner\n1,A,\n")},
    )
    run = Import.objects.get()
    file = run.files.get()
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "looks like a header too" in page
    assert "Left out above the header" in page
    client.post(f"/imports/{run.pk}/", {f"file{file.pk}-header": "3"})
    file.refresh_from_db()
    assert (file.headers, file.rows) == (["Customer code", "Customer name", "Account owner"], 1)
    assert not Customer.objects.exists()


def test_what_no_row_tells_is_shown_and_asked(
    sign_in: SignIn, admin: User, upload_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(admin)
    text = "deal,amount,expected close,opened on,probability\nA,1.234,03/04/2026,13/04/2026,1\n"
    client.post("/imports/", {"upload": upload_of(text, "deals.csv")})
    run = Import.objects.get()
    file = run.files.get()
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "No row tells how some columns are meant" in page
    assert page.count("not clear: choose") == 3
    said = {"numbers1": "comma", "dates2": "mdy", "dates3": "dmy", "shares4": "fraction", "kind": "deals"}
    columns = {f"column{place}": name for place, name in enumerate(file.mapping)}
    client.post(f"/imports/{run.pk}/", {f"file{file.pk}-{name}": each for name, each in (said | columns).items()})
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "No row tells" not in page
    assert "1,234.00" in page
    assert "100 %" in page
    file.refresh_from_db()
    assert file.reading["styles"]["2"]["dates"] == "mdy"
