"""The public sales set, as it is: what must come out of its five files, once and twice."""

import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Office, Team, User
from accounts.permissions import Role
from customers.actions import ownership
from customers.models import AccountTeamMember, Customer, Deal, Import, OwnershipChange, Product
from tests.cast import NOW

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "crm-sales-opportunities"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data set is not beside this clone"),
]


def files() -> list[str]:
    return [str(path) for path in sorted(DATA.glob("*.csv"))]


def stamps() -> dict[str, list[tuple[object, ...]]]:
    """Everything a second import could disturb."""
    return {
        "customers": list(Customer.objects.order_by("pk").values_list("pk", "updated_at", "owner_id", "parent_id")),
        "deals": list(Deal.objects.order_by("pk").values_list("pk", "updated_at", "owner_id")),
        "team": list(AccountTeamMember.objects.order_by("pk").values_list("pk", "user_id")),
        "people": list(User.objects.order_by("pk").values_list("pk", "name", "team_id")),
        "ledger": list(OwnershipChange.objects.values_list("pk")),
    }


def test_all_five_files_in_any_order() -> None:
    given = files()
    random.Random(7).shuffle(given)
    call_command("import_crm", *given)

    run = Import.objects.get()
    assert (run.state, run.refused, run.rows_read, run.rows_total) == ("done", 0, 8927, 8927)
    assert run.created == {"people": 41, "products": 7, "customers": 85, "deals": 8800}
    assert User.objects.filter(role=Role.REP).count() == 35
    assert set(Office.objects.values_list("name", flat=True)) == {"Central", "East", "West"}
    assert Team.objects.exclude(manager=None).count() == 6
    assert Product.objects.count() == 7
    assert (Deal.objects.count(), Deal.objects.open().count()) == (8800, 2089)
    assert Deal.objects.filter(customer=None).count() == 1425
    assert Customer.objects.exclude(parent=None).count() == 15
    assert sum(Deal.objects.filter(state="won").values_list("amount", flat=True)) == 10_005_534
    assert set(Deal.objects.filter(state="lost").values_list("amount", flat=True)) == {0}
    assert Deal.objects.filter(product__name="GTX Pro").count() == 1480
    darcel = User.objects.get(name="Darcel Schlecht")
    assert Deal.objects.open().filter(owner=darcel).count() == 194
    assert (darcel.email, darcel.team.manager.name) == ("darcel.schlecht@import.invalid", "Melvin Marxen")
    assert not darcel.has_usable_password()

    for customer in Customer.objects.filter(name__in=["Hottechi", "Kan-code", "Condax"]):
        won = Deal.objects.filter(customer=customer, state="won")
        totals = {rep: sum(won.filter(owner=rep).values_list("amount", flat=True)) for rep in User.objects.all()}
        assert totals[customer.owner] == max(totals.values())
        others = Deal.objects.filter(customer=customer).exclude(owner=customer.owner).values_list("owner", flat=True)
        assert set(others) == set(customer.account_team.values_list("user", flat=True))


def test_a_second_import_changes_nothing_and_takes_no_handover_back(admin: User) -> None:
    call_command("import_crm", str(DATA))
    darcel, cassey = User.objects.get(name="Darcel Schlecht"), User.objects.get(name="Cassey Cress")
    for model in (Customer, Deal):
        record = model.objects.filter(owner=darcel).first()
        assert record is not None
        ownership.change(record=record, to=cassey, by=admin, at=NOW)
    before = stamps()
    call_command("import_crm", *files())
    second = Import.objects.first()
    assert second is not None
    assert set(second.created.values()) | set(second.updated.values()) == {0}
    assert second.unchanged == {"people": 35, "products": 7, "customers": 85, "deals": 8800}
    assert stamps() == before


def test_file_by_file_comes_to_the_same_deals() -> None:
    for name in ("sales_teams", "products"):
        call_command("import_crm", str(DATA / f"{name}.csv"))
    call_command("import_crm", str(DATA / "accounts.csv"), str(DATA / "sales_pipeline.csv"))
    assert (Customer.objects.count(), Deal.objects.count(), User.objects.count()) == (85, 8800, 41)


def test_a_rehearsal_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_crm", str(DATA / "sales_teams.csv"), str(DATA / "products.csv"), "--dry-run")
    assert "people: 41 created" in capsys.readouterr().out
    assert not Import.objects.exists()
    assert not User.objects.exists()


def test_who_may_not_manage_people_makes_none(manager: User) -> None:
    with pytest.raises(CommandError, match="manage people"):
        call_command("import_crm", str(DATA), email=manager.email)
    call_command("import_crm", str(DATA / "products.csv"), email=manager.email)
    assert (User.objects.count(), Product.objects.count()) == (1, 7)
