"""What the page of a plan shows: its rows with what a planner should know, and what to look at before confirming."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import AccountTeamMember, Activity, Contract, ContractState, Customer, Deal, Owned
from handover import record_names
from handover.actions import approvals
from handover.lifecycle import Who
from handover.models import Assignment, Plan, PlanState, PlanStep
from handover.models.plan import SILENT_DAYS, AssignmentQuerySet
from handover.planning import holdovers, leaving_too
from handover.planning.balance import Share
from handover.relations import relations
from handover.wording import loads as load_words
from handover.wording import plan as wording

#: How soon a deal closes or a renewal comes to be pointed out beside its customer.
SOON_DAYS = 14
NEAR_DAYS = 30


@dataclass
class Row:
    """One line of a plan with what hangs on its customer."""

    line: Assignment
    record: Owned | None
    today: datetime.date
    deals: int = 0
    value: dict[str, Decimal] = field(default_factory=dict)
    closes_on: datetime.date | None = None
    contracts: dict[str, Any] = field(default_factory=dict)
    now_with: str = ""

    @property
    def customer(self) -> Customer | None:
        """The customer the line is, or belongs to."""
        return self.line.customer

    @property
    def facts(self) -> list[str]:
        """What the customer is, in a few words."""
        customer = self.customer
        return [fact for fact in (customer.industry, customer.region or customer.territory) if fact] if customer else []

    @property
    def link(self) -> str:
        """Where the record is read."""
        return record_names.link(self.line.kind, self.record)

    @property
    def reason(self) -> str:
        """Why this successor, as a sentence."""
        return wording.reasons(self.line.reasons)

    @property
    def next_best(self) -> str:
        """Who else could, and why, as a sentence; empty where nobody was thought of."""
        other = self.line.next_best
        if other is None or self.line.next_best_id == self.line.successor_id:
            return ""
        why = wording.reasons(self.line.next_reasons, within=True)
        return _("Next best: %(name)s — %(why)s") % {"name": other.name, "why": why}

    @property
    def contract(self) -> str:
        """The customer's contracts at a glance."""
        if renewal := self.contracts.get("renewal"):
            return _("renews %(day)s") % {"day": _day(renewal)}
        if self.contracts.get("running"):
            return _("in force")
        if expired := self.contracts.get("expired"):
            return _("expired %(day)s") % {"day": _day(expired)}
        return "—"

    @property
    def warnings(self) -> list[str]:
        """What could be lost while the customer changes hands."""
        found = []
        if self.closes_on and self.closes_on <= self.today + datetime.timedelta(days=SOON_DAYS):
            words = _("deal closes %(day)s") if self.closes_on >= self.today else _("deal was to close %(day)s")
            found.append(words % {"day": _day(self.closes_on)})
        renewal = self.contracts.get("renewal")
        if renewal and renewal <= self.today + datetime.timedelta(days=NEAR_DAYS):
            found.append(_("renewal near"))
        contact = self.customer.last_contact_at if self.customer and self.line.kind == RecordKind.CUSTOMER else None
        if contact and (days := (self.today - contact.date()).days) >= SILENT_DAYS:
            found.append(ngettext("no contact %(days)s day", "no contact %(days)s days", days) % {"days": days})
        return found


def rows(lines: Sequence[Assignment], plan: Plan, today: datetime.date) -> list[Row]:
    """The page's lines with deals and contracts of their customers: a fixed number of queries."""
    records = record_names.records(line for line in lines if line.kind != RecordKind.CUSTOMER)
    found = [Row(line, records.get((line.kind, line.record_id), line.customer), today) for line in lines]
    by_customer: dict[int | None, list[Row]] = defaultdict(list)
    for row in found:
        if row.line.kind == RecordKind.CUSTOMER:
            by_customer[row.line.record_id].append(row)
        elif isinstance(row.record, Deal):
            row.closes_on, row.deals = row.record.expected_close_on, 1
            row.value = {row.record.currency: row.record.amount} if row.record.amount else {}
        elif isinstance(row.record, Contract):
            row.contracts = {"running": 1, "renewal": row.record.renewal_notice_on or row.record.ends_on}
    _add_deals(by_customer, plan)
    _add_contracts(by_customer)
    return found


def tell_owners(moved: Sequence[Row]) -> None:
    """Say of records that have moved who has them now, where that is no longer the successor. One query."""
    owners = {row.record.owner_id for row in moved if row.record}
    names = dict(User.objects.filter(pk__in=owners).values_list("pk", "name"))
    for row in moved:
        if row.record and not row.line.held_until and row.record.owner_id != row.line.successor_id:
            row.now_with = names[row.record.owner_id]


def _add_deals(by_customer: dict[int | None, list[Row]], plan: Plan) -> None:
    planned = Assignment.objects.filter(plan=plan, kind=RecordKind.DEAL, customer__in=by_customer)
    deals = Deal.objects.open().filter(pk__in=planned.values("record_id"), customer__in=by_customer).order_by()
    figures = {"n": Count("pk"), "value": Sum("amount"), "first": Min("expected_close_on")}
    for customer, currency, count, value, first in deals.values_list("customer_id", "currency").annotate(**figures):
        for row in by_customer[customer]:
            row.deals += count
            if value:
                row.value[currency] = value
            row.closes_on = min(filter(None, (row.closes_on, first)), default=None)


def _add_contracts(by_customer: dict[int | None, list[Row]]) -> None:
    running = Q(state__in=[ContractState.DRAFT, ContractState.ACTIVE])
    figures = {
        "running": Count("pk", filter=running),
        "renewal": Min("ends_on", filter=running),
        "expired": Max("ends_on", filter=~running),
    }
    contracts = Contract.objects.filter(customer__in=by_customer).order_by().values(customer_pk=F("customer_id"))
    every: Any = contracts.annotate(**figures)
    for found in every:
        for row in by_customer[found["customer_pk"]]:
            row.contracts = found


@dataclass(frozen=True)
class Way:
    """Where the reader can do something about it, and what that is called."""

    url: str
    label: str


@dataclass(frozen=True)
class Check:
    """One thing to look at before a plan is approved: a sentence, a hint, and the lines it is about."""

    is_fine: bool
    text: str
    hint: str = ""
    link: str = ""
    hold_until: datetime.date | None = None
    way: Way | None = None


def checks(plan: Plan, shares: Sequence[Share], today: datetime.date, reader: User) -> list[Check]:
    """What holds the approval up or deserves a thought, the gravest first; of people who are leaving too only what
    `reader` may know.
    """
    found = [_gaps(plan), *_leaving(plan, reader)]
    found.append(_over([share for share in shares if share.is_over]))
    away = [(share.absence, share.person.name) for share in shares if share.absence and share.absence.until]
    found += [Check(False, load_words.absence(absence, name)) for absence, name in away]
    lines = Assignment.objects.filter(plan=plan, held_until=None).matching({"closes_week": True}, today)
    if closing := lines.count():
        text = ngettext("%(n)s deal closes within a week", "%(n)s deals close within a week", closing) % {"n": closing}
        found.append(Check(False, text, *_keep(plan, today)))
    waiting = [share.person.name for share in shares if share.person.is_placeholder]
    if waiting:
        text = ngettext("%(n)s successor can't sign in yet", "%(n)s successors can't sign in yet", len(waiting))
        found.append(Check(False, text % {"n": len(waiting)}, _(", ").join(waiting)))
    return found


def _leaving(plan: Plan, reader: User) -> list[Check]:
    """Successors who are leaving too: in a draft somebody else is chosen, an approved plan is planned again."""
    if plan.state == PlanState.DISCARDED:
        return []
    found = []
    for one in leaving_too.of(reader, plan):
        if plan.state == PlanState.DRAFT:
            found.append(Check(False, load_words.leaving_too(one), link=f"?show=all&successor={one.person.pk}"))
            continue
        hint, way = _("After the move: plan again for what %(name)s got.") % {"name": one.person.name}, None
        if plan.departure and Who.PLANNER in relations(reader, plan.departure):
            way = Way(reverse("departure", args=[plan.departure.pk]) + "#verbs", _("Plan again"))
        found.append(Check(False, load_words.leaving_too(one), hint, way=way))
    return found


def _keep(plan: Plan, today: datetime.date) -> tuple[str, str, datetime.date | None]:
    """What can be done about deals that close soon: the hint, a link to them, the day until which they can be kept."""
    link = "?closing_week=1"
    if not plan.departure:
        return "", link, None
    name, day = plan.departure.leaver.name, holdovers.last_day(plan.departure, today)
    if day:
        return _("Consider keeping %(name)s on them until %(day)s") % {"name": name, "day": _day(day)}, link, day
    until = plan.departure.last_day_on
    return _("%(name)s keeps them until %(day)s with the rest") % {"name": name, "day": _day(until)}, link, None


def held(lines: AssignmentQuerySet) -> list[tuple[datetime.date, int]]:
    """Until which days the leaver keeps how many of these deals."""
    kept = lines.filter(held_until__isnull=False).order_by("held_until").values_list("held_until")
    return [(day, count) for day, count in kept.annotate(n=Count("pk")) if day]


def _gaps(plan: Plan) -> Check:
    missing = approvals.missing(plan)
    if not missing:
        return Check(True, _("Every record has a successor"))
    count = sum(missing.values())
    text = ngettext("%(n)s record has no successor", "%(n)s records have no successor", count) % {"n": count}
    return Check(False, text, _(", ").join(approvals.first_names(plan)), "?show=all&unassigned=1")


def _over(over: list[Share]) -> Check:
    if not over:
        return Check(True, _("Nobody carries more than their capacity"))
    text = ngettext("%(n)s successor over capacity", "%(n)s successors over capacity", len(over)) % {"n": len(over)}
    hint = _(", ").join(f"{share.person.name} {share.fullest}%" for share in over)
    return Check(False, text, hint, f"?successor={over[0].person.pk}")


def known_by_one(lines: AssignmentQuerySet) -> int:
    """How many customers no colleague has worked with: nobody else is on the account team or was in touch."""
    seats = AccountTeamMember.objects.filter(customer=OuterRef("customer")).exclude(user=OuterRef("from_owner"))
    touches = Activity.objects.filter(customer=OuterRef("customer")).exclude(by=OuterRef("from_owner"))
    return lines.customers().exclude(Exists(seats)).exclude(Exists(touches)).count()


def steps(plan: Plan, reader: User) -> dict[str, PlanStep]:
    """What `reader` can take back next (`undo`) and do again (`redo`), where there is any."""
    return {"redo" if step.takes_back else "undo": step for step in plan.steps.latest_of(reader)}


def _day(day: datetime.date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
