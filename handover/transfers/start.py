"""Where a transfer begins: the customers' list, one customer, a person who will be away, or what a move gave somebody.

It is read from the address; nothing that was ticked stands there.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from accounts.models import User
from customers.access import possible_owners
from customers.models import Customer
from handover import access
from handover.models import Move, MoveState, TransferKind
from handover.transfers import selection
from handover.transfers.selection import SelectionFilter
from web.typed import as_id


@dataclass(frozen=True)
class Start:
    """What a new transfer is about before anything is chosen: `customers` to choose from, or one, or a whole book.
    `proposed` is chosen at first when one customer goes to one person.
    """

    user: User
    kind: TransferKind
    customers: QuerySet[Customer]
    filters: SelectionFilter | None = None
    customer: Customer | None = None
    person: User | None = None
    move: Move | None = None
    taker: User | None = None
    proposed: User | None = None

    @property
    def has_list(self) -> bool:
        """Whether there is a list to choose from."""
        return self.customer is None and self.person is None

    @cached_property
    def holder(self) -> User | None:
        """Who has all of it today, as far as the address says."""
        if found := self.person or self.taker or (self.customer.owner if self.customer else None):
            return found
        owners = self.filters.wanted().get("owner", []) if self.filters else []
        return User.objects.filter(pk=owners[0]).first() if len(owners) == 1 else None

    @property
    def receivers(self) -> QuerySet[User]:
        """Who could take all of it over."""
        found, holder = possible_owners(self.user).order_by("name", "pk"), self.holder
        return found.exclude(pk=holder.pk) if holder else found

    def kind_of(self, *, everything: bool) -> TransferKind:
        """The kind it becomes: ticked customers are handed to a colleague, a filter is a change of territory."""
        return TransferKind.SINGLE if self.kind == TransferKind.TERRITORY and not everything else self.kind


def read(user: User, asked: QueryDict) -> Start:
    """What the address asks for, or `Http404` when it names something that is not the person's to hand over."""
    mine = selection.transferable(user)
    if "customer" in asked:
        customer = _one(mine.select_related("owner"), asked.get("customer", ""))
        proposed = User.objects.filter(pk=as_id(asked.get("to", ""))).first()
        return Start(user, TransferKind.SINGLE, mine.filter(pk=customer.pk), customer=customer, proposed=proposed)
    if "person" in asked:
        person = _one(selection.givers(user), asked.get("person", ""))
        return Start(user, TransferKind.LEAVE, mine.filter(owner=person), person=person)
    if "move" in asked:
        return _after(user, asked, mine)
    filters = SelectionFilter(asked, user)
    return Start(user, TransferKind.TERRITORY, filters.narrow(mine), filters=filters)


def _after(user: User, asked: QueryDict, mine: QuerySet[Customer]) -> Start:
    move = _one(Move.objects.filter(state=MoveState.DONE).select_related("plan"), asked.get("move", ""))
    access.plan(user, move.plan_id)
    taker = _one(User.objects.all(), asked.get("to", "")) if "to" in asked else None
    given = mine.filter(pk__in=selection.given_by(move, taker).order_by().values("pk"))
    return Start(user, TransferKind.FOLLOW_UP, given, move=move, taker=taker)


def _one(rows: QuerySet[Any], typed: str) -> Any:
    found = rows.filter(pk=as_id(typed)).first()
    if found is None:
        raise Http404
    return found
