"""Keeping what somebody types until they send it. Drafts are nobody else's business and leave no audit row."""

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Draft, User
from accounts.models.draft import KEPT_FOR
from web.errors import Refused

#: Forms a person may have open at once; the oldest draft gives way.
MOST = 200
MOST_FIELDS = 60
LONGEST = 20_000


@transaction.atomic
def keep(
    *,
    by: User,
    address: str,
    values: Mapping[str, str],
    before: Mapping[str, str] | None = None,
    page: str = "",
    at: datetime.datetime,
) -> Draft:
    """Keep the text of one form in place of what was kept of it before.

    `before` is what stood in these fields, so that a change made elsewhere meanwhile is noticed; `page` its name.

    Raises `Refused` (422): `address_unknown`, `too_much`.
    """
    if not address.startswith("/") or address.startswith("//") or len(address) > 200:
        raise Refused(_("No form has this address."), code="address_unknown", status=422)
    stood = dict(before or {})
    texts = [*values.values(), *stood.values()]
    if max(len(values), len(stood)) > MOST_FIELDS or any(len(text) > LONGEST for text in texts):
        raise Refused(_("This is more than can be kept as a draft."), code="too_much", status=422)
    draft, _is_new = Draft.objects.update_or_create(
        person=by,
        address=address,
        defaults={"values": dict(values), "before": stood, "page": page[:200], "saved_at": at},
    )
    surplus = Draft.objects.filter(person=by).order_by("-saved_at", "-pk").values("pk")[MOST:]
    Draft.objects.filter(pk__in=surplus).delete()
    return draft


def drop(*, by: User, address: str) -> int:
    """Throw away what was kept of one form: it was sent, or is no longer wanted. Returns how many there were."""
    return Draft.objects.filter(person=by, address=address).delete()[0]


def sweep(*, at: datetime.datetime) -> int:
    """Throw away what nobody touched for long, and what belongs to people whose access has ended."""
    old = Q(saved_at__lt=at - KEPT_FOR)
    gone = Q(person__access_ends_at__lte=at) | Q(person__is_active=False)
    return Draft.objects.filter(old | gone).delete()[0]
