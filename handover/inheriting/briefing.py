"""The briefing of one inherited customer: what its page tells, gathered in a fixed number of queries."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max, Q, Sum
from django.utils.safestring import SafeString

from accounts.models import User
from customers import summary, summary_sentences
from customers.models import Activity, ActivityKind, Contact
from handover.inheriting import letters, steps
from handover.inheriting.steps import Step
from handover.models import Briefing, Inheritance, Promise, PromiseOutcome, PromiseVerdict, Question, SentLetter
from handover.verifying import rows as verification_rows
from handover.wording import inheritance as wording

#: A contact in touch within so many days is warm.
WARM = datetime.timedelta(days=60)
#: How much the page shows of what may be long.
SHOWN_PEOPLE, SHOWN_ACTIVITIES, SHOWN_TALK = 12, 6, 20
#: Numbers to call beside the first sentences; the people below have all of them.
NUMBERS = 2


@dataclass(frozen=True)
class Place:
    """Where a customer stands among those its successor gets from the same hands."""

    number: int
    total: int
    before: Inheritance | None
    after: Inheritance | None


@dataclass(frozen=True)
class Person:
    """Somebody at the customer, and how warm the relationship is."""

    contact: Contact
    is_warm: bool
    warmth: str


@dataclass(frozen=True)
class Kind:
    """One kind of what comes along: a word, how many, what they are worth."""

    words: str
    count: int


class Page:
    """What the page of one inherited customer tells one reader at one moment."""

    def __init__(self, inheritance: Inheritance, reader: User, at: datetime.datetime, today: datetime.date) -> None:
        self.inheritance, self.customer = inheritance, inheritance.customer
        self.reader, self.at, self.today = reader, at, today
        self.is_mine = inheritance.successor_id == reader.pk

    @cached_property
    def place(self) -> Place:
        """The page's place in its row, and its neighbours."""
        row = self.inheritance
        rows = Inheritance.objects.standing().filter(
            successor=row.successor_id, departure=row.departure_id, transfer=row.transfer_id
        )
        found = list(rows.in_order().values_list("pk", "customer_id"))
        at = next((number for number, (pk, _customer) in enumerate(found) if pk == row.pk), 0)
        before = found[at - 1][1] if at else None
        after = found[at + 1][1] if at + 1 < len(found) else None
        return Place(at + 1, len(found), self._neighbour(before), self._neighbour(after))

    def _neighbour(self, customer: int | None) -> Inheritance | None:
        """Enough of a neighbour to lead to it."""
        if customer is None:
            return None
        row = self.inheritance
        return Inheritance(departure_id=row.departure_id, transfer_id=row.transfer_id, customer_id=customer)

    @cached_property
    def sentences(self) -> list[SafeString]:
        """The customer in one minute."""
        return summary_sentences.sentences(summary.facts(self.customer), self.today)

    @cached_property
    def told(self) -> Briefing | None:
        """What the leaver wrote down."""
        return Briefing.objects.filter(
            departure=self.inheritance.departure_id, customer=self.customer, departure__isnull=False
        ).first()

    @cached_property
    def promises(self) -> list[Promise]:
        """What was promised in no contract, still to keep and not refused; the first due first."""
        rows = Promise.objects.filter(departure=self.inheritance.departure_id, customer=self.customer)
        to_keep = rows.filter(departure__isnull=False, outcome=PromiseOutcome.OPEN, in_contract=False)
        return list(to_keep.exclude(verdict=PromiseVerdict.REFUSED).order_by("until", "pk")[:SHOWN_TALK])

    @cached_property
    def steps(self) -> list[Step]:
        """What to do next."""
        return steps.steps(self.inheritance, self.told, self.promises, self.reader, self.today)

    @cached_property
    def people(self) -> list[Person]:
        """The people there, who decides first, with how warm each is."""
        met = Count("activities", filter=Q(activities__kind=ActivityKind.VISIT))
        rows = self.customer.contacts.annotate(met=met, last=Max("activities__at"))
        found = sorted(rows[:SHOWN_PEOPLE], key=lambda one: one.role != "decides")
        warm = {one: self._is_warm(one) for one in found}
        return [Person(one, warm[one], wording.warmth(one, warm[one], self.today)) for one in found]

    @property
    def to_call(self) -> list[Contact]:
        """Whom a call goes to first: who decides, then the others, where a number is known."""
        return [person.contact for person in self.people if person.contact.phone][:NUMBERS]

    def _is_warm(self, contact: Contact) -> bool:
        last: datetime.datetime | None = getattr(contact, "last", None)
        return last is not None and last > self.at - WARM

    @cached_property
    def activities(self) -> list[Activity]:
        """What happened lately."""
        return list(self.customer.activities.select_related("by", "contact")[:SHOWN_ACTIVITIES])

    @cached_property
    def kinds(self) -> list[Kind]:
        """What comes along and is checked together, by kind."""
        deals = self.customer.deals.open().order_by()
        worth = list(deals.exclude(amount=None).values_list("currency").annotate(total=Sum("amount")))
        counts = {
            "contacts": self.customer.contacts.count(),
            "deals": deals.count(),
            "contracts": self.customer.contracts.running().count(),
            "orders": self.customer.orders.count(),
        }
        return [Kind(wording.kind(name, count, worth), count) for name, count in counts.items()]

    @property
    def along(self) -> list[str]:
        """The kinds of which something is there, in words."""
        return [kind.words for kind in self.kinds if kind.count]

    @cached_property
    def check(self) -> verification_rows.Row | None:
        """The verification of this customer, with what the reader may say to it."""
        departure = self.inheritance.departure
        if departure is None:
            return None
        rows = departure.verifications.filter(customer=self.customer)
        found = rows.select_related("customer", "successor", "stated_by", "settled_by")[:1]
        reader = verification_rows.Reader.of(self.reader, departure, self.at)
        return next((verification_rows.Row(row, reader.sayings(row)) for row in found), None)

    @cached_property
    def letters(self) -> list[SentLetter]:
        """What was written to the customer as it changed hands, the latest first."""
        return list(self.inheritance.letters.select_related("by")[:SHOWN_TALK])

    @cached_property
    def writes(self) -> bool:
        """Whether the reader writes letters to this customer."""
        return bool(letters.kinds(self.inheritance, self.reader))

    @cached_property
    def questions(self) -> list[Question]:
        """What was asked about the customer, the latest first."""
        rows = Question.objects.filter(departure=self.inheritance.departure_id, departure__isnull=False)
        asked = rows.filter(customer=self.customer).select_related("asked_by", "answered_by")
        return list(asked.order_by("-pk")[:SHOWN_TALK])
