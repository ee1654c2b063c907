"""The checklist: every record in exactly one item, few enough items, dates that follow, and who may tick."""

import datetime
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import AuditEntry, Office, User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, DealState, Task
from handover import holdings
from handover.actions import checklist, departures
from handover.checklist.duedates import due_on
from handover.checklist.grouping import MOST_BATCHES, MOST_ITEMS, MOST_SINGLE, RULES
from handover.checklist.responsible import people_for
from handover.dates import Dates
from handover.models import RECORD_SECTIONS, ChecklistItem, Departure, ItemRecord, ItemState, Relation, TemplateItem
from handover.tasks import catch_up_checklists
from handover.wording.timeline import sentence
from handover.workdays import shift
from tests.cast import NOW
from web.errors import Refused

TODAY = NOW.date()


def record_items(departure: Departure) -> list[ChecklistItem]:
    return list(departure.items.filter(section__in=RECORD_SECTIONS))


def assert_every_record_is_in_one_item(departure: Departure) -> None:
    for kind, held in holdings.rows(departure.leaver).items():
        placed = ItemRecord.objects.filter(departure=departure, kind=kind).values_list("record_id", flat=True)
        assert set(held.values_list("pk", flat=True)) <= set(placed)
        assert len(placed) == len(set(placed))


def test_a_book_becomes_items_grouped_by_what_is_to_be_done(departure: Departure, leaver: User) -> None:
    Customer.objects.bulk_create(
        Customer(code=f"{grade}{n}", name=f"{grade} {n:02}", grade=grade, owner=leaver, territory="East")
        for grade, many in (("A", 3), ("B", 25), ("C", 5))
        for n in range(many)
    )
    firm = Customer.objects.get(code="A0")
    Deal.objects.create(name="nobody yet", owner=leaver)
    Deal.objects.create(name="soon", owner=leaver, customer=firm, expected_close_on=TODAY)
    Deal.objects.create(name="later", owner=leaver, customer=firm)
    Deal.objects.create(name="won", owner=leaver, customer=firm, state=DealState.WON)
    near = TODAY + datetime.timedelta(days=30)
    Contract.objects.create(number="HT-1", owner=leaver, customer=firm, renewal_notice_on=near)
    Contract.objects.create(number="HT-2", owner=leaver, customer=firm)
    Task.objects.create(title="late", owner=leaver, due_on=TODAY - datetime.timedelta(days=1))
    Task.objects.create(title="sometime", owner=leaver)
    checklist.generate(departure=departure, at=NOW)
    assert Counter(item.params["rule"] for item in record_items(departure)) == Counter(
        customer=3, customers_b=2, customers_c=1, deals_without_customer=1, deals_closing=1, deals_later=1,
        contract=1, contracts=1, tasks_overdue=1, tasks=1,
    )  # fmt: skip
    assert_every_record_is_in_one_item(departure)
    assert departure.items.get(params__rule="contract").params["name"].startswith("HT-1")
    assert {item.params.get("territory") for item in departure.items.filter(params__rule="customers_b")} == {"East"}


def test_generating_again_adds_only_what_came_since(
    departure: Departure, leaver: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(leaver, grade="B")
    checklist.generate(departure=departure, at=NOW)
    item = departure.items.get(params__rule="customers_b")
    checklist.settle(item=item, state=ItemState.DONE, note="all told", by=leaver, at=NOW)
    before = departure.items.count()
    assert checklist.generate(departure=departure, at=NOW) == 0
    make_customer(leaver, grade="B", name="Latecomer")
    assert checklist.generate(departure=departure, at=NOW) == 1
    assert departure.items.count() == before + 1
    item.refresh_from_db()
    assert (item.state, item.note, item.records.count()) == (ItemState.DONE, "all told", 1)
    assert_every_record_is_in_one_item(departure)


def test_a_record_that_joins_goes_to_an_open_item_with_room(
    departure: Departure, leaver: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(leaver, grade="C", name="Middle", territory="East")
    checklist.generate(departure=departure, at=NOW)
    make_customer(leaver, grade="C", name="Aardvark", territory="West")
    assert checklist.generate(departure=departure, at=NOW) == 0
    item = departure.items.get(params__rule="customers_c")
    assert item.records.count() == 2
    assert item.params["first"] == "Aardvark"
    assert "territory" not in item.params


class EveryRecordIsInOneItem(TestCase):
    """Whatever a leaver holds, and whatever comes later."""

    @settings(max_examples=12, deadline=None)
    @given(
        first=st.tuples(*[st.integers(0, 70)] * 6),
        later=st.tuples(*[st.integers(0, 30)] * 6),
        data=st.randoms(use_true_random=False),
    )
    def test_nothing_forgotten_and_nothing_twice(self, first: tuple[int, ...], later: tuple[int, ...], data) -> None:
        office = Office.objects.create(name="Shanghai", country="CN", time_zone="Asia/Shanghai")
        leaver = User.objects.create_user("leaver@baton.example", None, name="Leaver", office=office)
        other = User.objects.create_user("hr@baton.example", None, name="Other", role="hr")
        departure = Departure.objects.create(
            leaver=leaver, kind="resignation", reason="pay", notice_on=TODAY, last_day_on=TODAY, access_ends_at=NOW,
            effective_at=NOW, registered_by=other, registered_at=NOW,
        )  # fmt: skip
        for amounts in (first, later):
            self.hold(leaver, amounts, data)
            checklist.generate(departure=departure, at=NOW)
            assert_every_record_is_in_one_item(departure)
        rules = Counter(item.params["rule"] for item in record_items(departure))
        assert sum(rules.values()) <= MOST_ITEMS
        for name, many in rules.items():
            assert many <= (MOST_SINGLE if RULES[name].size == 1 else MOST_BATCHES)
        assert all(item.records.exists() for item in record_items(departure))

    def hold(self, leaver: User, amounts: tuple[int, ...], data) -> None:
        def day() -> datetime.date | None:
            return data.choice([None, TODAY + datetime.timedelta(days=data.randint(-90, 200))])

        start = Customer.objects.count()
        firms = Customer.objects.bulk_create(
            Customer(code=f"{start}-{grade}-{n}", name=f"{grade}{n}", grade=grade, owner=leaver, annual_value=n)
            for grade, many in zip("ABC", amounts, strict=False)
            for n in range(many)
        )
        at = (lambda: data.choice(firms)) if firms else (lambda: None)
        for number in range(amounts[3]):
            Deal.objects.create(name=str(number), owner=leaver, customer=at(), expected_close_on=day())
        for number in range(amounts[4] if firms else 0):
            Contract.objects.create(
                number=f"{start}-{number}", owner=leaver, customer=at(), renewal_notice_on=day(), ends_on=day()
            )
        for number in range(amounts[5]):
            Task.objects.create(title=str(number), owner=leaver, due_on=day())


def test_a_great_book_does_not_become_a_great_checklist(departure: Departure, leaver: User) -> None:
    Customer.objects.bulk_create(
        Customer(code=f"{grade}{n}", name=f"{grade}{n}", grade=grade, owner=leaver)
        for grade in "ABC"
        for n in range(1200)
    )
    checklist.generate(departure=departure, at=NOW)
    assert len(record_items(departure)) <= MOST_SINGLE + 3 * MOST_BATCHES
    assert_every_record_is_in_one_item(departure)


def test_the_template_follows_the_kind_and_whether_the_leaver_is_here(departure: Departure) -> None:
    titles = {item.params["title_en"] for item in departure.items.filter(params__rule="template")}
    assert "Hold the exit interview" in titles
    assert "Agree how the customers come back after the leave" not in titles
    departure.items.all().delete()
    departure.already_gone = True
    departure.save()
    checklist.generate(departure=departure, at=NOW)
    assert not departure.items.filter(params__title_en="Hold the exit interview").exists()


def test_a_changed_template_leaves_running_departures_alone(departure: Departure) -> None:
    TemplateItem.objects.filter(title_en="Hold the exit interview").update(title_en="Talk", is_active=False)
    TemplateItem.objects.create(title_en="New", title_zh="新", section="access", responsible="hr")
    checklist.generate(departure=departure, at=NOW)
    assert departure.items.filter(params__title_en="Hold the exit interview").count() == 1
    assert not departure.items.filter(params__title_en="New").exists()


def test_what_is_due_follows_the_dates_in_working_days(departure: Departure, manager: User, shanghai: Office) -> None:
    item = departure.items.get(params__title_en="Hold the exit interview")
    assert item.due_on == shift(departure.last_day_on, -3, shanghai)
    done = departure.items.get(params__title_en="Issue the certificate of employment")
    checklist.settle(item=done, state=ItemState.DONE, by=manager, at=NOW)
    later = Dates(
        notice_on=departure.notice_on,
        last_day_on=departure.last_day_on + datetime.timedelta(days=14),
        access_ends_at=departure.access_ends_at,
        effective_at=departure.effective_at,
    )
    departures.change_dates(departure=departure, dates=later, by=manager, at=NOW)
    item.refresh_from_db()
    assert item.due_on == shift(later.last_day_on, -3, shanghai)
    before = done.due_on
    done.refresh_from_db()
    assert done.due_on == before


def test_nothing_is_born_overdue(departure: Departure) -> None:
    departure.registered_at = NOW + datetime.timedelta(days=300)
    assert due_on(departure, "notice_on", -10) >= departure.registered_at.date()


def test_the_supervisor_stands_in_for_a_leaver_who_is_gone(
    departure: Departure, leaver: User, supervisor: User
) -> None:
    item = departure.items.filter(responsible=Relation.LEAVER).select_related("departure__leaver").first()
    assert item is not None
    assert people_for(item, NOW) == [leaver]
    assert people_for(item, departure.access_ends_at + datetime.timedelta(days=1)) == [supervisor]
    item.departure.already_gone = True
    assert people_for(item, NOW) == [supervisor]


def test_who_may_tick(
    departure: Departure, leaver: User, manager: User, supervisor: User, hr: User, outsider: User, successor: User
) -> None:
    mine = departure.items.filter(responsible=Relation.LEAVER)[0]
    for stranger in (outsider, successor, hr):
        with pytest.raises(Refused) as refused:
            checklist.settle(item=mine, state=ItemState.DONE, by=stranger, at=NOW)
        assert (refused.value.code, refused.value.status) == ("not_yours", 403)
    for person in (leaver, supervisor, manager):
        checklist.settle(item=mine, state=ItemState.DONE, by=person, at=NOW)
        checklist.settle(item=mine, state=ItemState.OPEN, by=person, at=NOW)
    officers = departure.items.filter(responsible=Relation.HR)[0]
    checklist.settle(item=officers, state=ItemState.DONE, by=hr, at=NOW)
    assert AuditEntry.objects.about(departure).filter(verb="item.done", by=hr).count() == 1


def test_what_is_not_needed_is_said_in_words_and_not_by_the_leaver(
    departure: Departure, leaver: User, supervisor: User
) -> None:
    item = departure.items.filter(responsible=Relation.LEAVER)[0]
    with pytest.raises(Refused, match="Somebody else"):
        checklist.settle(item=item, state=ItemState.WAIVED, note="no", by=leaver, at=NOW)
    with pytest.raises(Refused) as refused:
        checklist.settle(item=item, state=ItemState.WAIVED, by=supervisor, at=NOW)
    assert refused.value.code == "words_needed"
    checklist.settle(item=item, state=ItemState.WAIVED, note="no phone was issued", by=supervisor, at=NOW)
    with pytest.raises(Refused):
        checklist.settle(item=item, state=ItemState.OPEN, by=leaver, at=NOW)


def test_saying_the_same_twice_leaves_one_audit_row(departure: Departure, leaver: User) -> None:
    item = departure.items.filter(responsible=Relation.LEAVER)[0]
    for _ in range(2):
        checklist.settle(item=item, state=ItemState.DONE, by=leaver, at=NOW)
    assert AuditEntry.objects.about(departure).filter(verb="item.done").count() == 1


def test_the_checklist_of_a_departure_that_is_over_rests(departure: Departure, manager: User) -> None:
    departures.transition(departure=departure, verb="withdraw", by=manager, at=NOW, reason="stays")
    item = departure.items.all()[0]
    with pytest.raises(Refused) as refused:
        checklist.settle(item=item, state=ItemState.DONE, by=manager, at=NOW)
    assert refused.value.code == "not_now"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"state": "waived", "note": ""}, "checklist_item_waived_in_words"),
        ({"state": "lost"}, "checklist_item_state_known"),
        ({"responsible": "cat"}, "item_responsible_known"),
        ({"anchor": "easter"}, "item_anchor_known"),
        ({"section": "garden"}, "item_section_known"),
    ],
)
def test_the_database_keeps_items_whole(departure: Departure, manager: User, fields: dict, name: str) -> None:
    settled = {"settled_by": manager, "settled_at": NOW} if "state" in fields else {}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        departure.items.update(**fields, **settled)


def test_the_database_keeps_a_record_in_one_item(departure: Departure) -> None:
    one, other = departure.items.all()[:2]
    ItemRecord.objects.create(departure=departure, item=one, kind=RecordKind.DEAL, record_id=1)
    with pytest.raises(IntegrityError, match="item_record_once"), transaction.atomic():
        ItemRecord.objects.create(departure=departure, item=other, kind=RecordKind.DEAL, record_id=1)
    with pytest.raises(IntegrityError, match="checklist_item_once"), transaction.atomic():
        ChecklistItem.objects.filter(pk=other.pk).update(key=one.key)
    with pytest.raises(IntegrityError, match="checklist_item_settled_whole"), transaction.atomic():
        ChecklistItem.objects.filter(pk=other.pk).update(state="done")


def test_every_deed_has_its_sentence_on_the_timeline(departure: Departure, leaver: User, supervisor: User) -> None:
    item = departure.items.filter(responsible=Relation.LEAVER)[0]
    checklist.settle(item=item, note="soon", by=leaver, at=NOW)
    checklist.settle(item=item, state=ItemState.DONE, by=leaver, at=NOW)
    checklist.settle(item=item, state=ItemState.OPEN, by=leaver, at=NOW)
    checklist.settle(item=item, state=ItemState.WAIVED, note="no need", by=supervisor, at=NOW)
    told = [sentence(entry) for entry in AuditEntry.objects.about(departure).order_by("pk")]
    title = item.params["title_en"]
    assert told[1].startswith("The checklist got ")
    assert told[-4:] == [
        f"陈静 wrote a note on “{title}”.",
        f"陈静 ticked “{title}”.",
        f"陈静 opened “{title}” again.",
        f"孙丽 said “{title}” is not needed: no need",
    ]


def test_records_that_come_later_are_found_every_hour(
    departure: Departure, leaver: User, make_customer: Callable[..., Customer]
) -> None:
    make_customer(leaver, grade="A")
    assert catch_up_checklists() == 1
    assert catch_up_checklists() == 0
