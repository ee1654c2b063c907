"""Verifications as a reader sees them: what each row is about, who has said what, and what the reader may say."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from customers.kinds import RecordKind
from handover.actions import verifications as actions
from handover.models import Assignment, Departure, PlanState, Verdict, Verification
from handover.verifying.verdicts import SAYINGS, VERIFIED_IN, Part, Saying

Counts = dict[int, int]


@dataclass(frozen=True)
class Reader:
    """What one person may say about the rows of one departure, asked once."""

    user: User
    departure: Departure
    states: bool
    supervises: bool

    @classmethod
    def of(cls, user: User, departure: Departure, at: datetime.datetime) -> "Reader":
        """What `user` may say at `at`."""
        stating = actions.states(departure, at) == user
        return cls(user, departure, stating, departure.supervisor_id == user.pk)

    @property
    def is_open(self) -> bool:
        """Whether anything may be said now."""
        return self.departure.state in VERIFIED_IN and not self.departure.signed_off_at

    def sayings(self, row: Verification) -> list[Saying]:
        """What the reader may say about `row` now, the usual first."""
        if not self.is_open:
            return []
        return [saying for saying in SAYINGS.values() if row.verdict in saying.after and self._plays(saying.part, row)]

    def _plays(self, part: Part, row: Verification) -> bool:
        if part == Part.LEAVER:
            return self.states
        if row.successor_id == self.departure.supervisor_id:
            return False
        return row.successor_id == self.user.pk if part == Part.SUCCESSOR else self.supervises


@dataclass(frozen=True)
class Row:
    """One row of the page."""

    verification: Verification
    sayings: list[Saying]
    counts: Counts = field(default_factory=dict)

    @property
    def title(self) -> str:
        if self.verification.customer:
            return self.verification.customer.name
        return _("Records without a customer, for %(name)s") % {"name": self.verification.successor.name}

    @property
    def hint(self) -> str:
        """The successor, and how many deals, contracts and tasks come along."""
        numbers = [
            ngettext("%(count)s open deal", "%(count)s open deals", self._number(RecordKind.DEAL)),
            ngettext("%(count)s contract", "%(count)s contracts", self._number(RecordKind.CONTRACT)),
            ngettext("%(count)s task", "%(count)s tasks", self._number(RecordKind.TASK)),
        ]
        kinds = (RecordKind.DEAL, RecordKind.CONTRACT, RecordKind.TASK)
        words = [
            words % {"count": self._number(kind)}
            for kind, words in zip(kinds, numbers, strict=True)
            if self._number(kind)
        ]
        return " · ".join([_("to %(name)s") % {"name": self.verification.successor.name}, *words])

    @property
    def look(self) -> str:
        """How the tick is drawn: ok, wait (disputed), or plain."""
        if self.verification.verdict in (Verdict.CONFIRMED, Verdict.SETTLED):
            return "ok"
        return "wait" if self.verification.verdict == Verdict.DISPUTED else ""

    @property
    def turn(self) -> Saying | None:
        """What the reader is asked to say next and needs no words; a button, and what a selection says."""
        said = self.verification.verdict
        if said == Verdict.DISPUTED:
            return None
        return next((saying for saying in self.sayings if not saying.in_words and saying.verdict != said), None)

    @property
    def in_words(self) -> str:
        """What else the reader may say, in words."""
        labels = [str(saying.label) for saying in self.sayings if saying.in_words]
        return _(" or ").join(labels) if labels else _("Add a remark")

    @property
    def said(self) -> list[tuple[str, str]]:
        """Who has said what, in order: a sentence and the words, if any."""
        row, found = self.verification, []
        if row.stated_by and row.stated_at:
            found.append((_by(_("%(name)s stated it, %(day)s"), row.stated_by, row.stated_at), row.statement))
        if row.answered_at and row.verdict != Verdict.WAITING:
            disputed = row.verdict == Verdict.DISPUTED or (row.verdict == Verdict.SETTLED and row.answer)
            words = _("%(name)s disputed it, %(day)s") if disputed else _("%(name)s confirmed it, %(day)s")
            if row.verdict != Verdict.STATED:
                found.append((_by(words, row.successor, row.answered_at), row.answer))
        if row.settled_by and row.settled_at:
            back = row.verdict != Verdict.SETTLED
            words = _("%(name)s sent it back, %(day)s") if back else _("%(name)s settled it, %(day)s")
            found.append((_by(words, row.settled_by, row.settled_at), row.settlement))
        return found

    @property
    def briefly(self) -> str:
        """Who has said their yes or no without a word to it, on one line."""
        return " · ".join(sentence for sentence, words in self.said if not words)

    def _number(self, kind: RecordKind) -> int:
        return self.counts.get(kind, 0)


def rows(found: Iterable[Verification], reader: Reader) -> list[Row]:
    """The rows for one reader, with what comes along counted in two queries."""
    found = list(found)
    counts = along(reader.departure, found)
    return [Row(row, reader.sayings(row), counts.get(row.pk, {})) for row in found]


def along(departure: Departure, found: Collection[Verification]) -> dict[int, Counts]:
    """How many deals, contracts and tasks the approved plan gives away with each row."""
    lines = Assignment.objects.filter(plan__departure=departure, plan__state=PlanState.APPROVED)
    lines = lines.exclude(kind=RecordKind.CUSTOMER).order_by()
    customers = {row.customer_id: row.pk for row in found if row.customer_id}
    rests = {row.successor_id: row.pk for row in found if not row.customer_id}
    counts: dict[int, Counts] = defaultdict(dict)
    together = lines.filter(follows=True, customer__in=customers).values_list("customer_id", "kind")
    for customer, kind, number in together.annotate(number=Count("pk")):
        counts[customers[customer]][kind] = number
    alone = lines.filter(follows=False, successor__in=rests).values_list("successor_id", "kind")
    for successor, kind, number in alone.annotate(number=Count("pk")):
        counts[rests[successor]][kind] = number
    return counts


def _by(words: str, person: User, at: datetime.datetime) -> str:
    day = date_format(timezone.localtime(at).date(), "MONTH_DAY_FORMAT")
    return words % {"name": person.name, "day": day}
