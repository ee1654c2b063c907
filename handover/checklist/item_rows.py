"""Checklist items as a reader sees them: titled, hinted, dated, with what the reader may do."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from handover.checklist import estimates
from handover.checklist.facts import Facts, facts, kept_facts
from handover.checklist.responsible import Duties
from handover.models import RECORD_SECTIONS, ChecklistItem, Departure, ItemState, Relation, Section
from handover.wording import checklist as wording


@dataclass(frozen=True)
class Row:
    """One item on the page."""

    item: ChecklistItem
    facts: Facts | None
    is_mine: bool
    may_tick: bool
    people: list[User]
    today: datetime.date

    @property
    def html_id(self) -> str:
        return f"item-{self.item.pk}"

    @property
    def url(self) -> str:
        """Where it is worked on: for a single customer the page where it is told of."""
        if self.facts and self.facts.customer and self.may_tick:
            return reverse("tell", args=[self.item.departure_id, self.facts.customer])
        return reverse("checklist_item", args=[self.item.departure_id, self.item.pk])

    @property
    def minutes(self) -> int:
        """How long what is left of it takes, roughly."""
        return estimates.minutes(self.item, self.facts)

    @property
    def questions(self) -> int:
        """How many questions about its customers wait for an answer."""
        return self.facts.questions if self.facts else 0

    @property
    def tick_url(self) -> str:
        """Where a tick is sent; nothing for who may not."""
        return reverse("checklist_tick", args=[self.item.departure_id, self.item.pk]) if self.may_tick else ""

    @property
    def title(self) -> str:
        return wording.title(self.item.params)

    @property
    def known(self) -> str:
        """What its records say today, or the template's hint."""
        untold = wording.untold(self.facts) if self.item.state == ItemState.OPEN else ""
        return " · ".join(filter(None, (wording.hint(self.item.params, self.facts, self.today), untold)))

    @property
    def hint(self) -> str:
        """The same as a line of the page; for records with the day and the person, which fit on it."""
        return " · ".join(filter(None, (self.known, self.by_when))) if self.is_about_records else self.known

    @property
    def missing(self) -> str:
        """What its records lack today, while there is still something to do."""
        return wording.missing(self.facts) if self.item.state == ItemState.OPEN else ""

    @property
    def warning(self) -> str:
        """What needs a hand, in orange: overdue, or something missing."""
        late = _("Overdue since %(day)s") % {"day": _day(self.item.due_on)} if self.is_overdue else ""
        asked = ngettext("%(count)s question waits", "%(count)s questions wait", self.questions)
        asked = asked % {"count": self.questions} if self.questions else ""
        return " · ".join(filter(None, (late, asked, self.missing)))

    @property
    def detail(self) -> str:
        """The day and the person on a line of their own, under the sentence of a template's item."""
        return "" if self.is_about_records else self.by_when

    @property
    def is_about_records(self) -> bool:
        """Whether it came from records of the book, not from a template."""
        return self.item.section in RECORD_SECTIONS

    @property
    def by_when(self) -> str:
        """Who did it and when; or, while it is to do, when it is due and who answers for it."""
        item = self.item
        if item.settled_by and item.settled_at:
            words = {"name": item.settled_by.name, "day": _day(timezone.localtime(item.settled_at).date())}
            if item.state == ItemState.WAIVED:
                return _("Not needed, says %(name)s, %(day)s: %(note)s") % {**words, "note": item.note}
            return _("Done by %(name)s, %(day)s") % words
        due = "" if self.is_overdue else _("Due %(day)s") % {"day": _day(item.due_on)}
        return " · ".join(filter(None, (due, "" if self.is_mine else self.who)))

    @property
    def who(self) -> str:
        """The people who answer for the item, or the relation while there is nobody yet."""
        if not self.people or self.item.responsible == Relation.HR:
            return str(Relation(self.item.responsible).label)
        return _(", ").join(person.name for person in self.people)

    @property
    def sign(self) -> str:
        """The icon in the tick, for what is no record."""
        return "calendar" if self.item.section == Section.MEETINGS and self.item.state == ItemState.OPEN else ""

    @property
    def button(self) -> str:
        """What there is to do, for whoever may; nothing once it is settled."""
        if self.item.state != ItemState.OPEN or not self.may_tick:
            return ""
        if self.missing:
            return _("Complete")
        names = {Section.CUSTOMERS: _("Fill in"), Section.MEETINGS: _("Details")}
        return names.get(Section(self.item.section), _("Check"))

    @property
    def tick_state(self) -> str:
        """What ticking makes of it."""
        return ItemState.DONE if self.item.state == ItemState.OPEN else ItemState.OPEN

    @property
    def tick_label(self) -> str:
        """What ticking means, for who does not see the tick."""
        if self.item.state == ItemState.OPEN:
            return _("Mark “%(title)s” as done") % {"title": self.title}
        return _("Mark “%(title)s” as still to do") % {"title": self.title}

    @property
    def is_overdue(self) -> bool:
        return self.item.state == ItemState.OPEN and self.item.due_on < self.today

    @property
    def look(self) -> str:
        """How the tick is drawn: ok, wait (something needs a hand), or plain."""
        if self.item.state != ItemState.OPEN:
            return "ok"
        return "wait" if self.is_overdue or self.missing or self.questions else ""


@dataclass
class Part:
    """A section of the checklist. `hidden` counts items the reader may not see."""

    section: Section
    rows: list[Row] = field(default_factory=list)
    done: int = 0
    total: int = 0

    @property
    def is_hidden(self) -> bool:
        """Whether there are items here of which the reader may see none."""
        return bool(self.total) and not self.rows


def minutes(shown: Iterable[Row]) -> int:
    """How long the reader's own part of these takes, roughly."""
    return sum(row.minutes for row in shown if row.is_mine)


def row(item: ChecklistItem, duties: Duties, today: datetime.date) -> Row:
    """One item for one reader."""
    return rows([item], item.departure, duties, today)[0]


def rows(items: Iterable[ChecklistItem], departure: Departure, duties: Duties, today: datetime.date) -> list[Row]:
    """Items for one reader; the records behind many of them are counted once, until one of them changes."""
    items = list(items)
    about = [item.pk for item in items if item.section in RECORD_SECTIONS]
    known = facts(departure, about) if len(about) == 1 else kept_facts(departure) if about else {}
    return [
        Row(
            item=item,
            facts=known.get(item.pk),
            is_mine=duties.are_mine(item),
            may_tick=departure.is_open
            and (duties.may_settle(item) if item.state != ItemState.WAIVED else duties.may_waive(item)),
            people=duties.people.get((departure.pk, item.responsible), []),
            today=today,
        )
        for item in items
    ]


def parts(shown: Iterable[Row], counts: Iterable[tuple[str, str, int]]) -> list[Part]:
    """The rows by section, in the order of the sections; `counts` are all items by section and state."""
    found = {section: Part(section) for section in Section}
    for one in shown:
        found[Section(one.item.section)].rows.append(one)
    for section, state, number in counts:
        part = found[Section(section)]
        part.total += number
        part.done += number if state != ItemState.OPEN else 0
    return [part for part in found.values() if part.total]


def _day(day: datetime.date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
