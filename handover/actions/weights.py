"""Changing what a proposal weighs."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from accounts.actions import audit
from accounts.models import User
from handover.models.weight import ONE, ProposalWeights
from handover.proposing.weights import DEFAULTS


def in_force() -> dict[str, float]:
    """Every weight by its code: as an administrator set it, else the default."""
    changed = ProposalWeights.objects.changed()
    return {code: changed.get(code, default) for code, default in DEFAULTS.items()}


@transaction.atomic
def change(*, values: Mapping[str, float], by: User, at: datetime.datetime) -> dict[str, float]:
    """Set the weights; those not named keep what they have. The next proposal uses them, drafts stay as they are."""
    ProposalWeights.objects.select_for_update().filter(pk=ONE).first()
    before = in_force()
    after = before | {code: value for code, value in values.items() if code in DEFAULTS}
    differing = {code: value for code, value in after.items() if value != DEFAULTS[code]}
    changes = {code: [before[code], value] for code, value in after.items() if before[code] != value}
    if changes:
        row, _new = ProposalWeights.objects.update_or_create(
            pk=ONE, defaults={"values": differing, "changed_by": by, "changed_at": at}
        )
        audit.record(verb="weights.changed", subject=row, by=by, at=at, details={"changes": changes})
    return after


def restore(*, by: User, at: datetime.datetime) -> dict[str, float]:
    """Give every weight its default again."""
    return change(values=DEFAULTS, by=by, at=at)
