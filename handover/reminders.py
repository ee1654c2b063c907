"""The reminders as data: what is watched, who is told after how many working days, and whom next.

A rule finds its subjects with one query. Each rung of its ladder counts working days of the leaver's office from the
subject's day (before it, when negative). A person hears of a subject from the highest rung that is reached and names
them, once; `handover/actions/reminders.py` does the telling.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least

from customers.kinds import RecordKind
from customers.models import Contract, Task
from handover.lifecycle import OPEN_STATES, State, Verb
from handover.models import (
    Assignment,
    ChecklistItem,
    Departure,
    Inheritance,
    ItemState,
    Move,
    Plan,
    PlanState,
    Relation,
    TransitionRow,
    Verdict,
    Verification,
)

#: After a move, what was inherited is watched for so long.
AFTERCARE: Final = datetime.timedelta(days=90)


class Whom(StrEnum):
    """Who is told on a rung."""

    RESPONSIBLE = "responsible"  # whoever the subject waits for
    SUPERVISOR = "supervisor"
    MANAGER = "manager"  # of the leaver's team
    HR = "hr"


@dataclass(frozen=True)
class Rung:
    """After so many working days (before, when negative), `whom` is told in the words of `kind`."""

    after: int
    whom: Whom
    kind: str


#: Rows (departure, subject, relation it waits for, person it waits for, day); one of relation and person is empty.
Subjects = Callable[[datetime.datetime], QuerySet[Any, Any]]


@dataclass(frozen=True)
class Rule:
    """What is watched, the ladder from the gentlest rung to the last, and where it is settled.

    `page` is the address below the departure's; None is Home, where a person's own book shows what is due. `own` is
    the list (the name of its address, and what narrows it) where whoever is responsible finds it, if there is one.
    """

    name: str
    subjects: Subjects
    page: str | None
    ladder: tuple[Rung, ...]
    own: tuple[str, str] | None = None


COLUMNS = ("departure_id", "subject_id", "relation", "person_id", "day")
NOBODY = Cast(Value(None), BigIntegerField())
NO_RELATION = Value("", output_field=CharField())


def _office_day(moment: F | Coalesce | Subquery, zone: str) -> Cast:
    """The day of a moment on the clock of the office at `zone` (a path to its name)."""
    named = Coalesce(F(zone), Value("UTC"))
    return Cast(Func(named, moment, function="timezone", output_field=DateTimeField()), DateField())


def items(_at: datetime.datetime) -> QuerySet[Any, Any]:
    """What is still to do on the checklists."""
    rows = ChecklistItem.objects.filter(state=ItemState.OPEN, departure__state__in=OPEN_STATES)
    return rows.values_list("departure_id", "pk", "responsible", NOBODY, "due_on")


def unsupervised(_at: datetime.datetime) -> QuerySet[Any, Any]:
    """Departures nobody supervises, from the day they were registered."""
    rows = Departure.objects.open().filter(supervisor=None)
    day = _office_day(F("registered_at"), "leaver__office__time_zone")
    return rows.values_list("pk", "pk", NO_RELATION, NOBODY, day)


def unplanned(_at: datetime.datetime) -> QuerySet[Any, Any]:
    """Departures without an approved plan, against the day the ownership changes."""
    approved = Plan.objects.filter(departure=OuterRef("pk"), state=PlanState.APPROVED)
    day = _office_day(F("effective_at"), "leaver__office__time_zone")
    return Departure.objects.open().filter(~Exists(approved)).values_list("pk", "pk", NO_RELATION, NOBODY, day)


def verifications(_at: datetime.datetime) -> QuerySet[Any, Any]:
    """Customers that wait for the leaver's statement, the successor's answer or the supervisor's settlement."""
    began = TransitionRow.objects.filter(departure=OuterRef("departure"), verb=Verb.VERIFY).order_by("-pk")
    waiting = Verification.objects.filter(
        departure__state=State.VERIFYING, verdict__in=[Verdict.WAITING, Verdict.STATED, Verdict.DISPUTED]
    )
    since = Case(
        When(verdict=Verdict.STATED, then=F("stated_at")),
        When(verdict=Verdict.DISPUTED, then=F("answered_at")),
        default=None,
        output_field=DateTimeField(),
    )
    relation = Case(
        When(verdict=Verdict.WAITING, then=Value(Relation.LEAVER)),
        When(verdict=Verdict.DISPUTED, then=Value(Relation.SUPERVISOR)),
        default=Value(""),
        output_field=CharField(),
    )
    person = Case(When(verdict=Verdict.STATED, then=F("successor_id")), output_field=BigIntegerField())
    moment = Coalesce(since, Subquery(began.values("at")[:1]), F("departure__registered_at"))
    day = _office_day(moment, "departure__leaver__office__time_zone")
    return waiting.values_list("departure_id", "pk", relation, person, day)


def _inherited(kind: RecordKind, at: datetime.datetime) -> tuple[QuerySet[Any, Any], Subquery]:
    """The records of a kind moved lately, and the departure each came from."""
    moved = Assignment.objects.moved(at - AFTERCARE).filter(kind=kind, plan__departure__isnull=False)
    here = moved.filter(record_id=OuterRef("pk")).order_by("-plan_id").values("plan__departure_id")[:1]
    return moved.values("record_id"), Subquery(here, output_field=BigIntegerField())


def inherited_tasks(at: datetime.datetime) -> QuerySet[Any, Any]:
    """Unfinished tasks that came with a move, against the day they are due."""
    moved, departure = _inherited(RecordKind.TASK, at)
    rows = Task.objects.open().filter(pk__in=moved, due_on__gt=(at - AFTERCARE).date())
    return rows.values_list(departure, "pk", NO_RELATION, "owner_id", "due_on")


def inherited_contracts(at: datetime.datetime) -> QuerySet[Any, Any]:
    """Running contracts that came with a move, against the renewal notice or the end, whichever is first."""
    moved, departure = _inherited(RecordKind.CONTRACT, at)
    rows = Contract.objects.running().filter(pk__in=moved)
    rows = rows.annotate(ending=Least("renewal_notice_on", "ends_on")).filter(ending__gt=(at - AFTERCARE).date())
    return rows.values_list(departure, "pk", NO_RELATION, "owner_id", "ending")


def without_contact(at: datetime.datetime) -> QuerySet[Any, Any]:
    """Customers that arrived lately and have not heard from their successor, against the day they should have."""
    rows = Inheritance.objects.standing().without_contact()
    rows = rows.filter(departure__isnull=False, arrived_at__gt=at - AFTERCARE)
    return rows.values_list("departure_id", "pk", NO_RELATION, "successor_id", "contact_due_on")


RULES: tuple[Rule, ...] = (
    Rule(
        "item",
        items,
        "checklist/",
        (
            Rung(-1, Whom.RESPONSIBLE, "items_due_soon"),
            Rung(0, Whom.RESPONSIBLE, "items_due"),
            Rung(1, Whom.RESPONSIBLE, "items_overdue"),
            Rung(2, Whom.SUPERVISOR, "items_overdue_of_others"),
            Rung(3, Whom.MANAGER, "items_overdue_of_others"),
            Rung(5, Whom.HR, "items_overdue_of_others"),
        ),
    ),
    Rule(
        "unsupervised",
        unsupervised,
        "",
        (
            Rung(1, Whom.MANAGER, "supervisor_missing"),
            Rung(3, Whom.MANAGER, "supervisor_missing"),
            Rung(3, Whom.HR, "supervisor_missing"),
        ),
    ),
    Rule(
        "verification",
        verifications,
        "verification/",
        (
            Rung(1, Whom.RESPONSIBLE, "verifications_waiting"),
            Rung(2, Whom.RESPONSIBLE, "verifications_waiting"),
            Rung(3, Whom.SUPERVISOR, "verifications_waiting_for_others"),
            Rung(5, Whom.MANAGER, "verifications_waiting_for_others"),
        ),
    ),
    Rule(
        "unplanned",
        unplanned,
        "plan/",
        (
            Rung(-5, Whom.MANAGER, "plan_missing"),
            Rung(-2, Whom.MANAGER, "plan_missing"),
            Rung(-1, Whom.HR, "plan_missing"),
            Rung(0, Whom.MANAGER, "plan_missing"),
        ),
    ),
    Rule(
        "contact",
        without_contact,
        "",
        (
            Rung(0, Whom.RESPONSIBLE, "contacts_due"),
            Rung(1, Whom.RESPONSIBLE, "contacts_overdue"),
            Rung(3, Whom.MANAGER, "contacts_overdue_of_others"),
        ),
        own=("inherited", "?tab=accepted&quiet=on"),
    ),
    Rule(
        "task",
        inherited_tasks,
        None,
        (
            Rung(-2, Whom.RESPONSIBLE, "tasks_inherited_due"),
            Rung(1, Whom.RESPONSIBLE, "tasks_inherited_due"),
            Rung(3, Whom.MANAGER, "tasks_inherited_overdue"),
        ),
    ),
    Rule(
        "contract",
        inherited_contracts,
        None,
        (
            Rung(-10, Whom.RESPONSIBLE, "contracts_inherited_due"),
            Rung(-2, Whom.RESPONSIBLE, "contracts_inherited_due"),
            Rung(1, Whom.MANAGER, "contracts_inherited_overdue"),
        ),
    ),
)


def watched(at: datetime.datetime) -> Iterable[Departure]:
    """The departures any rule may speak of at `at`: open ones, and those moved lately; with their people."""
    moved = Move.objects.standing().filter(finished_at__gt=at - AFTERCARE)
    rows = Departure.objects.filter(Q(state__in=OPEN_STATES) | Q(pk__in=moved.values("plan__departure")))
    return rows.select_related("leaver__office", "supervisor")
