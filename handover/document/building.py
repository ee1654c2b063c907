"""Builds the document of one reader: the whole handover, or one customer; as many queries for few as for many."""

import datetime
import zoneinfo
from html import unescape

from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from customers import summary, summary_sentences
from customers.kinds import RecordKind
from customers.models import Customer
from handover import access, dates
from handover.actions.messages import managers
from handover.briefings import access as briefing_access
from handover.briefings.told import told
from handover.departures import change_of_hands
from handover.document import checked, tables
from handover.document.scope import Scope
from handover.document.tree import Block, Cards, Document, Facts, Paragraph, Section, Signatures, Value, say, sums
from handover.models import Briefing, ItemState
from web.templatetags.web import sentences


def build(scope: Scope, *, language: str, at: datetime.datetime) -> Document:
    """The document in `language`, with days and hours as the reader's office has them."""
    zone: zoneinfo.ZoneInfo = dates.zone(scope.reader)
    with translation.override(language), timezone.override(zone):
        return _document(scope, language, at)


def _document(scope: Scope, language: str, at: datetime.datetime) -> Document:
    leaver, moment = scope.departure.leaver.name, say(at)
    made = {"name": scope.reader.name, "when": moment}
    return Document(
        title=_("Handover document"),
        subject=scope.customer.name if scope.customer else leaver,
        lead=_lead(scope),
        cover=_cover(scope),
        sections=_sections(scope, timezone.localdate(at)),
        mark=_("%(name)s, %(when)s") % made,
        by=_("Made for %(name)s on %(when)s. Confidential.") % made,
        language=language,
    )


def _lead(scope: Scope) -> str:
    names = {"name": scope.departure.leaver.name, "kind": scope.departure.get_kind_display()}
    if scope.customer is not None:
        return _("Handed over by %(name)s") % names
    return str(names["kind"])


def _cover(scope: Scope) -> Facts:
    departure = scope.departure
    leaver = departure.leaver
    hands = change_of_hands.of(departure)
    pairs: list[tuple[str, Value]] = [
        (_("Leaver"), leaver.name),
        (_("Team"), leaver.team.name if leaver.team else None),
        (_("Office"), leaver.office.name if leaver.office else None),
        (_("Notice given"), departure.notice_on),
        (_("Last working day"), departure.last_day_on),
        (_("Records changed hands") if hands.is_done else _("Records change hands"), hands.at),
        *([(_("Successors"), _(", ").join(one.name for one in scope.successors))] if scope.sees_customers else []),
        (_("Supervisor"), departure.supervisor.name if departure.supervisor else None),
        (_("Stage"), departure.get_state_display()),
    ]
    return Facts((*pairs, *(_about(scope.customer, scope) if scope.customer else _counts(scope))))


def _about(customer: Customer, scope: Scope) -> list[tuple[str, Value]]:
    before, after = scope.hands[RecordKind.CUSTOMER].get(customer.pk, ("", ""))
    return [
        (_("Customer"), customer.name),
        (_("Code"), customer.code),
        (_("Grade"), customer.grade),
        (_("Annual value"), tables.amount(customer.annual_value, customer.currency)),
        (_("Before"), before),
        (_("After"), after),
        (_("Owner today"), customer.owner.name),
    ]


def _counts(scope: Scope) -> list[tuple[str, Value]]:
    """How much it is about: none of it for who reads no customers."""
    items = access.checklist_items(scope.reader, scope.departure)
    total, open_ = items.count(), items.filter(state=ItemState.OPEN).count()
    steps = _("%(done)s of %(total)s settled") % {"done": say(total - open_), "total": say(total)}
    checklist: tuple[str, Value] = (_("Checklist"), steps)
    if not scope.sees_customers:
        return [checklist]
    return [
        (_("Customers"), scope.size),
        (_("Deals"), scope.records(RecordKind.DEAL).count()),
        (_("Contracts"), scope.records(RecordKind.CONTRACT).count()),
        (_("Open tasks"), scope.records(RecordKind.TASK).count()),
        (_("Worth of the deals"), sums(tables.open_value(scope))),
        checklist,
    ]


def _sections(scope: Scope, today: datetime.date) -> list[Section]:
    found: list[Section] = []
    if scope.customer is not None:
        found += [_one_minute(scope.customer, today), tables.people(scope.customer)]
    elif scope.sees_customers:
        found.append(tables.customers(scope))
    if scope.sees_customers:
        lists = (tables.deals, tables.contracts, tables.tasks, tables.promises, _told, tables.questions)
        found += [make(scope) for make in (*lists, checked.verification)]
    if scope.sees_sample:
        found += [checked.sample(scope), *checked.visits(scope)]
    return [*found, checked.sign_off(scope), _signatures(scope)]


def _one_minute(customer: Customer, today: datetime.date) -> Section:
    said = summary_sentences.sentences(summary.facts(customer), today)
    words = unescape(strip_tags(sentences(said)))
    return Section(_("In one minute"), (Paragraph(words or _("The records say nothing of this customer.")),))


def _told(scope: Scope) -> Section:
    """What the leaver told of the customers, a card each, with who decides and uses it."""
    rows = scope.about(briefing_access.briefings(scope.reader, scope.departure)).select_related("customer")
    said = [row for row in rows.order_by("customer__grade", "customer__name", "pk") if row.says or row.nothing_promised]
    known = told(scope.departure, [row.customer for row in said])
    labels = (_("Who decides"), _("Who uses it"), _("Never"), _("Next step"), _("What else to know"), _("Promises"))
    cards = []
    for row in said:
        people = known[row.customer_id].people
        decide, use = (_(", ").join(one.name for one in people.get(role, ())) for role in ("decides", "uses"))
        kept = _("Nothing was promised beyond the contracts.") if row.nothing_promised else ""
        texts: tuple[Value, ...] = (decide, use, row.never_do, _next_step(row), row.background, kept)
        cards.append((row.customer.name, texts))
    nothing = _("The leaver has told of no customer yet.")
    block: Block = Cards(_("Briefings"), _("Customer"), labels, cards, nothing)
    return Section(_("What the leaver tells"), (block,))


def _next_step(row: Briefing) -> str:
    if row.next_step_on is None:
        return row.next_step
    return _("%(step)s (by %(day)s)") % {"step": row.next_step, "day": say(row.next_step_on)}


def _signatures(scope: Scope) -> Section:
    departure = scope.departure
    signing = [(_("Leaver"), departure.leaver.name)]
    signing += [(_("Successor"), one.name) for one in scope.successors]
    if departure.supervisor:
        signing.append((_("Supervisor"), departure.supervisor.name))
    signing += [(_("Manager"), one.name) for one in managers(departure)]
    return Section(_("Signatures"), (Signatures(tuple(signing)),))
