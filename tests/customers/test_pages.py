"""A customer's and a deal's page, and the forms that change the book."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from customers import summary, summary_sentences, timeline
from customers.actions import ownership
from customers.models import (
    AccountTeamMember,
    Activity,
    Contact,
    Contract,
    Customer,
    Deal,
    Order,
    Product,
    Task,
)
from tests.cast import NOW

MakeCustomer = Callable[..., Customer]
MakeDeal = Callable[..., Deal]
SignIn = Callable[[User], Client]


@pytest.fixture
def customer(leaver: User, make_customer: MakeCustomer) -> Customer:
    return make_customer(leaver, name="华东电子", code="HD-1", next_step="约总经理见面")


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_one_minute_tells_what_matters(customer: Customer, leaver: User, make_deal: MakeDeal, sign_in: SignIn) -> None:
    day = datetime.date(2027, 1, 15)
    Contact.objects.create(customer=customer, name="Kim Min-ji", title="CFO", role="decides")
    make_deal(leaver, customer=customer, amount=24_000, currency="USD", expected_close_on=day)
    Contract.objects.create(customer=customer, number="C-2031", owner=leaver, renewal_notice_on=day)
    Order.objects.create(customer=customer, number="O-1", ordered_on=datetime.date(2014, 3, 1), amount=10)
    page = _text(sign_in(leaver).get(f"/customers/{customer.pk}/"))
    for sentence in (
        "Bought <b>from us</b> once, in <b>2014</b>, for <b>¥10</b>.",
        "<b>Kim Min-ji (CFO)</b> decides.",
        "<b>1</b> deal for <b>$24k</b> should close on <b>Jan 15, 2027</b>.",
        "The renewal of contract <b>C-2031</b> is to be settled by <b>Jan 15, 2027</b>.",
        "约总经理见面",
    ):
        assert sentence in page


def test_a_day_that_is_past_is_said_to_be_past(customer: Customer, leaver: User, make_deal: MakeDeal) -> None:
    day = datetime.date(2026, 10, 26)
    make_deal(leaver, customer=customer, amount=24_000, currency="USD", expected_close_on=day)
    Contract.objects.create(customer=customer, number="C-2031", owner=leaver, renewal_notice_on=day)
    on_the_day = summary_sentences.sentences(summary.facts(customer), day)
    assert "to be settled by" in on_the_day[0]
    assert "should close on" in on_the_day[1]
    renewal, deal = summary_sentences.sentences(summary.facts(customer), day + datetime.timedelta(days=1))
    assert "was to be settled by" in renewal
    assert "should have closed on" in deal


@pytest.mark.parametrize(
    ("orders", "words"),
    [(2, "now and then"), (9, "about once a year"), (24, "about twice a year"), (40, "several times"), (120, "month")],
)
def test_how_often_they_buy_is_said_in_words(orders: int, words: str, customer: Customer) -> None:
    today = datetime.date(2026, 11, 16)
    first = today - datetime.timedelta(days=3653)
    product = Product.objects.create(name="GTX <Pro>")
    Order.objects.bulk_create(
        Order(customer=customer, number=f"O-{n}", ordered_on=first, amount=1, product=product) for n in range(orders)
    )
    said = summary_sentences.sentences(summary.facts(customer), today)[0]
    assert said.startswith("Buys <b>GTX &lt;Pro&gt;</b> ")
    assert words in said


def test_a_page_outside_the_scope_does_not_exist(
    customer: Customer, leaver: User, outsider: User, make_deal: MakeDeal, sign_in: SignIn
) -> None:
    deal = make_deal(leaver, customer=customer)
    task = Task.objects.create(title="T", owner=leaver, customer=customer)
    client = sign_in(outsider)
    for address in (
        f"/customers/{customer.pk}/",
        f"/customers/{customer.pk}/edit/",
        f"/customers/{customer.pk}/tasks/new/",
        f"/deals/{deal.pk}/",
        f"/deals/{deal.pk}/edit/",
        f"/tasks/{task.pk}/edit/",
        f"/deals/{10**18}/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/tasks/{task.pk}/tick/").status_code == 404


def test_who_only_reads_finds_no_form(customer: Customer, auditor: User, sign_in: SignIn) -> None:
    client = sign_in(auditor)
    page = client.get(f"/customers/{customer.pk}/")
    assert page.status_code == 200
    assert b"/edit/" not in page.content
    assert client.get(f"/customers/{customer.pk}/edit/").status_code == 403
    assert client.post(f"/customers/{customer.pk}/contacts/new/", {"name": "x"}).status_code == 403


FORMS: list[tuple[str, type[Any], dict[str, str]]] = [
    ("contacts", Contact, {"name": "Kim", "role": "decides", "title": "CFO"}),
    ("deals", Deal, {"name": "GTX", "stage": "quoted", "state": "open", "currency": "USD", "amount": "10.50"}),
    ("contracts", Contract, {"number": "C-1", "state": "active", "currency": "CNY", "ends_on": "2027-01-15"}),
    ("orders", Order, {"number": "O-1", "ordered_on": "2026-01-01", "amount": "5", "currency": "CNY"}),
    ("activities", Activity, {"kind": "call", "at": "2026-11-01T09:30", "subject": "Called"}),
    ("tasks", Task, {"title": "Send the quote", "due_on": "2026-12-01"}),
]


@pytest.mark.parametrize(("noun", "model", "values"), FORMS)
def test_what_hangs_on_a_customer_is_added_and_changed(
    noun: str, model: type[Any], values: dict[str, str], customer: Customer, leaver: User, sign_in: SignIn
) -> None:
    client = sign_in(leaver)
    address = f"/customers/{customer.pk}/{noun}/new/"
    assert client.get(address).status_code == 200
    added = client.post(address, values)
    made = model.objects.get()
    assert added.status_code == 302, added.context["form"].errors
    assert made.customer == customer
    assert AuditEntry.objects.get(subject_id=made.pk).verb == f"{model._meta.model_name}.created"
    if noun != "deals":
        assert str(made) in _text(client.get(f"/customers/{customer.pk}/"))

    edit = f"/{noun}/{made.pk}/edit/"
    form = client.get(edit).context["form"]
    entered = {name: form[name].value() or "" for name in form.fields}
    word = "number" if "number" in entered else next(n for n in ("name", "subject", "title") if n in entered)
    assert client.post(edit, entered | {word: "Other"}).status_code == 302
    made.refresh_from_db()
    assert getattr(made, word) == "Other"
    changed = AuditEntry.objects.get(verb=f"{model._meta.model_name}.changed", subject_id=made.pk)
    assert changed.details["changes"] == {word: [values[word], "Other"]}


def test_a_new_customer_belongs_to_who_enters_it(leaver: User, sign_in: SignIn) -> None:
    values = {"name": "新客户", "code": "N-1", "grade": "A", "status": "active", "currency": "CNY"}
    response = sign_in(leaver).post("/customers/new/", values)
    made = Customer.objects.get()
    assert response.url == f"/customers/{made.pk}/"  # type: ignore[attr-defined]
    assert made.owner == leaver


def test_a_manager_chooses_the_owner_within_the_team(
    manager: User, leaver: User, outsider: User, sign_in: SignIn
) -> None:
    values = {"name": "N", "code": "N-1", "grade": "A", "status": "active", "currency": "CNY"}
    client = sign_in(manager)
    assert client.post("/customers/new/", values | {"owner": outsider.pk}).status_code == 422
    client.post("/customers/new/", values | {"owner": leaver.pk})
    assert Customer.objects.get().owner == leaver


def test_a_taken_code_is_told_at_the_field(customer: Customer, leaver: User, sign_in: SignIn) -> None:
    values = {"name": "N", "code": "HD-1", "grade": "A", "status": "active", "currency": "CNY", "annual_value": "-1"}
    form = sign_in(leaver).post("/customers/new/", values).context["form"]
    assert form.errors == {
        "code": ["Another customer has this code."],
        "annual_value": ["An amount is not below zero."],
    }


def test_nobody_is_overwritten_unknowingly(customer: Customer, leaver: User, manager: User, sign_in: SignIn) -> None:
    edit = f"/customers/{customer.pk}/edit/"
    rep, lead = sign_in(leaver), sign_in(manager)
    form = rep.get(edit).context["form"]
    mine = {name: form[name].value() or "" for name in form.fields}
    lead.post(edit, mine | {"industry": "电子", "next_step": "Theirs"})

    refused = rep.post(edit, mine | {"next_step": "Mine"})
    page = _text(refused)
    assert refused.status_code == 422
    assert "Somebody changed this after you opened it." in page
    assert "Next step: Theirs" in page
    assert 'value="Mine"' in page
    customer.refresh_from_db()
    assert customer.next_step == "Theirs"

    again = {name: refused.context["form"][name].value() or "" for name in refused.context["form"].fields}
    assert rep.post(edit, again).status_code == 302
    customer.refresh_from_db()
    assert customer.next_step == "Mine"


def test_saving_without_a_change_writes_nothing(customer: Customer, leaver: User, sign_in: SignIn) -> None:
    edit = f"/customers/{customer.pk}/edit/"
    client = sign_in(leaver)
    form = client.get(edit).context["form"]
    client.post(edit, {name: form[name].value() or "" for name in form.fields})
    assert not AuditEntry.objects.exists()
    assert Customer.objects.get().updated_at == customer.updated_at


def test_a_deal_finds_its_customer_by_code_or_name(
    customer: Customer, leaver: User, outsider: User, sign_in: SignIn
) -> None:
    values = {"name": "GTX", "stage": "quoted", "state": "open", "currency": "USD"}
    for typed in ("hd-1", "华东电子", ""):
        assert sign_in(leaver).post("/deals/new/", values | {"customer": typed}).status_code == 302
    assert list(Deal.objects.order_by("pk").values_list("customer", flat=True)) == [customer.pk, customer.pk, None]
    refused = sign_in(outsider).post("/deals/new/", values | {"customer": "HD-1"})
    assert "no such customer" in _text(refused)


def test_a_tick_finishes_a_task_and_takes_it_back(customer: Customer, leaver: User, sign_in: SignIn) -> None:
    task = Task.objects.create(title="T", owner=leaver, customer=customer)
    client = sign_in(leaver)
    for state in ("done", "open"):
        assert client.post(f"/tasks/{task.pk}/tick/").url == f"/customers/{customer.pk}/"  # type: ignore[attr-defined]
        task.refresh_from_db()
        assert task.state == state
    assert client.get(f"/tasks/{task.pk}/tick/").status_code == 405


def test_a_manager_hands_a_deal_on_and_a_rep_does_not(
    customer: Customer, manager: User, leaver: User, successor: User, outsider: User, sign_in: SignIn
) -> None:
    deal = Deal.objects.create(name="D", owner=leaver, customer=customer)
    address = f"/deals/{deal.pk}/owner/"
    assert sign_in(leaver).get(address).status_code == 403
    client = sign_in(manager)
    offered = set(client.get(address).context["form"].fields["to"].queryset)
    assert successor in offered
    assert not offered & {leaver, outsider}
    assert client.post(address, {"to": outsider.pk}).status_code == 422
    assert client.post(address, {"to": successor.pk}).status_code == 302
    deal.refresh_from_db()
    customer.refresh_from_db()
    assert (deal.owner, customer.owner) == (successor, leaver)


def test_the_page_of_a_customer_tells_who_looked_after_it(
    customer: Customer, manager: User, leaver: User, successor: User, sign_in: SignIn
) -> None:
    assert "Owners over time" not in _text(sign_in(manager).get(f"/customers/{customer.pk}/"))
    ownership.change(record=customer, to=successor, by=manager, at=timezone.now())
    text = _text(sign_in(manager).get(f"/customers/{customer.pk}/"))
    assert "Went from 陈静 to 李伟 (changed by hand by 王芳)." in text
    assert "Owners over time" in text
    assert f"/transfers/new/?customer={customer.pk}" in sign_in(manager).get(f"/customers/{customer.pk}/").text
    assert "/transfers/new/" not in sign_in(successor).get(f"/customers/{customer.pk}/").text


def test_colleagues_join_and_leave_the_account_team(
    customer: Customer, leaver: User, outsider: User, hr: User, sign_in: SignIn
) -> None:
    client = sign_in(leaver)
    address = f"/customers/{customer.pk}/team/new/"
    assert client.post(address, {"user": hr.pk}).status_code == 422
    assert client.post(address, {"user": outsider.pk, "role": "presales"}).status_code == 302
    assert client.post(address, {"user": outsider.pk}).status_code == 422
    assert sign_in(outsider).get(f"/customers/{customer.pk}/").status_code == 200
    seat = AccountTeamMember.objects.get()
    assert client.post(f"/account-team/{seat.pk}/leave/").status_code == 302
    assert sign_in(outsider).get(f"/customers/{customer.pk}/").status_code == 404
    assert {entry.verb for entry in AuditEntry.objects.all()} == {"account_team.joined", "account_team.left"}


def test_the_timeline_merges_and_pages_to_the_first_event(
    customer: Customer, leaver: User, manager: User, successor: User, sign_in: SignIn
) -> None:
    for number in range(30):
        moment = NOW - datetime.timedelta(days=number % 7)
        Activity.objects.create(customer=customer, by=leaver, subject=f"S{number}", at=moment)
        Order.objects.create(customer=customer, number=f"O{number}", ordered_on=moment.date(), amount=1)
    ownership.change(record=customer, to=successor, by=manager, at=timezone.now())
    page, seen = timeline.page(customer, ""), []
    while True:
        seen += page.events
        if page.older is None:
            break
        page = timeline.page(customer, page.older)
    assert len({(event.what, event.thing.pk) for event in seen}) == len(seen) == 61
    assert [event.at for event in seen] == sorted((event.at for event in seen), reverse=True)
    client = sign_in(manager)
    assert client.get(f"/customers/{customer.pk}/", {"older": timeline.page(customer, "").older}).status_code == 200
    assert client.get(f"/customers/{customer.pk}/", {"older": "garbage"}).status_code == 200
