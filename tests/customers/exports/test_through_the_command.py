"""Exports of systems nobody told Baton of, through the command: what their cells mean."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.models import User
from customers.models import Customer, Deal
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db


def test_points_between_day_month_and_year(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "deals.tsv"
    path.write_text(
        "Opportunity\tClosing Date\tCreated\tOpportunity Value (Base)\nCrane\t24.12.2026\t02.01.2026\t€ 1 250,00\n"
    )
    assert refusals(bring(str(path), by=admin)) == []
    assert Deal.objects.get().opened_on == datetime.date(2026, 1, 2)


def test_two_columns_of_one_day_keep_the_order_that_one_of_them_shows(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "deals.csv"
    path.write_text("Deal,Stage,Close Date,Won Date\nA,Won,05-13-2026,1778600000\nB,Won,05-12-2026,\n")
    assert refusals(bring(str(path), by=admin)) == []
    assert Deal.objects.get(name="B").closed_on == datetime.date(2026, 5, 12)


def test_a_yes_is_no_day(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "deals.csv"
    path.write_text(
        "ID,Deal,Deal stage,Responsible,Closed\n1,Laptops,Proposal,Ann Lee [12],N\n2,Phones,Deal won,Bob Ray [13],Y\n"
    )
    run = bring(str(path), by=admin)
    assert refusals(run) == []
    assert set(Deal.objects.values_list("state", "owner__name")) == {("open", "Ann Lee"), ("won", "Bob Ray")}


def test_names_that_change_their_length_without_case(tmp_path: Path, admin: User) -> None:
    (tmp_path / "customers.csv").write_text(f"name,owner\nWeiß KG,{admin.name}\n")
    (tmp_path / "deals.csv").write_text(f"deal,customer,owner\nErsatzteile,weiß KG,{admin.name}\n")
    run = bring(str(tmp_path / "customers.csv"), str(tmp_path / "deals.csv"), by=admin)
    assert refusals(run) == []
    assert Deal.objects.get().customer == Customer.objects.get()


def test_won_without_a_stage_is_closed(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Lead Name,Status,Stage,Value\nOld lead,Won,,$2500.00\nNew lead,Open,Qualify,$300.00\n")
    bring(str(path), by=admin)
    assert set(Deal.objects.values_list("state", "stage", "amount")) == {
        ("won", "closed", Decimal(2500)),
        ("open", "qualifying", Decimal(300)),
    }


def test_nobody_is_not_a_person(tmp_path: Path, admin: User) -> None:
    path = tmp_path / "accounts.csv"
    path.write_text("BP Code,BP Name,Sales rep\nC1,Acme,-No Sales Employee-\nC2,Globex,未分配\n")
    bring(str(path), by=admin)
    assert set(Customer.objects.values_list("code", "owner")) == {("C1", admin.pk), ("C2", admin.pk)}
