"""Companies and people in one table: the companies become customers, the people their contacts, and no row is lost."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from customers.models import Contact, Customer, Import, ImportFile
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db

#: Each as another system writes it: the same two companies and three people, of whom one has no company.
TABLES = {
    "capsule.csv": (
        "ID,Type,Title,First Name,Last Name,Job Title,Organisation,Phone,Email,Owner\n"
        "1,Person,Ms,Tove,Berg,Buyer,Lund AB,+46 8 123 456,tove@lund.example,陈静\n"
        "2,Organisation,,,,,Lund AB,+46 8 100 000,info@lund.example,陈静\n"
        "3,Person,Mr,Per,Holm,,Vik AS,,per@vik.example,陈静\n"
        "4,Organisation,,,,,Vik AS,,,Nora Vik\n"
        "5,Person,,Ada,Moll,,,,ada@home.example,\n"
    ),
    "contacts-sell.csv": (
        "id,name,first_name,last_name,is_organisation,organisation_name,title,email,phone,owner\n"
        "1,Lund AB,,,true,,,info@lund.example,+46 8 100 000,陈静\n"
        "2,Vik AS,,,true,,,,,Nora Vik\n"
        "3,Tove Berg,Tove,Berg,false,Lund AB,Buyer,tove@lund.example,+46 8 123 456,陈静\n"
        "4,Per Holm,Per,Holm,false,Vik AS,,per@vik.example,,陈静\n"
        "5,Ada Moll,Ada,Moll,false,,,ada@home.example,,\n"
    ),
    "Contact (res.partner).csv": (
        '"External ID","Name","Is a Company","Related Company","Job Position","Email","Phone","Salesperson"\n'
        '"p_1","Lund AB","True","","","","+46 8 100 000","陈静"\n'
        '"p_2","Tove Berg","False","Lund AB","Buyer","tove@lund.example","+46 8 123 456","陈静"\n'
        '"p_3","Vik AS","True","","","","","Nora Vik"\n'
        '"p_4","Per Holm","False","Vik AS","","per@vik.example","","陈静"\n'
        '"p_5","Ada Moll","False","","","ada@home.example","",""\n'
    ),
    "通讯录.csv": (
        "编号,类型,名称,所属公司,职务,手机,邮箱,负责人\n"
        "1,公司,Lund AB,,,,,陈静\n"
        "2,个人,Tove Berg,Lund AB,采购,13800001111,tove@lund.example,陈静\n"
        "3,公司,Vik AS,,,,,Nora Vik\n"
        "4,个人,Per Holm,Vik AS,,13800002222,per@vik.example,陈静\n"
        "5,个人,Ada Moll,,,13800003333,ada@home.example,\n"
    ),
    "people.csv": (
        "Highrise ID,Kind,Name,Company,Title,Email address - Work,Phone number - Mobile,Assigned To\n"
        "1,Company,Lund AB,,,,+46 8 100 000,陈静\n"
        "2,Person,Tove Berg,Lund AB,Buyer,tove@lund.example,,陈静\n"
        "3,Company,Vik AS,,,,,Nora Vik\n"
        "4,Person,Per Holm,Vik AS,,per@vik.example,,陈静\n"
        "5,Person,Ada Moll,,,ada@home.example,,\n"
    ),
}


#: Where the names of the columns do not tell in which of them people name their company.
LINKED = {
    "by an id.csv": (
        "id,owner_id,is_organization,contact_id,name,first_name,last_name,email,Owner\n"
        "10,11,true,,Lund AB,,,,陈静\n11,10,false,10,Tove Berg,Tove,Berg,tove@lund.example,陈静\n"
    ),
    "by a column of another name.csv": (
        "Contact ID,Contact Type,Display Name,Organization Name,First Name,Last Name,Current Employer,Email\n"
        "1,Organization,Lund AB,Lund AB,,,,\n2,Individual,Tove Berg,,Tove,Berg,Lund AB,tove@lund.example\n"
    ),
    "by a parent.csv": (
        "id,name,is_company,parent_id,parent_id/id,function,user_id\n"
        "p_1,Lund AB,True,,,,陈静\np_2,Tove Berg,False,Lund AB,p_1,Buyer,陈静\n"
    ),
    "客户.csv": (
        "客户类型,客户名称,上级单位,联系电话,负责人\n企业,Lund AB,,,陈静\n个人,Tove Berg,Lund AB,13800001111,陈静\n"
    ),
}


def written(folder: Path, text: str, name: str = "contacts.csv") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def told() -> tuple[dict[str, str], dict[str, str]]:
    """Each customer's owner, and each contact's customer."""
    return (
        {each.name: each.owner.name for each in Customer.objects.select_related("owner")},
        {each.name: each.customer.name for each in Contact.objects.select_related("customer")},
    )


@pytest.mark.parametrize("name", TABLES)
def test_companies_become_customers_and_people_their_contacts(
    tmp_path: Path, admin: User, leaver: User, name: str
) -> None:
    path = written(tmp_path, TABLES[name], name)
    run = bring(path, by=admin)
    assert told() == ({"Lund AB": "陈静", "Vik AS": "Nora Vik"}, {"Tove Berg": "Lund AB", "Per Holm": "Vik AS"})
    assert [code for _line, _column, code in refusals(run)] == ["customer_missing"]
    assert (run.rows_total, run.rows_read, run.created["customers"], run.created["contacts"]) == (5, 5, 2, 2)
    again = bring(path, by=admin)
    assert (again.rows_read, again.unchanged["customers"], again.unchanged["contacts"]) == (5, 2, 2)


@pytest.mark.parametrize("name", LINKED)
def test_whom_people_belong_to_is_told_by_what_they_name(tmp_path: Path, admin: User, leaver: User, name: str) -> None:
    run = bring(written(tmp_path, LINKED[name], name), by=admin)
    customers, contacts = told()
    assert (refusals(run), set(customers), contacts) == ([], {"Lund AB"}, {"Tove Berg": "Lund AB"})


def test_a_company_that_is_wrong_is_refused_once_and_comes_back_alone(
    tmp_path: Path, admin: User, client: Client
) -> None:
    text = TABLES["people.csv"] + f"6,Company,{'x' * 300},,,,,\n7,Other,Li Wei,Lund AB,,,,\n"
    run = bring(written(tmp_path, text, "people.csv"), by=admin)
    assert refusals(run) == [(6, "Company", "customer_missing"), (7, "Name", "too_long")]
    assert (run.rows_total, run.rows_read, run.refused) == (7, 7, 2)
    assert told()[1]["Li Wei"] == "Lund AB"
    client.force_login(admin)
    firms = ImportFile.objects.get(run=run, kind="customers")
    refused = client.get(reverse("import_refused_rows", args=[run.pk]), {"file": firms.pk})
    mended = b"".join(refused.streaming_content).decode("utf-8-sig").replace("x" * 300, "Mended AB")
    again = bring(written(tmp_path, mended, "refused.csv"), by=admin)
    assert (refusals(again), again.created) == ([], {"customers": 1})


def test_a_person_of_an_unknown_company_is_refused_where_the_table_has_the_others(tmp_path: Path, admin: User) -> None:
    text = TABLES["contacts-sell.csv"] + "6,Li Wei,Li,Wei,false,Lunt AB,,,,\n"
    run = bring(written(tmp_path, text), by=admin)
    assert [(line, code) for line, _column, code in refusals(run)] == [(6, "customer_missing"), (7, "customer_unknown")]


def test_a_person_may_take_all_rows_for_customers_or_leave_the_companies_out(
    client: Client, admin: User, tmp_path: Path
) -> None:
    client.force_login(admin)
    with Path(written(tmp_path, TABLES["people.csv"], "people.csv")).open("rb") as upload:
        client.post(reverse("imports"), {"upload": upload, "source": ""})
    run = Import.objects.get()
    address = reverse("import", args=[run.pk])
    page = client.get(address)
    people, firms, _alone = run.files.all()
    assert "2 rows are companies by their column “Kind”" in page.content.decode()
    assert [(file.kind, file.rows) for file in (people, firms)] == [("contacts", 3), ("customers", 2)]
    assert [cells[2] for cells in firms.sample] == ["Lund AB", "Vik AS"]
    said = {form.add_prefix(name): form[name].value() for form in page.context["forms"] for name in form.fields}
    client.post(address, said | {f"file{firms.pk}-kind": "", "check": ""})
    assert [file.kind for file in run.files.all()] == ["contacts", "", ""]
    client.post(address, said | {f"file{firms.pk}-kind": "customers", "check": ""})
    firms.refresh_from_db()
    assert (firms.kind, firms.mapping[2]) == ("customers", "name")
    client.post(address, said | {f"file{people.pk}-kind": "customers", "check": ""})
    whole = run.files.get(kind="customers")
    assert (whole.pk, whole.rows, whole.reading["only"]) == (people.pk, 5, {})


@pytest.mark.parametrize(
    ("text", "customers", "contacts"),
    [
        (
            "客户名称,客户类型,联系人,手机,负责人\n云帆科技,公司,王敏,13800001111,陈静\n李雷,个人,李雷,13800002222,陈静\n",
            {"云帆科技", "李雷"},
            {"王敏": "云帆科技", "李雷": "李雷"},
        ),
        (
            "Name,Type,Owner,City\nLund AB,Company,陈静,Lund\nTove Berg,Person,陈静,Lund\n",
            {"Lund AB", "Tove Berg"},
            {},
        ),
    ],
    ids=["people who are customers", "nobody names a company"],
)
def test_people_who_name_none_of_the_companies_are_no_contacts_of_them(
    tmp_path: Path, admin: User, leaver: User, text: str, customers: set[str], contacts: dict[str, str]
) -> None:
    run = bring(written(tmp_path, text, "客户.csv"), by=admin)
    assert refusals(run) == []
    owners, people = told()
    assert (set(owners), people) == (customers, contacts)
