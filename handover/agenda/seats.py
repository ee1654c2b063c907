"""Seats of leavers of other teams at the reader's customers, on Home."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.agenda.look import MOST, Look, Matter, day_text, page
from handover.models import ReferenceKind
from handover.references import keepers


def seats_waiting(look: Look) -> Iterator[Matter]:
    """One sentence for each leaver whose seats wait for the manager of the customers."""
    rows: Any = keepers.waiting(look.user).select_related("leaver").order_by("last_day_on", "pk")[:MOST]
    for row in rows:
        text = ngettext(
            "%(count)s seat of %(name)s at a customer of your team waits for you.",
            "%(count)s seats of %(name)s at customers of your team wait for you.",
            row.seats,
        )
        yield Matter(
            text % {"count": row.seats, "name": row.leaver.name},
            page(row.pk, f"references/{ReferenceKind.SEAT}/"),
            _("Last working day: %(day)s.") % {"day": day_text(row.last_day_on)},
            is_late=row.last_day_on < look.today,
        )
