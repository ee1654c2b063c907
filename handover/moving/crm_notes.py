"""What a note in the CRM says of a customer handed over: who had it, who has it, and the way to its briefing.

Whoever may see the customer there reads it. So it holds no reason, nothing that was told, and only the address of what
Baton shows to those it concerns.
"""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from customers.models import OwnershipChange
from customers.syncing.note_words import Words, words_notes
from handover.dates import zone
from handover.models import Move
from notices.switches import absolute


@words_notes
def words(changes: Sequence[OwnershipChange]) -> Mapping[int, Words]:
    """Of each change of owner by a move; two queries."""
    moves = Move.objects.filter(pk__in={change.move_id for change in changes})
    by_id = moves.select_related("plan", "reverses__reverses").in_bulk()
    return {change.pk: _words(change, by_id[change.move_id]) for change in changes if change.move_id in by_id}


def _words(change: OwnershipChange, move: Move) -> Words:
    day = timezone.localtime(change.at, zone(change.to_owner)).date()
    told = {"before": change.from_owner.name, "now": change.to_owner.name, "day": date_format(day, "DATE_FORMAT")}
    if move.gives_back:
        told["url"] = absolute(reverse("customer", args=[change.record_id]))
        title = _("Back with %(now)s")
        text = _("On %(day)s the customer went back from %(before)s to %(now)s. It is in Baton at %(url)s")
    else:
        told["url"] = absolute(_briefing(change, move))
        title = _("Handed over to %(now)s")
        text = _("On %(day)s the customer went from %(before)s to %(now)s. Its briefing is in Baton at %(url)s")
    return Words(title % told, text % told)


def _briefing(change: OwnershipChange, move: Move) -> str:
    plan = move.plan
    if plan.departure_id is not None:
        return reverse("departure_customer", args=[plan.departure_id, change.record_id])
    return reverse("transfer_customer", args=[plan.transfer_id, change.record_id])
