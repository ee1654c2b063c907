"""Files that show that an item of the checklist is done."""

import datetime
import hashlib

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.models import User
from handover.checklist.responsible import Duties
from handover.files.keeping import fit_to_keep
from handover.models import ChecklistItem, Departure, Evidence
from web.errors import Refused

MOST_FILES = 20


@transaction.atomic
def add(*, item: ChecklistItem, file: File, name: str, by: User, at: datetime.datetime) -> Evidence:
    """Keep `file` as evidence for `item`, under a name nobody can guess.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_many_files`, and 422 with what is wrong with the file
    (`handover/files/keeping.py`).
    """
    departure = _checked_departure(item, by, at)
    kept = fit_to_keep(file, name)
    _check_room(item)
    evidence = Evidence(item=item, name=kept.name, size=kept.file.size, content_type=kept.content_type, by=by, at=at)
    evidence.file.save("evidence", kept.file, save=False)
    evidence.save()
    details = {"item": item.pk, "params": item.params, "name": evidence.name}
    audit.record(verb="item.evidence_added", subject=departure, by=by, at=at, details=details)
    return evidence


@transaction.atomic
def remove(*, evidence: Evidence, by: User, at: datetime.datetime) -> None:
    """Take a file away: `put_back` brings it back for a day. Its name, size and digest stay in the audit trail.

    Raises `Refused`: `not_yours` (403), `not_now`.
    """
    item = evidence.item
    departure = _checked_departure(item, by, at)
    details = {"item": item.pk, "params": item.params, "name": evidence.name, "size": evidence.size}
    with evidence.file.open("rb") as file:
        details["sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
    audit.record(verb="item.evidence_removed", subject=departure, by=by, at=at, details=details)
    Evidence.objects.filter(pk=evidence.pk).update(taken_out_at=at)


@transaction.atomic
def put_back(*, evidence: Evidence, by: User, at: datetime.datetime) -> Evidence:
    """Put back a file that was taken away; for one that is there nothing changes.

    Raises `Refused`: `not_yours` (403), `not_now`, `too_many_files`.
    """
    item = evidence.item
    departure = _checked_departure(item, by, at)
    _check_room(item)
    if Evidence.rows.filter(pk=evidence.pk, taken_out_at__isnull=False).update(taken_out_at=None):
        details = {"item": item.pk, "params": item.params, "name": evidence.name}
        audit.record(verb="item.evidence_put_back", subject=departure, by=by, at=at, details=details)
    return evidence


def _checked_departure(item: ChecklistItem, by: User, at: datetime.datetime) -> Departure:
    people = ("leaver__office", "supervisor")
    departure = Departure.objects.select_related(*people).get(pk=item.departure_id)
    if not Duties(by, departure, at).may_settle(item):
        raise Refused(_("Somebody else answers for this item."), code="not_yours", status=403)
    if not departure.is_open:
        raise Refused(_("This departure is over; its checklist no longer changes."), code="not_now")
    return departure


def _check_room(item: ChecklistItem) -> None:
    ChecklistItem.objects.select_for_update().get(pk=item.pk)
    if item.evidence.count() >= MOST_FILES:
        raise Refused(_("An item takes at most %(count)s files."), code="too_many_files", params={"count": MOST_FILES})
