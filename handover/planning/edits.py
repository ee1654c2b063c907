"""The edits of a draft as steps: what each changed is kept, and given back.

A step holds every line it changed, before and after; so whoever takes it back finds what somebody else changed since,
line by line, and leaves that alone.
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from customers.kinds import RecordKind
from handover import record_names
from handover.models import Assignment, Plan, PlanDeed, PlanStep, PlanStepLine
from handover.models.plan import AssignmentQuerySet
from handover.planning import statements

#: A line as a step remembers it.
IMAGE = """jsonb_build_object('successor', line.successor_id, 'follows', line.follows, 'locked', line.locked,
    'held_until', line.held_until, 'reasons', line.reasons, 'next_best', line.next_best_id,
    'next_reasons', line.next_reasons)"""

#: The line of the plan a step's line speaks of, and whether it is `as_left`: it looks like that still, nobody else's
#: later step that stands changed it, and who had it before is still a successor.
THEN_AND_NOW = f"""handover_planstepline old JOIN handover_assignment line
    ON line.plan_id = %(plan)s AND line.kind = old.kind AND line.record_id = old.record_id
    CROSS JOIN LATERAL (SELECT {IMAGE} = old.after AND NOT EXISTS (
        SELECT FROM handover_planstepline later JOIN handover_planstep made ON made.id = later.step_id
        WHERE made.plan_id = %(plan)s AND made.id > old.step_id AND made.by_id <> %(by)s AND NOT made.takes_back
            AND NOT EXISTS (SELECT FROM handover_planstep undo WHERE undo.undoes_id = made.id)
            AND later.kind = old.kind AND later.record_id = old.record_id
    ) AND (old.before->>'successor' IS NULL OR EXISTS (
        SELECT FROM handover_plansuccessor named
        WHERE named.plan_id = %(plan)s AND named.user_id = (old.before->>'successor')::bigint
    )) AS as_left) now"""  # noqa: S608 - our own SQL

#: A record by kind and id.
Key = tuple[int, int]
#: The same with how its line looks, as JSON, and whether it was named itself.
Image = tuple[int, int, str, bool]


class Named(NamedTuple):
    """A record known by kind and id, for `record_names`."""

    kind: int
    record_id: int


@contextmanager
def noted(
    *,
    plan: Plan,
    lines: QuerySet[Assignment],
    deed: PlanDeed,
    by: User,
    at: datetime.datetime,
    details: dict[str, Any] | None = None,
    undoes: PlanStep | None = None,
) -> Iterator[PlanStep]:
    """Keep what happens meanwhile to these lines of a locked draft, and to what belongs to their customers, as a step.

    An edit that changes nothing leaves none; an undo always leaves one, so that the next goes one further back.
    """
    step = PlanStep(plan=plan, deed=deed, by=by, at=at, undoes=undoes)
    step.takes_back = undoes is not None and not undoes.takes_back
    before = _images(plan, lines)
    yield step
    step.save()
    changed = _keep(step, before)
    if not changed and undoes is None:
        step.delete()
        return
    named = {line[:2] for line in before if line[3]}.intersection(changed)
    step.count = min(undoes.count, len(changed)) if undoes else len(named) or len(changed)
    step.details = details or {}
    if len(named) == 1 and not undoes and (names := _names(list(named))):
        step.details |= {"record": names[0]}
    step.save(update_fields=["count", "details"])


def restore(step: PlanStep) -> list[str]:
    """Give the lines of `step` back what they had before it; returns the names of those left as they are, because
    somebody changed them since or their successor is none any more.
    """
    left = _left(step)
    statements.run(
        f"""
        UPDATE handover_assignment changed SET
            successor_id = (old.before->>'successor')::bigint, follows = (old.before->>'follows')::boolean,
            locked = (old.before->>'locked')::boolean, held_until = (old.before->>'held_until')::date,
            reasons = old.before->'reasons', next_best_id = (old.before->>'next_best')::bigint,
            next_reasons = old.before->'next_reasons'
        FROM {THEN_AND_NOW}
        WHERE old.step_id = %(step)s AND now.as_left AND changed.id = line.id
        """,  # noqa: S608 - our own SQL, values are parameters
        _of(step),
    )
    statements.mend_follows(step.plan)
    statements.follow(step.plan)
    return left


def forget(plan: Plan) -> None:
    """Let go of every step: what they changed was proposed anew, or the draft is a draft no longer."""
    PlanStep.objects.filter(plan=plan).delete()


def lines(step: PlanStep) -> AssignmentQuerySet:
    """The lines of the plan that `step` changed."""
    changed = PlanStepLine.objects.filter(step=step, kind=OuterRef("kind"), record_id=OuterRef("record_id"))
    return Assignment.objects.filter(Exists(changed), plan=step.plan_id)


def _images(plan: Plan, chosen: QuerySet[Assignment]) -> list[Image]:
    """These lines as they are now, and all lines of their customers."""
    try:
        sql, params = chosen.order_by().values_list("pk", "customer_id").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH chosen (id, customer_id) AS MATERIALIZED ({sql})
            SELECT line.kind, line.record_id, ({IMAGE})::text, line.id IN (SELECT id FROM chosen)
            FROM handover_assignment line WHERE line.plan_id = %s
                AND (line.id IN (SELECT id FROM chosen) OR line.customer_id IN (SELECT customer_id FROM chosen))
            """,  # noqa: S608 - Django's own SQL and ours
            [*params, plan.pk],
        )
        return list(cursor.fetchall())


def _keep(step: PlanStep, before: Sequence[Image]) -> list[Key]:
    """Write down which of these lines look different now, and return them."""
    columns = [[line[column] for line in before] for column in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO handover_planstepline (step_id, kind, record_id, before, after)
            SELECT %s, old.kind, old.record_id, old.image, {IMAGE}
            FROM unnest(%s::smallint[], %s::bigint[], %s::jsonb[]) old (kind, record_id, image)
            JOIN handover_assignment line
                ON line.plan_id = %s AND line.kind = old.kind AND line.record_id = old.record_id
            WHERE {IMAGE} <> old.image
            ORDER BY old.kind, old.record_id
            RETURNING kind, record_id
            """,  # noqa: S608 - our own SQL, values are parameters
            [step.pk, *columns, step.plan_id],
        )
        return list(cursor.fetchall())


def _left(step: PlanStep) -> list[str]:
    """The names of the lines that are not as `step` left them, and not as before it either; what only went along with
    its customer is not named beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT old.kind, old.record_id, CASE WHEN line.follows THEN line.customer_id END FROM {THEN_AND_NOW}
            WHERE old.step_id = %(step)s AND NOT now.as_left AND {IMAGE} <> old.before
            ORDER BY old.kind, old.record_id
            """,  # noqa: S608 - our own SQL, values are parameters
            _of(step),
        )
        found = cursor.fetchall()
    customers = {record for kind, record, _lead in found if kind == RecordKind.CUSTOMER}
    return _names([(kind, record) for kind, record, lead in found if lead not in customers])


def _of(step: PlanStep) -> dict[str, int]:
    return {"plan": step.plan_id, "step": step.pk, "by": step.by_id}


def _names(keys: Sequence[Key]) -> list[str]:
    found = record_names.records(Named(kind, record) for kind, record in keys)
    return [str(found[key]) for key in keys if key in found]
