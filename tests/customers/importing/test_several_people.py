"""Several people in one cell: the first owns the record, the others join the account team; `Last, First` is one."""

from pathlib import Path

import pytest

from accounts.models import User
from customers.importing import several_people
from customers.models import AccountTeamMember, Customer, Deal, Task
from tests.customers.importing.bringing import bring, refusals

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "people"),
    [
        (["Li Lei; Han Meimei"], ["Li Lei", "Han Meimei"]),
        (["张三、李四"], ["张三", "李四"]),
        (["张三,李四"], ["张三", "李四"]),
        (["张三/李四"], ["张三", "李四"]),
        (["Li Lei, Han Meimei", "Li Lei"], ["Li Lei", "Han Meimei"]),
        (["ann@firm.example, bob@firm.example"], ["ann@firm.example", "bob@firm.example"]),
        (["ann, bob", "ann", "bob"], ["ann", "bob"]),
        (["Smith, John; Doe, Jane"], ["Smith, John", "Doe, Jane"]),
        (["Smith, John"], None),
        (["Garcia Lopez, Maria Jose", "Smith, John"], None),
        (["van der Berg, Jan Piet"], None),
        (["Smith, John, Jr."], None),
        (["销售一部/张三"], None),
        (["陈静（已离职、停用）"], None),
        (["陈静（已离职）、王五"], ["陈静（已离职）", "王五"]),
    ],
)
def test_who_stands_in_a_cell(column: list[str], people: list[str] | None) -> None:
    assert several_people.people(column).get(column[0]) == people


def test_the_others_join_the_account_team(tmp_path: Path, admin: User, leaver: User, successor: User) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(f"name,owner\nAcme,陈静; {successor.name}; 周涛\nGlobex,陈静\n")
    run = bring(str(path), by=admin)
    assert refusals(run) == []
    acme = Customer.objects.get(name="Acme")
    assert acme.owner == leaver
    assert set(acme.account_team.values_list("user__name", flat=True)) == {successor.name, "周涛"}
    assert run.files.get().notes[0]["code"] == "several_owners"
    AccountTeamMember.objects.all().delete()
    bring(str(path), by=admin)  # who was taken off the team stays off it
    assert not AccountTeamMember.objects.exists()


def test_of_several_owners_with_addresses_each_has_his_own(tmp_path: Path, admin: User, leaver: User) -> None:
    path = tmp_path / "deals.csv"
    (tmp_path / "customers.csv").write_text(f"name,owner\nAcme,{admin.name}\n")
    path.write_text("deal,customer,owner,owner email\nD,Acme,陈静、周涛,chen.jing@baton.example、zhou@firm.example\n")
    bring(str(tmp_path / "customers.csv"), str(path), by=admin)
    assert Deal.objects.get().owner == leaver
    assert User.objects.get(name="周涛").email == "zhou@firm.example"
    assert set(AccountTeamMember.objects.values_list("user__name", flat=True)) == {"周涛", "陈静"}


def test_where_there_is_no_team_the_others_are_named(tmp_path: Path, admin: User, leaver: User) -> None:
    path = tmp_path / "tasks.csv"
    path.write_text("task,owner,due date\nCall,陈静; 周涛,2026-12-01\n")
    run = bring(str(path), by=admin)
    assert (refusals(run), Task.objects.get().owner) == ([], leaver)
    assert run.files.get().notes == [{"code": "several_people", "params": {"rows": 1, "cells": "“陈静; 周涛”"}}]


def test_a_family_name_before_a_comma(tmp_path: Path, admin: User) -> None:
    ann = User.objects.create_user("ann@firm.example", name="Ann Lee", password=None)
    path = tmp_path / "customers.csv"
    path.write_text('name,owner\nAcme,"Lee, Ann"\nGlobex,"Ray, Bob"\n')
    bring(str(path), by=admin)
    assert set(Customer.objects.values_list("owner__name", flat=True)) == {"Ann Lee", "Bob Ray"}
    assert Customer.objects.get(name="Acme").owner == ann
