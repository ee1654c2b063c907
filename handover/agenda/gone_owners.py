"""Records whose owner is gone, on Home."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Permission
from handover import gone_owners
from handover.agenda.look import Look, Matter


def left_behind(look: Look) -> Iterator[Matter]:
    """One sentence for all records whose owner has no access and no departure."""
    if not look.user.may(Permission.REGISTER_DEPARTURE):
        return
    people, customers = gone_owners.totals(look.user)
    if not people:
        return
    text = ngettext(
        "%(count)s person who is gone still owns records.", "%(count)s people who are gone still own records.", people
    )
    hint = ngettext(
        "%(count)s customer is without anybody. Register the departure to hand it over.",
        "%(count)s customers are without anybody. Register the departures to hand them over.",
        customers,
    )
    told = hint % {"count": customers} if customers else _("Register the departures to hand them over.")
    yield Matter(text % {"count": people}, reverse("gone"), told)
