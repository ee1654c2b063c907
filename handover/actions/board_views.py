"""Views of the board that people save. They are one's own: no audit row tells of them."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from handover.models import BoardView
from web.errors import Refused

#: More tabs than this nobody finds anything in.
MOST = 12


@transaction.atomic
def save(*, person: User, name: str, query: str) -> BoardView:
    """Keep a view under a name. One of the same name gets the new filters. Raises `Refused`: `too_many` (422)."""
    list(BoardView.objects.filter(person=person).select_for_update())
    known = BoardView.objects.filter(person=person)
    if not known.filter(name=name).exists() and known.count() >= MOST:
        sentence = _("You have %(count)s views already. Delete one first.")
        raise Refused(sentence, code="too_many", params={"count": MOST}, status=422)
    return BoardView.objects.update_or_create(person=person, name=name, defaults={"query": query})[0]


@transaction.atomic
def open_first(*, view: BoardView, is_first: bool) -> None:
    """Let the board open with this view, or no longer."""
    BoardView.objects.filter(person=view.person_id, is_default=True).update(is_default=False)
    if is_first:
        BoardView.objects.filter(pk=view.pk).update(is_default=True)
