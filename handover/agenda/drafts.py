"""What the person typed somewhere and never sent: nobody else sees it, and it ends with their access."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import Draft
from handover.agenda.look import Look, Matter

#: Drafts worth a line each; the page that signs out shows more.
SHOWN = 3
LONGEST = 80


def unsent(look: Look) -> Iterator[Matter]:
    """The latest of the person's drafts."""
    for draft in Draft.objects.filter(person=look.user).order_by("-saved_at", "-pk")[:SHOWN]:
        words = _("You typed something on the page “%(page)s” and have not sent it.")
        yield Matter(
            words % {"page": draft.page or draft.path}, draft.path, hint=Truncator(draft.excerpt).chars(LONGEST)
        )
