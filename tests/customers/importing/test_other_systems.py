"""What exports of other systems have in common that once was taken wrongly: each with made-up rows of their shape."""

from pathlib import Path

import pytest

from accounts.models import User
from customers.importing import content, guessing, kinds, values
from customers.importing.fields import KINDS
from customers.importing.guessing import LIKELY, SURE, guess
from customers.models import Activity, Contact, Customer, Deal, DealState, Stage
from tests.customers.importing.bringing import bring, refusals

NOBODY = content.Known()


def _taken(kind: str, columns: list[str], *rows: list[str]) -> dict[str, str]:
    examples = [list(texts) for texts in zip(*rows, strict=True)] if rows else [[] for _column in columns]
    found = guess(KINDS[kind], columns, examples, NOBODY)
    return {column: each.field for column, each in zip(columns, found, strict=True) if each.certainty in (SURE, LIKELY)}


def test_another_owner_does_not_take_the_place_of_the_one_told_by_an_id() -> None:
    found = _taken("deals", ["Id", "Name", "OwnerId", "Technical_Owner__c"], ["1", "Roof", "005x", "Casey Jones"])
    assert found == {"Id": "source_id", "Name": "name", "OwnerId": "owner_key"}


def test_an_owner_by_name_is_surer_than_one_by_id() -> None:
    found = _taken("customers", ["Name", "Assigned User Name", "Assigned To"], ["Lund", "tove", "u-7"])
    assert found == {"Name": "name", "Assigned User Name": "owner"}


@pytest.mark.parametrize("column", ["manager_id", "HubSpot Owner ID", "assigned_user_id"])
def test_an_owner_may_be_told_by_an_id_alone(column: str) -> None:
    assert _taken("deals", ["title", column], ["Roof", "U10"])[column] == "owner_key"


def test_an_amount_may_have_words_before_it() -> None:
    columns = ["Deal Name", "Masked Deal value", "Tax amount"]
    assert _taken("deals", columns, ["Roof", "489360.0", "12"])["Masked Deal value"] == "amount"
    assert "Tax amount" not in _taken("deals", columns, ["Roof", "489360.0", "12"])


@pytest.mark.parametrize(
    "columns", ["编号,客户,合同编号,应收金额,负责人,状态", "Customer,Invoice No,Invoice Date,Amount Due"]
)
def test_what_is_counted_at_customers_is_no_list_of_customers(columns: str) -> None:
    found, certainty = kinds.kind_of("export.csv", columns.split(","))
    assert certainty != guessing.SURE or found is not KINDS["customers"]


def test_in_doubt_the_name_of_the_file_is_asked_about() -> None:
    columns = ["id", "complex_id", "agent_id", "status", "price_current", "deadline", "notes", "created_at"]
    found, certainty = kinds.kind_of("deals.csv", columns)
    assert (found, certainty == guessing.SURE) == (KINDS["deals"], False)


@pytest.mark.parametrize(
    ("name", "columns", "kind", "some"),
    [
        (
            "取引先一覧.csv",
            "取引先ID(必須),取引先名(必須),住所,電話番号,業種,担当営業（管理番号:1）,エリア（管理番号:2）",
            "customers",
            {
                "取引先名(必須)": "name",
                "担当営業（管理番号:1）": "owner",
                "業種": "industry",
                "取引先ID(必須)": "source_id",
            },
        ),
        (
            "案件.csv",
            "案件名,顧客名,金額,担当営業,ステータス,期限,受注確度",
            "deals",
            {
                "案件名": "name",
                "顧客名": "customer",
                "担当営業": "owner",
                "ステータス": "stage",
                "受注確度": "probability",
            },
        ),
        (
            "リード.csv",
            "会社名,担当者名,メールアドレス,電話番号,メモ",
            "contacts",
            {"会社名": "customer", "担当者名": "name", "メールアドレス": "email", "電話番号": "phone"},
        ),
        (
            "顧客.csv",
            "顧客名,担当者,電話,メール,ステータス,社内担当",
            "",
            {"顧客名": "name", "社内担当": "owner", "ステータス": "status"},
        ),
        (
            "contacts.csv",
            "First Name,Last Name,Organization Name,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value",
            "contacts",
            {"Organization Name": "customer", "E-mail 1 - Value": "email", "Phone 1 - Value": "phone"},
        ),
        (
            "kunden.csv",
            "Raison sociale;Téléphone;Email;Activité principale;Localité",
            "customers",
            {"Raison sociale": "name", "Activité principale": "industry", "Localité": "address"},
        ),
    ],
)
def test_headers_of_other_languages_and_systems(name: str, columns: str, kind: str, some: dict[str, str]) -> None:
    header = columns.split(";" if ";" in columns else ",")
    found, _certainty = kinds.kind_of(name, header)
    assert not kind or found is KINDS[kind]
    taken = _taken(kind or "customers", header)
    assert {column: taken.get(column, "") for column in some} == some


def test_a_page_in_a_text_is_read_as_its_text() -> None:
    page = (
        "<html><head><title>x</title></head><body><div>Hi Ann,&nbsp;see you</div>\n<p>____</p><p>at 9</p></body></html>"
    )
    assert values.readable(page) == "Hi Ann, see you\nat 9"
    assert values.readable("a < b and <unknown> c") == "a < b and <unknown> c"


@pytest.mark.django_db
def test_japanese_deals_and_what_became_of_them(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "案件.csv"
    path.write_text(
        "案件名,顧客名,金額,担当営業,ステータス\n"
        "倉庫,サンプル建設,1200000円,鈴木 美咲,提案中\n"
        "基幹,テスト工業,350万円,田中 花子,受注\n"
        "保守,失注商会,80万円,田中 花子,失注\n",
        encoding="cp932",
    )
    run = bring(str(path), by=admin)
    assert refusals(run) == []
    told = {deal.name: (deal.stage, deal.state, int(deal.amount), deal.currency) for deal in Deal.objects.all()}
    assert told == {
        "倉庫": (Stage.QUOTED, DealState.OPEN, 1_200_000, "JPY"),
        "基幹": (Stage.CLOSED, DealState.WON, 3_500_000, "JPY"),
        "保守": (Stage.CLOSED, DealState.LOST, 800_000, "JPY"),
    }


@pytest.mark.django_db
def test_team_members_beside_the_owner_join_the_account_team(tmp_path: Path, admin: User, successor: User) -> None:
    path = tmp_path / "客户.csv"
    path.write_text(f'客户名称,负责人,相关团队\n远景,陈静,"{successor.name}；周涛"\n蓝天,陈静,\n')
    run = bring(str(path), by=admin)
    assert refusals(run) == []
    team = Customer.objects.get(name="远景").account_team
    assert set(team.values_list("user__name", flat=True)) == {successor.name, "周涛"}


@pytest.mark.django_db
def test_a_contact_may_have_nothing_but_a_phone(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("First Name,Last Name,Phone,Company\n,,+44 20 1234,Lund AB\n")
    assert refusals(bring(str(path), by=admin)) == []
    assert Contact.objects.get().name == "+44 20 1234"


@pytest.mark.django_db
def test_a_header_repeated_behind_a_name_is_no_record(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "Deal Name,Deal Owner,Deal Status,Deal Stage\nRoof,陈静,Open,Proposal\nWall,,Deal Status,Deal Stage\n"
    )
    assert refusals(bring(str(path), by=admin)) == [(3, "", "header_again")]


@pytest.mark.django_db
def test_the_text_of_a_meeting_is_kept_without_its_tags(tmp_path: Path, admin: User, leaver: User) -> None:
    Customer.objects.create(name="Lund AB", owner=leaver)
    path = tmp_path / "appointments.csv"
    path.write_text(
        'Subject,Regarding,Start Time,Owner,Description\nCoffee,Lund AB,2026-03-11 13:00,陈静,"<p>Hi <b>Ann</b></p>"\n'
    )
    assert refusals(bring(str(path), by=admin)) == []
    assert Activity.objects.get().body == "Hi Ann"


@pytest.mark.django_db
def test_an_opportunity_of_close_is_named_after_the_lead_who_is_the_customer(
    tmp_path: Path, admin: User, leaver: User
) -> None:
    path = tmp_path / "Close opportunities.csv"
    path.write_text(
        "id,lead_id,lead_name,status_label,status_type,value,value_currency,confidence,date_created,date_won,user_name,"
        "note\n"
        "oppo_1,lead_1,Lund AB,Proposal Sent,active,1000,EUR,60,2026-03-02,,陈静,Roof\n"
        "oppo_2,lead_1,Lund AB,Won,won,2000,EUR,100,2026-01-02,2026-02-03,陈静,Wall\n"
        "oppo_3,lead_2,Vik AS,Lost,lost,500,EUR,0,2026-01-05,,陈静,\n"
    )
    run = bring(str(path), by=admin)
    assert refusals(run) == []
    told = {deal.source_id: (deal.name, str(deal.customer), deal.owner.name, deal.state) for deal in Deal.objects.all()}
    assert told == {
        "oppo_1": ("Lund AB", "Lund AB", "陈静", DealState.OPEN),
        "oppo_2": ("Lund AB", "Lund AB", "陈静", DealState.WON),
        "oppo_3": ("Vik AS", "Vik AS", "陈静", DealState.LOST),
    }
    assert set(Customer.objects.values_list("name", "source_id")) == {("Lund AB", "lead_1"), ("Vik AS", "lead_2")}


@pytest.mark.django_db
def test_an_empty_name_is_not_filled_where_the_others_have_one(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal Name,Account Name,Stage,Amount\nRoof,Lund AB,Proposal,100\n,Lund AB,Proposal,100\n")
    assert [(line, code) for line, _column, code in refusals(bring(str(path), by=admin))] == [(3, "empty_needed")]
