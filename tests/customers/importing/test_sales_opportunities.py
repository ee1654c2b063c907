"""The public sales set, as it is: what must come out of its five files, once and twice."""

import random
from pathlib import Path

import pytest
from django.core.management import call_command

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


def test_a_customer_goes_to_who_won_most_there() -> None:
    call_command("import_crm", str(DATA))
    for customer in Customer.objects.filter(name__in=["Hottechi", "Kan-code", "Condax"]):
        won = Deal.objects.filter(customer=customer, state="won")
        totals = {rep: sum(won.filter(owner=rep).values_list("amount", flat=True)) for rep in User.objects.all()}
        assert totals[customer.owner] == max(totals.values())
        others = set(
            Deal.objects.filter(customer=customer).exclude(owner=customer.owner).values_list("owner", flat=True)
        )
        assert others == set(customer.account_team.values_list("user", flat=True))


def test_importing_twice_changes_nothing() -> None:
    call_command("import_crm", *files())
    before = stamps()
    call_command("import_crm", *files())
    second = Import.objects.first()
    assert second is not None
    assert set(second.created.values()) | set(second.updated.values()) == {0}
    assert second.unchanged == {"people": 35, "products": 7, "customers": 85, "deals": 8800}
    assert stamps() == before


def test_a_handover_is_not_taken_back(admin: User) -> None:
    call_command("import_crm", *files())
    darcel, cassey = User.objects.get(name="Darcel Schlecht"), User.objects.get(name="Cassey Cress")
    customer = Customer.objects.filter(owner=darcel).first()
    assert customer is not None
    deal = Deal.objects.open().filter(owner=darcel).first()
    assert deal is not None
    for record in (customer, deal):
        ownership.change(record=record, to=cassey, by=admin, at=NOW)
    before = stamps()
    call_command("import_crm", *files())
    assert stamps() == before


def test_file_by_file_comes_to_the_same_deals() -> None:
    for name in ("sales_teams", "products"):
        call_command("import_crm", str(DATA / f"{name}.csv"))
    call_command("import_crm", str(DATA / "accounts.csv"), str(DATA / "sales_pipeline.csv"))
    assert (Customer.objects.count(), Deal.objects.count(), User.objects.count()) == (85, 8800, 41)


def test_a_rehearsal_leaves_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_crm", *files(), "--dry-run")
    assert "deals: 8800 created" in capsys.readouterr().out
    assert not Import.objects.exists()
    assert not User.objects.exists()
