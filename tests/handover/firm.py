"""A firm to be played with: four reps with their books, and what has to be true of them after every step."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from accounts.models import Team, User
from accounts.permissions import Role
from customers.actions.ownership import MODELS
from customers.kinds import RecordKind
from customers.models import Contract, Customer, Deal, Owned, OwnershipChange, Task
from handover.actions import departures, supervision
from handover.dates import Dates
from handover.models import Departure, Move, MoveState, Plan, PlanState
from tests.handover.promises import broken
from web.errors import Refused

REPS = ("ann", "ben", "cy", "dee")
WHO = st.sampled_from(REPS)
Key = tuple[int, int]
DAY = datetime.timedelta(days=1)


def owners() -> dict[Key, int]:
    return {
        (int(kind), pk): owner
        for kind, model in MODELS.items()
        for pk, owner in model._default_manager.values_list("pk", "owner")
    }


class Firm(RuleBasedStateMachine):
    """Four reps, a senior who supervises, a manager who plans and an administrator who approves."""

    @initialize(sizes=st.lists(st.integers(1, 3), min_size=4, max_size=4))
    def begin(self, sizes: list[int]) -> None:
        self.run = transaction.atomic()
        self.run.__enter__()
        self.clock, self.number = timezone.now() - 20 * DAY, 0
        self.manager = User.objects.create_user("m@baton.example", None, name="Manager", role=Role.MANAGER)
        team = Team.objects.create(name="Team", manager=self.manager)
        self.admin = User.objects.create_user("a@baton.example", None, name="Admin", role=Role.ADMINISTRATOR)
        fields: dict[str, Any] = {"role": Role.REP, "team": team}
        self.senior = User.objects.create_user("s@baton.example", None, name="Senior", is_senior=True, **fields)
        make = User.objects.create_user
        self.reps = {name: make(f"{name}@baton.example", None, name=name, **fields) for name in REPS}
        self.content: dict[Key, dict[str, Any]] = {}
        self.owned: dict[Key, int] = {}
        self.seen = 0
        for name, size in zip(REPS, sizes, strict=True):
            for _record in range(size):
                for kind in RecordKind:
                    self.add(self.reps[name], kind)
        self.give_notice("ann")

    def teardown(self) -> None:
        if hasattr(self, "run"):
            transaction.set_rollback(True)
            self.run.__exit__(None, None, None)

    def tick(self) -> datetime.datetime:
        self.clock += datetime.timedelta(minutes=1)
        return self.clock

    def told(self, job: Callable[[], object], *codes: str) -> bool:
        """Do it, or be refused for one of these reasons."""
        try:
            with transaction.atomic():
                job()
        except Refused as refusal:
            if refusal.code not in codes:
                raise
            return False
        return True

    def read(self, key: Key) -> dict[str, Any]:
        return MODELS[RecordKind(key[0])]._default_manager.filter(pk=key[1]).values().get() | {"owner_id": None}

    def add(self, owner: User, kind: RecordKind) -> None:
        self.number += 1
        customer = Customer.objects.filter(owner=owner).last() if self.number % 3 else None
        made: Owned
        match kind:
            case RecordKind.CUSTOMER:
                made = Customer.objects.create(owner=owner, code=f"C{self.number}", name=f"C{self.number}")
            case RecordKind.DEAL:
                made = Deal.objects.create(owner=owner, name="D", customer=customer, amount=self.number)
            case RecordKind.CONTRACT:
                at = customer or Customer.objects.first()
                if at is None:
                    return
                made = Contract.objects.create(owner=owner, customer=at, number=f"K{self.number}")
            case RecordKind.TASK:
                made = Task.objects.create(owner=owner, title="T", customer=customer)
        self.owned[int(kind), made.pk] = owner.pk
        self.content[int(kind), made.pk] = self.read((int(kind), made.pk))

    def plans(self, *states: PlanState) -> list[Plan]:
        found = Plan.objects.filter(departure__ended_at=None, state__in=states)
        return list(found.select_related("departure").order_by("pk"))

    def moves(self, *states: MoveState) -> list[Move]:
        return list(Move.objects.filter(plan__departure__ended_at=None, state__in=states).order_by("pk"))

    def open(self, *states: str) -> list[Departure]:
        return list(Departure.objects.open().filter(state__in=states).order_by("pk"))

    def outside(self) -> list[str]:
        return [name for name in REPS if not self.reps[name].has_access()]

    def give_notice(self, who: str) -> None:
        at, leaver = self.tick(), User.objects.get(pk=self.reps[who].pk)
        if not leaver.has_access():
            return
        dates = Dates(at.date(), at.date() + 40 * DAY, at + 40 * DAY, at + 40 * DAY)

        def register() -> None:
            found = departures.register(
                leaver=leaver, kind="resignation", reason="pay", dates=dates, by=self.manager, at=at
            )
            supervision.name(departure=found, supervisor=self.senior, by=self.manager, at=at)

        self.told(register, "already_leaving")

    @invariant()
    def every_promise_holds(self) -> None:
        if hasattr(self, "owned"):
            assert broken() == {}

    @invariant()
    def only_what_the_ledger_says_changed_hands(self) -> None:
        if not hasattr(self, "owned"):
            return
        for row in OwnershipChange.objects.filter(pk__gt=self.seen).order_by("pk"):
            key = (row.kind, row.record_id)
            assert self.owned[key] == row.from_owner_id
            self.owned[key], self.seen = row.to_owner_id, row.pk
        assert owners() == self.owned

    @invariant()
    def nothing_but_owners_changes(self) -> None:
        if hasattr(self, "owned"):
            assert {key: self.read(key) for key in self.content} == self.content
