"""Each named constraint of the book refuses what it is there for."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import User
from customers import models as book
from tests.cast import NOW

DAY = datetime.date(2026, 1, 2)
BEFORE = datetime.date(2026, 1, 1)
TWICE = {"source": "crm", "source_id": "1"}

#: By constraint: the model and the values that break it. A second row with the same values breaks the unique ones.
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    "customer_source_once": ("Customer", TWICE),
    "customer_code_once": ("Customer", {"code": "X"}),
    "customer_grade_known": ("Customer", {"grade": "D"}),
    "customer_status_known": ("Customer", {"status": "x"}),
    "customer_value_positive": ("Customer", {"annual_value": -1}),
    "contact_source_once": ("Contact", TWICE),
    "contact_role_known": ("Contact", {"role": "x"}),
    "account_team_seat_once": ("AccountTeamMember", {}),
    "product_name_once": ("Product", {"name": "GTX"}),
    "deal_source_once": ("Deal", TWICE),
    "deal_state_known": ("Deal", {"state": "x"}),
    "deal_stage_known": ("Deal", {"stage": "x"}),
    "deal_amount_positive": ("Deal", {"amount": -1}),
    "deal_probability_percent": ("Deal", {"probability": 101}),
    "deal_open_not_closed": ("Deal", {"state": "open", "closed_on": DAY}),
    "deal_dates_in_order": ("Deal", {"state": "won", "opened_on": DAY, "closed_on": BEFORE}),
    "contract_source_once": ("Contract", TWICE | {"number": None}),
    "contract_number_once": ("Contract", {"number": "N"}),
    "contract_state_known": ("Contract", {"state": "x"}),
    "contract_dates_in_order": ("Contract", {"starts_on": DAY, "ends_on": BEFORE}),
    "contract_amounts_positive": ("Contract", {"paid": -1}),
    "order_source_once": ("Order", TWICE | {"number": None}),
    "order_number_once": ("Order", {"number": "N"}),
    "order_amount_positive": ("Order", {"amount": -1}),
    "activity_source_once": ("Activity", TWICE),
    "activity_kind_known": ("Activity", {"kind": "x"}),
    "task_source_once": ("Task", TWICE),
    "task_state_known": ("Task", {"state": "x"}),
    "task_done_with_time": ("Task", {"state": "done"}),
    "ownership_really_changes": ("OwnershipChange", {"to_owner_id": 1}),
    "ownership_kind_known": ("OwnershipChange", {"kind": 9}),
    "ownership_why_known": ("OwnershipChange", {"why": "x"}),
    "seat_change_once": ("SeatChange", {}),
    "seat_really_changes": ("SeatChange", {"to_user_id": 1}),
    "import_state_known": ("Import", {"state": "x"}),
    "remembered_mapping_once": ("RememberedMapping", {"signature": "x"}),
    "person_source_once": ("PersonAtSource", TWICE),
    "connection_source_once": ("Connection", {"source": "crm"}),
    "connection_has_a_source": ("Connection", {"source": ""}),
    "connection_not_too_often": ("Connection", {"every_minutes": 4}),
    "connection_notes_follow_owners": ("Connection", {"notes_language": "en", "notes_since": NOW}),
    "connection_run_once_open": ("ConnectionRun", {"what": "in"}),
    "connection_run_state_known": ("ConnectionRun", {"state": "x"}),
    "connection_run_kind_known": ("ConnectionRun", {"what": "x"}),
    "vendor_person_once_there": ("VendorPerson", {"vendor_id": "1"}),
    "vendor_person_once_here": ("VendorPerson", {"person": None}),
    "record_link_once_here": ("RecordLink", {"record_id": 1}),
    "record_link_once_there": ("RecordLink", {"source_id": "1"}),
    "record_link_kind_known": ("RecordLink", {"kind": 9}),
    "record_link_state_known": ("RecordLink", {"state": "x"}),
    "record_link_due_sometime": ("RecordLink", {"state": "waiting"}),
    "record_link_gone_sometime": ("RecordLink", {"state": "gone"}),
    "record_link_settled_why": ("RecordLink", {"state": "settled"}),
    "record_note_once": ("RecordNote", {"change_id": 1}),
    "record_note_state_known": ("RecordNote", {"state": "x", "due_at": None, "asked_at": NOW}),
    "record_note_due_while_to_write": ("RecordNote", {"due_at": None}),
    "record_note_asked_before_written": ("RecordNote", {"state": "asked"}),
}


def _rules() -> set[str]:
    # What imports add is tried with imports.
    found = {rule.name for model in apps.get_app_config("customers").get_models() for rule in model._meta.constraints}
    return {name for name in found if not name.startswith("import_") or name in BROKEN}


def test_every_constraint_is_tried() -> None:
    assert set(BROKEN) == _rules()


@pytest.mark.parametrize("name", BROKEN)
def test_a_constraint_refuses(name: str, leaver: User, make_customer: Callable[..., book.Customer]) -> None:
    model_name, values = BROKEN[name]
    model: type[models.Model] = getattr(book, model_name)

    def store(number: int) -> None:
        given = {**_given(values, number), **({"person": leaver} if "person" in values else {})}
        model._default_manager.create(**_least(model_name, number, leaver, make_customer) | given)

    if "_once" in name:
        store(0)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        store(1)
    assert refusal.value.__cause__.diag.constraint_name == name  # type: ignore[union-attr]


def _given(values: dict[str, Any], number: int) -> dict[str, Any]:
    return {name: f"N-{number}" if name == "number" and value is None else value for name, value in values.items()}


def _least(model: str, number: int, owner: User, make_customer: Callable[..., book.Customer]) -> dict[str, Any]:
    """The least a row of this model needs, different for each number but for seats."""
    customer = book.Customer.objects.filter(code="Z").first() or make_customer(owner, code="Z")
    at = {"customer": customer}
    crm = {"connection": book.Connection.objects.get_or_create(vendor="zoho", name="Zoho", source="zoho")[0]}
    known = {"name": f"N-{number}", "password": "x"}
    least: dict[str, dict[str, Any]] = {
        "Customer": {"code": f"Y-{number}", "name": "N", "owner": owner},
        "Contact": at | {"name": "N"},
        "AccountTeamMember": at | {"user": owner},
        "Product": {"name": f"N-{number}"},
        "Deal": {"name": "N", "owner": owner},
        "Contract": at | {"number": f"N-{number}", "owner": owner},
        "Order": at | {"number": f"N-{number}", "ordered_on": DAY, "amount": 1},
        "Activity": at | {"subject": "S", "at": NOW, "by": owner},
        "Task": {"title": "T", "owner": owner},
        "OwnershipChange": {"kind": 1, "record_id": 1, "from_owner_id": 1, "to_owner_id": 2, "why": "undo", "at": NOW},
        "SeatChange": at | {"move_id": 1, "from_user_id": 1, "to_user_id": 2, "at": NOW},
        "Import": {"by": owner},
        "RememberedMapping": {"signature": f"N-{number}", "kind": "deals", "name": "N", "at": NOW},
        "PersonAtSource": {"person": owner, "source": "crm", "source_id": f"N-{number}"},
        "Connection": {"vendor": "zoho", "name": "N", "source": f"N-{number}"},
        "ConnectionRun": crm | {"what": "out"},
        "VendorPerson": crm
        | {
            "vendor_id": f"N-{number}",
            "name": "N",
            "person": User.objects.get_or_create(email=f"n{number}@x.example", defaults=known)[0],
        },
        "RecordLink": crm
        | {"kind": 1, "record_id": 7 + number, "source_id": f"N-{number}", "seen_at": NOW, "state": "agreed"},
    }
    least["RecordNote"] = crm | {"change_id": 7 + number, "due_at": NOW}
    if model == "RecordNote":
        link = book.RecordLink.objects.filter(source_id="N").first()
        least[model]["link"] = link or book.RecordLink.objects.create(**least["RecordLink"] | {"source_id": "N"})
    return least[model]
