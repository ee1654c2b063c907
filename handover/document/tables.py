"""The lists of a handover document: customers, deals, contracts, open tasks, promises, questions."""

import datetime
from dataclasses import replace
from decimal import Decimal

from django.db.models import Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from customers.kinds import RecordKind
from customers.models import Customer
from handover.briefings import access as briefing_access
from handover.document.scope import Scope
from handover.document.tree import Column, Money, Section, Table, Value
from handover.models import Verdict


def amount(value: Decimal | None, currency: str) -> Money | None:
    """An amount that may be unknown."""
    return None if value is None else Money(value, currency)


def local_day(at: datetime.datetime | None) -> datetime.date | None:
    """The day of a moment, where the reader is."""
    return localtime(at).date() if at else None


def listed(scope: Scope, table: Table, about: int = 1) -> Table:
    """The table as it is; about one customer without the column (`about`) that would name it in every row."""
    if scope.customer is None:
        return table
    columns = (*table.columns[:about], *table.columns[about + 1 :])
    return replace(table, columns=columns, rows=[(*row[:about], *row[about + 1 :]) for row in table.rows])


def _handed(scope: Scope, kind: RecordKind, pk: int) -> tuple[str, str]:
    """Who gives a record and who gets it, as far as it is planned."""
    return scope.hands[kind].get(pk, ("", ""))


def customers(scope: Scope) -> Section:
    """The customers, each with whose it was, whose it is to be, and whose it is."""
    verdicts = dict(scope.verifications().order_by().values_list("customer", "verdict"))
    heads = (
        Column(_("Customer"), 28),
        Column(_("Code"), 11),
        Column(_("Grade"), 8),
        Column(_("Annual value"), 15, is_number=True),
        Column(_("Before"), 13),
        Column(_("After"), 13),
        Column(_("Owner today"), 15),
        Column(_("Verification"), 22),
    )
    rows: list[tuple[Value, ...]] = []
    for one in scope.customers().select_related("owner").order_by("grade", "name", "pk"):
        before, after = _handed(scope, RecordKind.CUSTOMER, one.pk)
        verdict = verdicts.get(one.pk)
        said = str(Verdict(verdict).label) if verdict else None
        worth = amount(one.annual_value, one.currency)
        rows.append((one.name, one.code, one.grade, worth, before, after, one.owner.name, said))
    table = Table(_("Customers"), heads, rows, _("No customer is part of this handover."))
    return Section(_("Customers"), (table,))


def deals(scope: Scope) -> Section:
    """The deals that are handed over."""
    heads = (
        Column(_("Deal"), 31),
        Column(_("Customer"), 22),
        Column(_("Stage"), 13),
        Column(_("Amount"), 14, is_number=True),
        Column(_("Expected close"), 17),
        Column(_("After"), 12),
    )
    found = scope.records(RecordKind.DEAL).select_related("customer").order_by("customer__name", "name", "pk")
    rows: list[tuple[Value, ...]] = [
        (
            one.name,
            one.customer.name if one.customer else None,
            one.get_stage_display() if one.state == "open" else one.get_state_display(),
            amount(one.amount, one.currency),
            one.expected_close_on,
            _handed(scope, RecordKind.DEAL, one.pk)[1],
        )
        for one in found
    ]
    return Section(_("Deals"), (listed(scope, Table(_("Deals"), heads, rows, _("There is no deal to hand over."))),))


def contracts(scope: Scope) -> Section:
    """The contracts that run on."""
    heads = (
        Column(_("Contract"), 30),
        Column(_("Customer"), 22),
        Column(_("State"), 10),
        Column(_("Amount"), 14, is_number=True),
        Column(_("Ends"), 19),
        Column(_("Renewal notice by"), 20),
        Column(_("After"), 12),
    )
    found = scope.records(RecordKind.CONTRACT).select_related("customer").order_by("customer__name", "number")
    rows: list[tuple[Value, ...]] = [
        (
            f"{one.number} {one.title}".strip(),
            one.customer.name,
            one.get_state_display(),
            amount(one.amount, one.currency),
            one.ends_on,
            one.renewal_notice_on,
            _handed(scope, RecordKind.CONTRACT, one.pk)[1],
        )
        for one in found
    ]
    return Section(
        _("Contracts"), (listed(scope, Table(_("Contracts"), heads, rows, _("There is no contract to hand over."))),)
    )


def tasks(scope: Scope) -> Section:
    """What is still to do."""
    heads = (Column(_("Task"), 34), Column(_("Customer"), 26), Column(_("Due"), 14), Column(_("After"), 14))
    found = scope.records(RecordKind.TASK).select_related("customer").order_by("due_on", "pk")
    rows: list[tuple[Value, ...]] = [
        (
            one.title,
            one.customer.name if one.customer else None,
            one.due_on,
            _handed(scope, RecordKind.TASK, one.pk)[1],
        )
        for one in found
    ]
    return Section(_("Open tasks"), (listed(scope, Table(_("Open tasks"), heads, rows, _("No task is open."))),))


def promises(scope: Scope) -> Section:
    """What was promised, to whom, until when, and whether the firm stands by it."""
    heads = (
        Column(_("Promise"), 30),
        Column(_("Customer"), 18),
        Column(_("To whom"), 13),
        Column(_("Until"), 18),
        Column(_("In a contract"), 10),
        Column(_("Manager"), 17),
        Column(_("Kept?"), 11),
    )
    found = scope.about(briefing_access.promises(scope.reader, scope.departure)).select_related("customer")
    rows: list[tuple[Value, ...]] = [
        (
            one.what,
            one.customer.name,
            one.to_whom,
            one.until,
            _("yes") if one.in_contract else _("no"),
            one.get_verdict_display(),
            one.get_outcome_display(),
        )
        for one in found.order_by("customer__name", "pk")
    ]
    table = Table(_("Promises"), heads, rows, _("No promise has been written down."))
    return Section(_("Promises"), (listed(scope, table),))


def questions(scope: Scope) -> Section:
    """What was asked and answered."""
    heads = (
        Column(_("Question"), 30),
        Column(_("Customer"), 18),
        Column(_("Asked by"), 11),
        Column(_("Answer"), 30),
        Column(_("Answered on"), 15),
    )
    found = scope.about(briefing_access.questions(scope.reader, scope.departure)).select_related("customer", "asked_by")
    rows: list[tuple[Value, ...]] = [
        (one.text, one.customer.name, one.asked_by.name, one.answer, local_day(one.answered_at))
        for one in found.order_by("customer__name", "pk")
    ]
    return Section(_("Questions"), (listed(scope, Table(_("Questions"), heads, rows, _("No question was asked."))),))


def open_value(scope: Scope) -> list[tuple[str, Decimal]]:
    """What the deals of the document are worth, by currency, largest first."""
    rows = scope.records(RecordKind.DEAL).filter(amount__gt=0).order_by()
    return list(rows.values_list("currency").annotate(total=Sum("amount")).order_by("-total"))


def people(customer: Customer) -> Section:
    """The people at one customer."""
    heads = (
        Column(_("Name"), 18),
        Column(_("Job title"), 18),
        Column(_("Role"), 16),
        Column(_("Phone"), 18),
        Column(_("E-mail"), 26),
    )
    rows: list[tuple[Value, ...]] = [
        (one.name, one.title, one.get_role_display(), one.phone, one.email) for one in customer.contacts.all()
    ]
    return Section(_("People"), (Table(_("People"), heads, rows, _("The book knows nobody there.")),))
