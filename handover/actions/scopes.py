"""Choosing what of a book moves by a plan and what stays."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from customers.kinds import RecordKind
from handover.actions import plans
from handover.models import CUSTOMER_FILTERS, SCOPE_FIELDS, Plan
from handover.planning import scope as scopes
from handover.planning import statements


@transaction.atomic
def change(*, plan: Plan, scope: Mapping[str, Any], by: User, at: datetime.datetime) -> Plan:
    """Let a draft move what `scope` says (some of `SCOPE_FIELDS`) and leave the rest; its lines follow at once.

    What comes in with its customer gets the customer's successor; the rest waits for one. Raises `Refused` as
    `plans.assign` does, and `ValidationError` by field: customers can't stay with somebody who leaves the firm, and
    a filter has to match something.
    """
    departure = plans.lock_draft(plan, by)
    plans.check_planner(departure, by)
    changed = [name for name in SCOPE_FIELDS if name in scope and getattr(plan, name) != scope[name]]
    if not changed:
        return plan
    for name in changed:
        setattr(plan, name, scope[name])
    _check(plan, changed)
    plan.save(update_fields=changed)
    plans.sync(plan=plan)
    statements.follow(plan)
    audit.record(verb="plan.scoped", subject=departure, by=by, at=at, details={"plan": plan.pk, "changed": changed})
    return plan


def _check(plan: Plan, changed: list[str]) -> None:
    filters = [name for name in changed if name in CUSTOMER_FILTERS]
    if not filters or not plan.is_narrowed:
        return
    if not scopes.may_keep(plan):
        sentence = _("Nobody who leaves the firm keeps customers; all of them move.")
        raise ValidationError({name: ValidationError(sentence, code="scope_keeps") for name in filters})
    if not scopes.rows(plan)[RecordKind.CUSTOMER].exists():
        sentence = _("No customer is like that, so nothing would move.")
        raise ValidationError({filters[0]: ValidationError(sentence, code="scope_empty")})
