"""People without a company: asked about, kept or left out, remembered; and nobody is made for rows that are refused."""

from pathlib import Path

import pytest
from django.core.management import CommandError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from customers.api.imports import UploadSerializer
from customers.importing.questions import QUESTIONS
from customers.models import Contact, Customer, Deal, Import, Product, RememberedMapping
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db

#: As HubSpot writes them.
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Associated Company\n"
    "101,Tove,Berg,tove@lund.example,+46 8 123 456,陈静,,Lund AB\n"
    "102,Ada,Moll,ada@home.example,,陈静,,\n"
    "103,Li,Wei,,+86 138 0000 1111,Nora Vik,,\n"
    "104,Li,Wei,,+86 139 0000 2222,陈静,,--\n"
    "105,Bad,Mail,not an address,,Nobody Here,,\n"
)


def written(folder: Path, text: str, name: str = "contacts.csv") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def owners() -> dict[str, str]:
    return {f"{c.source_id} {c.name}": c.owner.name for c in Customer.objects.select_related("owner")}


def test_people_whom_somebody_looks_after_are_customers_of_their_own(tmp_path: Path, admin: User, leaver: User) -> None:
    path = written(tmp_path, HUBSPOT)
    run = bring(path, by=admin, source="HubSpot")
    assert refusals(run) == [(6, "Email", "not_an_email")]
    assert (run.rows_total, run.rows_read, run.created["contacts"]) == (5, 5, 4)
    assert owners() == {
        " Lund AB": "陈静",
        "person:102 Ada Moll": "陈静",
        "person:103 Li Wei": "Nora Vik",
        "person:104 Li Wei": "陈静",
    }
    assert Contact.objects.get(source_id="103").customer.source_id == "person:103"
    assert not User.objects.filter(name="Nobody Here").exists()
    again = bring(path, by=admin, source="HubSpot")
    assert (again.created.get("customers", 0), again.created["contacts"], again.unchanged["contacts"]) == (0, 0, 4)


def test_an_address_book_is_no_list_of_customers(tmp_path: Path, admin: User) -> None:
    text = "First Name,Last Name,Email,Company\nTove,Berg,tove@lund.example,Lund AB\nAda,,ada@home.example,\n"
    path = written(tmp_path, text)
    assert refusals(bring(path, by=admin)) == [(3, "Company", "customer_missing")]
    run = bring(path, by=admin, without_company="own")
    assert refusals(run) == []
    assert Contact.objects.get(email="ada@home.example").customer.name == "Ada"
    assert refusals(bring(path, by=admin)) == []  # remembered


def test_people_of_a_file_without_companies(tmp_path: Path, admin: User) -> None:
    path = written(tmp_path, "First Name,Last Name,Email\nTove,Berg,tove@lund.example\n")
    with pytest.raises(CommandError, match="lacks a column for “customer”"):
        bring(path, by=admin)
    assert refusals(bring(path, by=admin, without_company="own")) == []
    assert Customer.objects.get().name == "Tove Berg"


def test_the_page_asks_and_remembers(client: Client, admin: User, leaver: User, tmp_path: Path) -> None:
    client.force_login(admin)
    for expected in ("customers", ""):
        with Path(written(tmp_path, HUBSPOT)).open("rb") as upload:
            client.post(reverse("imports"), {"upload": upload, "source": "HubSpot"})
        run = Import.objects.first()
        assert run
        address = reverse("import", args=[run.pk])
        page = client.get(address)
        assert "4 people here name no company; 4 of them have an owner." in page.content.decode()
        alone = run.files.get(reading__alone=True)
        assert alone.kind == expected
        said = {form.add_prefix(name): form[name].value() for form in page.context["forms"] for name in form.fields}
        client.post(address, said | {f"file{alone.pk}-kind": "", "import": ""})
        alone.refresh_from_db()
        assert alone.kind == ""
    assert RememberedMapping.objects.get().answers == {"without_company": "leave"}


def test_a_part_nobody_wants_stays_out_when_its_file_is_corrected(client: Client, admin: User, tmp_path: Path) -> None:
    client.force_login(admin)
    with Path(written(tmp_path, HUBSPOT)).open("rb") as upload:
        client.post(reverse("imports"), {"upload": upload, "source": ""})
    run = Import.objects.get()
    address = reverse("import", args=[run.pk])
    page = client.get(address)
    whole, customers, _alone = run.files.all()
    said = {form.add_prefix(name): form[name].value() for form in page.context["forms"] for name in form.fields}
    changes = {f"file{customers.pk}-kind": "", f"file{whole.pk}-column6": "note", "check": ""}
    client.post(address, said | changes)
    customers.refresh_from_db()
    whole.refresh_from_db()
    assert (customers.kind, whole.mapping[6]) == ("", "note")


def test_nobody_is_made_for_rows_that_become_nothing(tmp_path: Path, admin: User, leaver: User) -> None:
    Customer.objects.create(name="Lund AB", owner=leaver)
    text = (
        "Deal Name,Account Name,Deal Owner,Product\n"
        "Roof,Lund AB,陈静,Tiles\n"
        "Wall,Lund GmbH,Stranger One,Bricks\n"
        "Roof,Lund AB,Stranger Two,Slate\n"
    )
    path = written(tmp_path, text, "deals.csv")
    run = bring(path, by=admin)
    assert [code for _line, _column, code in refusals(run)] == ["customer_unknown", "repeated"]
    assert not User.objects.filter(name__startswith="Stranger").exists()
    assert [product.name for product in Product.objects.all()] == ["Tiles"]
    assert (run.created.get("people", 0), run.created["products"]) == (0, 1)
    bring(written(tmp_path, "Deal Name,Account Name,Deal Owner\nRoof,Lund AB,Stranger Three\n", "deals.csv"), by=admin)
    assert not User.objects.filter(name__startswith="Stranger").exists()  # the deal keeps its owner


def test_a_program_answers_whatever_the_page_asks(admin: User, tmp_path: Path) -> None:
    assert set(QUESTIONS) <= set(UploadSerializer().get_fields())
    path = written(tmp_path, "Deal Name,Account Name,Amount\nRoof,Lund AB,100\n", "deals.csv")
    bring(path, by=admin, currency="EUR")
    assert Deal.objects.get().currency == "EUR"


def test_the_page_speaks_of_one_person_as_of_one(client: Client, admin: User, leaver: User, tmp_path: Path) -> None:
    client.force_login(admin)
    with Path(written(tmp_path, "".join(HUBSPOT.splitlines(keepends=True)[:3]))).open("rb") as upload:
        client.post(reverse("imports"), {"upload": upload, "source": "HubSpot"})
    page = client.get(reverse("import", args=[Import.objects.get().pk])).content.decode()
    assert "1 person here names no company (with an owner: 1)." in page
