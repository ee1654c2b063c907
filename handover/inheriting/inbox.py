"""The inbox of inherited customers: its tabs, and each row as its reader sees it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from customers.models import Deal
from handover.inheriting import access
from handover.models import Inheritance
from handover.models.inheritance import InheritanceQuerySet
from handover.wording import inheritance as wording

#: The tabs by the name the URL uses, in order.
OPEN, ACCEPTED, RETURNED, SETTLE = "open", "accepted", "returned", "settle"
TABS = (OPEN, ACCEPTED, RETURNED, SETTLE)

Amounts = list[tuple[str, Decimal]]


def rows_of(user: User, tab: str) -> InheritanceQuerySet:
    """The rows of a tab, not ordered yet."""
    if tab == SETTLE:
        return access.to_settle(user)
    mine = access.inbox(user)
    if tab == ACCEPTED:
        return mine.filter(accepted_at__isnull=False)
    return mine.filter(returned_at__isnull=False) if tab == RETURNED else mine.waiting()


@dataclass(frozen=True)
class Row:
    """One customer of the inbox."""

    inheritance: Inheritance
    value: Amounts
    reader: User
    today: datetime.date

    @property
    def is_unread(self) -> bool:
        """Whether the successor has not opened it yet."""
        return self.inheritance.seen_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it was neither accepted nor sent back."""
        return self.inheritance.accepted_at is None and self.inheritance.returned_at is None

    @property
    def whence(self) -> str:
        """From whom (to whom, for another reader), and since or from when."""
        return wording.whence(self.inheritance, self.reader, self.today)

    @property
    def urgent(self) -> list[str]:
        """What presses, as short sentences."""
        return wording.urgent(self.inheritance, self.today)

    @property
    def contact(self) -> str:
        """Whether the customer has heard from the successor."""
        return wording.contact(self.inheritance, self.today)

    @property
    def is_late(self) -> bool:
        """Whether the first contact is overdue."""
        due = self.inheritance.contact_due_on
        return self.inheritance.first_contact_at is None and due is not None and due < self.today


def rows(found: Sequence[Inheritance], reader: User, today: datetime.date) -> list[Row]:
    """The rows with what their open deals are worth, in one query."""
    values = Deal.objects.open().value_by_customer(row.customer_id for row in found)
    return [Row(row, values.get(row.customer_id, []), reader, today) for row in found]
