"""The facts a record consists of, read from the database: those that do not change once a departure is closed.

What goes on afterwards (whether a promise was kept, the next owner, a customer's new name) is no part of it, nor
is why somebody left. People and customers are told apart by id; the names they had stand beside the facts.
"""

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from customers.models import Customer, OwnershipChange
from handover.models import (
    Departure,
    HandoverDocument,
    Move,
    Plan,
    PlanState,
    Promise,
    Sample,
    SampledCustomer,
    TransitionRow,
    Verification,
    VisitException,
)
from handover.sealing.canonical import plain

#: What is kept of the departure itself.
DEPARTURE = (
    "leaver", "kind", "notice_on", "last_day_on", "access_ends_at", "effective_at", "already_gone", "supervisor",
    "supervisor_named_at", "registered_by", "registered_at", "ended_at",
)  # fmt: skip
SIGN_OFF = ("signed_off_by", "signed_off_at", "sign_off_note")
PLAN = ("strategy", "made_by", "made_at", "approved_by", "approved_at")
STEP = ("verb", "from_state", "to_state", "by", "at", "reason")
MOVE = ("plan", "reverses", "asked_by", "finished_at", "moved", "before", "after")
CHANGE = ("kind", "record_id", "from_owner_id", "to_owner_id", "why", "move_id", "at")
VERIFICATION = (
    "customer", "successor", "verdict", "statement", "stated_by", "stated_at", "answer", "answered_at", "settlement",
    "settled_by", "settled_at",
)  # fmt: skip
SAMPLE = ("number", "seed", "size", "drawn_by", "drawn_at", "reason", "replaced_at")
SAMPLED = ("sample", "customer", "successor", "score", "note", "scored_by", "scored_at")
VISIT = ("customer", "reason", "by", "at")
PROMISE = (
    "customer", "to_whom", "what", "until", "in_contract", "told_by", "told_at", "verdict", "verdict_reason",
    "decided_by", "decided_at",
)  # fmt: skip
DOCUMENT = ("customer", "reader", "format", "language", "made_at", "digest")


def facts(departure: int, until: datetime.datetime) -> dict[str, Any]:
    """The facts of one departure as they stood at `until`, by part; rows by their ids."""
    of = {"departure": departure}
    plans = Plan.objects.filter(**of).exclude(state=PlanState.DISCARDED)
    moves = Move.objects.filter(plan__departure=departure, finished_at__lte=until)
    changes = OwnershipChange.objects.filter(move_id__in=moves.order_by().values("pk"), at__lte=until)
    own = Departure.objects.filter(pk=departure)
    found = {
        "departure": own.values(*DEPARTURE).get(),
        "sign_off": own.values(*SIGN_OFF).get(),
        "steps": _rows(TransitionRow.objects.filter(**of), STEP),
        "plans": _rows(plans, PLAN),
        "moves": _rows(moves, MOVE),
        "changes": {row[0]: list(row[1:]) for row in changes.order_by("pk").values_list("pk", *CHANGE)},
        "verifications": _rows(Verification.objects.filter(**of), VERIFICATION),
        "samples": _rows(Sample.objects.filter(**of), SAMPLE),
        "sampled": _rows(SampledCustomer.objects.filter(sample__departure=departure), SAMPLED),
        "visits": _rows(VisitException.objects.filter(**of), VISIT),
        "promises": _rows(Promise.objects.filter(**of), PROMISE),
        "documents": _rows(HandoverDocument.objects.filter(made_at__isnull=False, **of), DOCUMENT),
    }
    written: dict[str, Any] = plain(found)
    return written


def _rows(rows: QuerySet[Any], fields: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    found = rows.order_by("pk").values("pk", *fields)
    return {row.pop("pk"): row for row in found}


def names(departure: int) -> dict[str, dict[str, Any]]:
    """What people and customers of a departure are called today, by id: they may be renamed later."""
    of = Departure.objects.filter(pk=departure)
    told = {"departure": departure}
    people = Q(pk__in=of.values("leaver")) | Q(pk__in=of.values("supervisor")) | Q(pk__in=of.values("registered_by"))
    people |= Q(pk__in=of.values("signed_off_by")) | Q(pk__in=TransitionRow.objects.filter(**told).values("by"))
    people |= Q(pk__in=VisitException.objects.filter(**told).order_by().values("by"))
    people |= Q(pk__in=Verification.objects.filter(**told).order_by().values("successor"))
    customers = Q(pk__in=Verification.objects.filter(customer__isnull=False, **told).order_by().values("customer"))
    customers |= Q(pk__in=VisitException.objects.filter(**told).order_by().values("customer"))
    customers |= Q(pk__in=Promise.objects.filter(**told).order_by().values("customer"))
    found = {
        "people": dict(User.objects.filter(people).order_by("pk").values_list("pk", "name")),
        "customers": {
            pk: [code, name]
            for pk, code, name in Customer.objects.filter(customers).order_by("pk").values_list("pk", "code", "name")
        },
    }
    written: dict[str, dict[str, Any]] = plain(found)
    return written
