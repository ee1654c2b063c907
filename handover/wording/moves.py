"""What a move was, for the customers whose owner it changed."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from customers.owners import tells_of_moves
from handover.models import Move, TransferKind


@tells_of_moves
def told(moves: Collection[int]) -> Mapping[int, str]:
    """Whose handover, or which transfer, each of these moves was; one query."""
    people = ("plan__departure__leaver", "plan__transfer__person", "reverses__reverses")
    return {move.pk: _told(move) for move in Move.objects.filter(pk__in=moves).select_related(*people)}


def _told(move: Move) -> str:
    what = _what(move)
    if move.reverses is None:
        return what
    if not move.gives_back:
        return _("%(what)s, done again") % {"what": what}
    transfer = move.plan.transfer
    if transfer and transfer.is_return(move):
        return _("%(what)s: back as agreed") % {"what": what}
    return _("%(what)s, undone") % {"what": what}


def _what(move: Move) -> str:
    departure, transfer = move.plan.departure, move.plan.transfer
    if departure:
        return _("handover of %(name)s") % {"name": departure.leaver.name}
    if transfer and transfer.person:
        return _("long leave of %(name)s") % {"name": transfer.person.name}
    words = {
        TransferKind.TERRITORY: _("change of territory"),
        TransferKind.SINGLE: _("handed to a colleague"),
        TransferKind.FOLLOW_UP: _("planned again after a handover"),
    }
    return words[TransferKind(transfer.kind)] if transfer else ""
