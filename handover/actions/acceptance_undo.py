"""Taking back that customers were taken on: they wait for the successor as they did before."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import AuditEntry, User
from handover.actions import verdict_undo
from handover.models import Departure, Inheritance
from web.errors import Refused


@transaction.atomic
def take_back(*, accepted_at: datetime.datetime, by: User, at: datetime.datetime) -> list[Inheritance]:
    """Take back what `by` took on at that moment; what was confirmed with it is taken back too.

    Raises `Refused`: `not_now` when somebody has gone on with it, `signed_off`.
    """
    mine = Inheritance.objects.of(by).filter(accepted_at=accepted_at).select_for_update(of=("self",))
    found = list(mine.select_related("customer", "successor", "departure", "transfer").order_by("pk"))
    if not found:
        raise Refused(_("This can't be taken back any more: somebody has gone on with it."), code="not_now")
    for occasion in {row.occasion for row in found}:
        some = [row for row in found if row.occasion == occasion]
        accepted = AuditEntry.objects.about(occasion).filter(verb="inheritance.accepted", by=by, at=accepted_at).first()
        for row in some:
            _restore(row, accepted.details if accepted else {})
        details = {"rows": len(some)} if len(some) > 1 else {"customer": some[0].customer.name}
        audit.record(verb="inheritance.taken_back", subject=occasion, by=by, at=at, details=details)
        if isinstance(occasion, Departure) and verdict_undo.said(occasion, accepted_at, by):
            verdict_undo.take_back(departure=occasion, said_at=accepted_at, by=by, at=at)
    return found


def _restore(row: Inheritance, kept: dict[str, Any]) -> None:
    """One that was sent back before it was taken on after all is sent back again."""
    row.accepted_at = None
    if "returned_at" in kept:
        row.returned_at, row.return_reason = parse_datetime(kept["returned_at"]), kept["reason"]
    row.save(update_fields=["accepted_at", "returned_at", "return_reason"])
