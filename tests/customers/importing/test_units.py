"""The unit of amounts where it stands above the table: taken when it is said, asked when it is not clear."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from customers.importing import running, units
from customers.importing.styles import ASKED
from customers.models import Deal, Import
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db
ROWS = "deal,amount,Total (EUR)\nA,1.5,9\nB,2 000,9\nC,3万,9\n"


@pytest.mark.parametrize(
    ("above", "unit", "currency"),
    [
        ("单位：万元", "ten_thousands", "CNY"),
        ("客户清单（单位：人民币万元）", "ten_thousands", "CNY"),
        ("单位：元", "", "CNY"),
        ("以万元计", "ten_thousands", "CNY"),
        ("Amounts in thousands EUR", "thousands", "EUR"),
        ("All amounts are in thousands of EUR", "thousands", "EUR"),
        ("Pipeline Q3 (in k€)", "thousands", "EUR"),
        ("USD in millions", "millions", "USD"),
        ("Alle Beträge in T€", "thousands", "EUR"),
        ("Forecast TEUR", ASKED, ""),
        ("thousands", ASKED, ""),
        ("Customers over 1 million", "", ""),
        ("2026年百万元以上客户", "", ""),
        ("合计 500万元", "", ""),
        ("Min", "", ""),
    ],
)
def test_what_is_said_above(above: str, unit: str, currency: str) -> None:
    assert units.said_above([[above, "", ""]]) == units.Said(unit, currency)


def test_a_unit_above_is_that_of_every_amount_without_one(tmp_path: Path, admin: User) -> None:
    (tmp_path / "deals.csv").write_text("Pipeline\n单位：万元,,\n" + ROWS)
    run = bring(str(tmp_path / "deals.csv"), by=admin)
    assert refusals(run) == []
    assert dict(Deal.objects.values_list("name", "amount")) == {
        "A": Decimal(15_000),
        "B": Decimal(20_000_000),
        "C": Decimal(30_000),
    }


def test_a_unit_that_is_not_clear_is_asked(sign_in: Any, admin: User, upload_of: Any) -> None:
    client: Client = sign_in(admin)
    client.post("/imports/", {"upload": upload_of("Forecast TEUR,,\n" + ROWS, "deals.csv")})
    run = Import.objects.get()
    file = run.files.get()
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "Amounts are in" in page
    assert "No row tells how some columns are meant" in page
    answers = {"units1": "thousands", "kind": "deals", "column0": "name", "column1": "amount"}
    client.post(f"/imports/{run.pk}/", {f"file{file.pk}-{name}": answer for name, answer in answers.items()})
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert "No row tells" not in page
    assert "1,500.00" in page


def test_without_an_answer_such_amounts_are_refused(tmp_path: Path, admin: User) -> None:
    (tmp_path / "deals.csv").write_text("Forecast TEUR,,\n" + ROWS)
    assert [line for line, _column, code in refusals(bring(str(tmp_path / "deals.csv"), by=admin))] == [3, 4]
    run = bring(str(tmp_path / "deals.csv"), by=admin, units="thousands")
    assert (refusals(run), Deal.objects.get(name="A").amount) == ([], 1500)


def test_a_currency_baton_does_not_keep_is_not_taken_for_another(tmp_path: Path, admin: User) -> None:
    (tmp_path / "deals.csv").write_text("deal,amount,currency\nA,5,XAF\nB,,XAF\nC,5,USD\n")
    run = bring(str(tmp_path / "deals.csv"), by=admin)
    assert refusals(run) == [(2, "currency", "currency_not_kept")]
    assert set(Deal.objects.values_list("name", "currency")) == {("B", "CNY"), ("C", "USD")}


def test_the_currency_of_amounts_is_asked_where_nothing_tells_it(client: Client, admin: User) -> None:
    client.force_login(admin)
    for text in ("deal,amount\nA,5\nB,$7\n", "deal,amount,currency\nA,5,EUR\n", "deal,amount (EUR)\nA,5\n"):
        client.post(reverse("imports"), {"upload": SimpleUploadedFile("deals.csv", text.encode()), "source": ""})
    told, named, asked = Import.objects.all()
    for run in (told, named):
        assert "currency" not in client.get(reverse("import", args=[run.pk])).context["files"][0].styles.fields
    form = client.get(reverse("import", args=[asked.pk])).context["files"][0].styles
    assert form.currency.initial == ""
    columns = {form.add_prefix(f"column{place}"): name for place, name in enumerate(["name", "amount"])}
    said = {form.add_prefix("kind"): "deals", form.add_prefix("currency"): "USD", "import": ""}
    client.post(reverse("import", args=[asked.pk]), columns | said)
    running.run(asked.pk, at=timezone.now())
    assert set(Deal.objects.values_list("name", "currency")) == {("A", "USD"), ("B", "USD")}
