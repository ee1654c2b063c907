"""The reasons to send a customer back, as an administrator words them."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.models import ReturnReason
from web.errors import Refused


@transaction.atomic
def save(*, language: str, texts: Sequence[str], by: User, at: datetime.datetime) -> int:
    """Make `texts` the reasons of a language; returns how many. Raises `Refused` (`words_needed`, 422) for none."""
    if not texts:
        raise Refused(_("At least one reason is needed."), code="words_needed", status=422)
    rows = ReturnReason.objects.filter(language=language)
    former = list(rows.values_list("text", flat=True))
    if former == list(texts):
        return len(former)
    rows.delete()
    kept = ReturnReason.objects.bulk_create(
        ReturnReason(language=language, position=number, text=text) for number, text in enumerate(texts)
    )
    details = {"language": language, "from": former, "to": list(texts)}
    audit.record(verb="sample.reasons_changed", subject=kept[0], by=by, at=at, details=details)
    return len(texts)
