"""What stands beside a customer that is checked: the records, what the leaver told, who was in touch, the files."""

import datetime
from functools import cached_property

from accounts.models import User
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Task
from handover.briefings.told import Told, told
from handover.inheriting.briefing import Page
from handover.models import Evidence, Inheritance, MeetingCustomer, MeetingState, Promise, Verification

#: How much is shown of what may be long.
SHOWN = 5


class Beside:
    """The evidence about one customer, in a number of queries that does not grow with it."""

    def __init__(
        self, row: Verification, customer: Customer, reader: User, at: datetime.datetime, today: datetime.date
    ):
        self.row, self.customer, self.departure = row, customer, row.departure
        self.reader, self.at, self.today = reader, at, today

    @cached_property
    def heir(self) -> Inheritance:
        """How it comes to its successor, also before that is written down."""
        about = {"departure": self.departure, "customer": self.customer}
        found = Inheritance.objects.standing().filter(**about).first() or Inheritance(**about)
        found.departure, found.customer = self.departure, self.customer
        found.successor, found.from_owner = self.row.successor, self.departure.leaver
        return found

    @cached_property
    def page(self) -> Page:
        """The successor's briefing of the customer, which is what was handed over."""
        return Page(self.heir, self.reader, self.at, self.today)

    @cached_property
    def told(self) -> Told:
        """What is known and what is missing."""
        return told(self.departure, [self.customer])[self.customer.pk]

    @cached_property
    def promises(self) -> list[Promise]:
        """Everything that was promised, kept or not."""
        return list(Promise.objects.filter(departure=self.departure, customer=self.customer)[:SHOWN])

    @cached_property
    def deals(self) -> list[Deal]:
        """Open deals, the first to close first."""
        return list(self.customer.deals.open().order_by("expected_close_on", "pk")[:SHOWN])

    @cached_property
    def contracts(self) -> list[Contract]:
        """Contracts in force, the first to end first."""
        return list(self.customer.contracts.running().order_by("ends_on", "pk")[:SHOWN])

    @cached_property
    def tasks(self) -> list[Task]:
        """What is left to do there."""
        return list(self.customer.tasks.open().order_by("due_on", "pk")[:SHOWN])

    @cached_property
    def meetings(self) -> list[MeetingCustomer]:
        """The meetings of this handover about it, with what was said there, the last one first."""
        lines = MeetingCustomer.objects.filter(meeting__departure=self.departure, customer=self.customer)
        kept = lines.exclude(meeting__state=MeetingState.CANCELLED).select_related("meeting")
        return list(kept.order_by("-meeting__starts_at", "-pk")[:SHOWN])

    @cached_property
    def files(self) -> list[Evidence]:
        """Files of the checklist's items that are about this customer."""
        about = {"item__records__kind": RecordKind.CUSTOMER, "item__records__record_id": self.customer.pk}
        rows = Evidence.objects.filter(item__departure=self.departure, **about).select_related("by", "item")
        return list(rows.distinct()[:SHOWN])
