"""The checklist of a departure: made from the leaver's real records, kept up to date, worked off."""

import datetime
from collections import Counter, defaultdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import audit
from accounts.models import User
from handover.checklist import gathering
from handover.checklist.drafting import Draft
from handover.checklist.duedates import due_on
from handover.checklist.grouping import within_bounds
from handover.checklist.responsible import Duties
from handover.dates import zone
from handover.models import ChecklistItem, Departure, ItemRecord, ItemState, TemplateItem
from web.errors import Refused


@transaction.atomic
def generate(*, departure: Departure, at: datetime.datetime) -> int:
    """Make the items that are missing: from the template of the kind, the first time; for records in no item, always.

    What is there stays as it is, so calling this again adds only records that came since; one that joins goes to an
    open item of its group with room. Returns how many items are new. The rule is in `handover/checklist/grouping.py`.
    """
    Departure.objects.select_for_update().get(pk=departure.pk)
    items = list(departure.items.all())
    draft = Draft(departure, items)
    for template in TemplateItem.objects.for_departure(departure) if not items else ():
        draft.add_template(template)
    today = at.astimezone(zone(departure.leaver)).date()
    groups = gathering.groups(departure.leaver, today, _placed(departure))
    for group in within_bounds(groups, Counter(item.params.get("rule", "") for item in items)):
        draft.add(group)
    draft.save()
    if draft.new:
        details = {"items": len(draft.new), "records": len(draft.placed)}
        audit.record(verb="checklist.generated", subject=departure, by=None, at=at, details=details)
    return len(draft.new)


@transaction.atomic
def redate(*, departure: Departure, at: datetime.datetime) -> int:
    """Recompute what is due when, for the items still to do, from the departure's dates. Returns how many moved."""
    moved = []
    for item in departure.items.open().select_for_update():
        due = due_on(departure, item.anchor, item.offset)
        if due != item.due_on:
            item.due_on = due
            moved.append(item)
    ChecklistItem.objects.bulk_update(moved, ["due_on"], batch_size=500)
    return len(moved)


@transaction.atomic
def settle(
    *, item: ChecklistItem, by: User, at: datetime.datetime, state: str | None = None, note: str | None = None
) -> ChecklistItem:
    """Say that an item is done, not needed, or open again; `None` leaves the state or the note as it is.

    Refused with `not_yours` (403) to those who don't answer for it, `not_now` (409) when the departure is over, and
    `words_needed` (422) for an item that is not needed without a note. Saying the same twice changes nothing.
    """
    item = ChecklistItem.objects.select_related("departure__leaver__office", "departure__supervisor").get(
        pk=ChecklistItem.objects.select_for_update().get(pk=item.pk).pk
    )
    state = item.state if state is None else ItemState(state)
    note = item.note if note is None else note.strip()
    if (state, note) == (item.state, item.note):
        return item
    _check(item, state, note, by=by, at=at)
    changes_state = state != item.state
    item.state, item.note = state, note
    if changes_state:
        item.settled_by, item.settled_at = (None, None) if state == ItemState.OPEN else (by, at)
    item.save(update_fields=["state", "note", "settled_by", "settled_at"])
    verb = _VERBS[state] if changes_state else "noted"
    details = {"item": item.pk, "params": item.params, "note": note}
    audit.record(verb=f"item.{verb}", subject=item.departure, by=by, at=at, details=details)
    return item


_VERBS: dict[str, str] = {ItemState.OPEN: "reopened", ItemState.DONE: "done", ItemState.WAIVED: "waived"}


def _check(item: ChecklistItem, state: str, note: str, *, by: User, at: datetime.datetime) -> None:
    duties = Duties(by, item.departure, at)
    allowed = duties.may_waive if ItemState.WAIVED in (state, item.state) else duties.may_settle
    if not allowed(item):
        raise Refused(_("Somebody else answers for this item."), code="not_yours", status=403)
    if not item.departure.is_open:
        raise Refused(_("This departure is over; its checklist no longer changes."), code="not_now")
    if state == ItemState.WAIVED and not note:
        raise Refused(_("Say in a note why this is not needed."), code="words_needed", status=422)


def _placed(departure: Departure) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = ItemRecord.objects.filter(departure=departure).values_list("kind", "record_id")
    for kind, pk in rows.iterator(chunk_size=5000):
        found[kind].add(pk)
    return found
