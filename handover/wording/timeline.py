"""What happened to a departure or a transfer, as sentences: one line per audit verb, added by the room that records it.

Placeholders are the details the verb was recorded with, plus `by`: the person's name, or Baton. A room whose details
need words of their own (codes, dates, counts) registers a function with `prepares` that returns what to fill in.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import AuditEntry
from handover.models import Anchor, DocumentFormat, Reason, ReferenceKind, Strategy
from handover.references import sweep
from handover.wording import plan

Details = dict[str, Any]
Prepare = Callable[[Details], Details]

SENTENCES: dict[str, str | Promise] = {
    "departure.registered": gettext_lazy("%(by)s registered the departure."),
    "departure.changed": gettext_lazy("%(by)s changed the departure: %(changes)s."),
    "departure.plan": gettext_lazy("The plan stands: %(by)s approved it."),
    "departure.replan": gettext_lazy("%(by)s opened the plan again: %(reason)s"),
    "departure.begin": gettext_lazy("%(by)s started the handover."),
    "departure.verify": gettext_lazy("%(by)s started the verification."),
    "departure.close": gettext_lazy("%(by)s closed the departure."),
    "departure.sealed": gettext_lazy("%(by)s sealed the record under number %(number)s."),
    "document.made": gettext_lazy("%(by)s made the handover document: %(format)s."),
    "document.made_of_customer": gettext_lazy("%(by)s made the handover document of %(customer)s: %(format)s."),
    "departure.withdraw": gettext_lazy("%(by)s withdrew the departure: %(reason)s"),
    "departure.prompted": gettext_lazy("%(by)s reminded of what is late: %(names)s."),
    "supervisor.named": gettext_lazy("%(by)s named %(name)s as supervisor."),
    "reference.given": gettext_lazy("%(by)s handed on to %(to)s: %(what)s."),
    "reference.ended": gettext_lazy("%(by)s ended: %(what)s."),
    "reference.waived": gettext_lazy("%(by)s left as it is: %(what)s. %(reason)s"),
    "reference.reopened": gettext_lazy("%(by)s wants it settled after all: %(what)s."),
    "plan.successor_replaced": gettext_lazy("%(by)s named %(to)s in the plan instead of %(former)s."),
    "plan.proposed": gettext_lazy("%(by)s proposed a plan with %(names)s: %(strategy)s."),
    "seat.opened": gettext_lazy("%(by)s put the seat %(seat)s into the plan; %(interim)s stands in."),
    "seat.filled": gettext_lazy("%(by)s named %(name)s for the seat %(seat)s."),
    "plan.held": gettext_lazy("%(by)s left %(what)s with the leaver until %(day)s."),
    "plan.unheld": gettext_lazy("%(by)s let %(what)s go with the rest again."),
    "plan.locked": gettext_lazy("%(by)s fixed %(what)s in the plan."),
    "plan.released": gettext_lazy("%(by)s let %(what)s be proposed again."),
    "transfer.made": gettext_lazy("%(by)s chose %(what)s."),
    "transfer.changed": gettext_lazy("%(by)s changed when and why: on %(day)s%(back)s."),
    "plan.undone": gettext_lazy("%(by)s took back a change of %(what)s in the plan."),
    "plan.redone": gettext_lazy("%(by)s changed %(what)s in the plan again after all."),
    "plan.scoped": gettext_lazy("%(by)s changed what the plan moves and what stays."),
    "plan.seats_changed": gettext_lazy("%(by)s gave %(what)s to %(successor)s."),
    "plan.changed": gettext_lazy("%(by)s gave %(what)s to %(successor)s."),
    "plan.approval_asked": gettext_lazy("%(by)s asked %(names)s to approve the plan."),
    "plan.approved": gettext_lazy("%(what)s are to change hands on %(day)s."),
    "move.asked": gettext_lazy("%(by)s asked for the move at once."),
    "move.done": gettext_lazy("%(what)s changed hands; nothing but the owner changed."),
    "move.failed": gettext_lazy("The move stopped and nothing changed hands: %(problem)s"),
    "move.undo_asked": gettext_lazy("%(by)s asked to undo the move."),
    "move.put": gettext_lazy("%(by)s put the move from %(old)s to %(new)s."),
    "move.paused": gettext_lazy("%(by)s paused the move: %(reason)s"),
    "move.resumed": gettext_lazy("%(by)s let the move go on."),
    "move.undone": gettext_lazy("%(by)s undid the move: %(what)s came back."),
    "plan.discarded": gettext_lazy("The plan was put aside."),
    "plan.reopened": gettext_lazy("The approval of the plan was taken back."),
    "checklist.generated": gettext_lazy("The checklist got %(what)s."),
    "item.done": gettext_lazy("%(by)s ticked “%(title)s”."),
    "item.waived": gettext_lazy("%(by)s said “%(title)s” is not needed: %(note)s"),
    "item.reopened": gettext_lazy("%(by)s opened “%(title)s” again."),
    "item.noted": gettext_lazy("%(by)s wrote a note on “%(title)s”."),
    "item.evidence_added": gettext_lazy("%(by)s added %(name)s to “%(title)s”."),
    "verification.opened": gettext_lazy("%(what)s wait to be verified."),
    "verification.stated": gettext_lazy("%(by)s stated %(what)s."),
    "verification.confirmed": gettext_lazy("%(by)s confirmed %(what)s."),
    "verification.disputed": gettext_lazy("%(by)s disputed %(what)s: %(note)s"),
    "verification.settled": gettext_lazy("%(by)s settled %(what)s: %(note)s"),
    "verification.sent_back": gettext_lazy("%(by)s sent %(what)s back: %(note)s"),
    "verification.taken_back": gettext_lazy("%(by)s took back what was said about %(what)s."),
    "verification.signed_off": gettext_lazy("%(by)s signed off the verification."),
    "verification.sign_off_taken_back": gettext_lazy("The sign-off no longer counts: what it was about has changed."),
    "sample.drawn": gettext_lazy("A sample of %(what)s was drawn for the supervisor to check."),
    "sample.followed": gettext_lazy("The sample follows the plan: it is %(what)s now."),
    "sample.drawn_again": gettext_lazy("%(by)s had another sample of %(what)s drawn: %(reason)s"),
    "sample.scored": gettext_lazy("%(by)s checked %(customer)s: %(score)s."),
    "visits.excepted": gettext_lazy("%(by)s let %(what)s change hands without a joint visit: %(reason)s"),
    "visits.wanted_again": gettext_lazy("%(by)s wants %(what)s visited together after all."),
    "sample.reasons_changed": gettext_lazy("%(by)s changed the reasons to send customers back."),
    "item.evidence_removed": gettext_lazy("%(by)s took %(name)s out of “%(title)s”."),
    "item.evidence_put_back": gettext_lazy("%(by)s put %(name)s back to “%(title)s”."),
    "briefing.saved": gettext_lazy("%(by)s wrote down what is known of %(customer)s."),
    "briefing.finished": gettext_lazy("%(by)s told all about %(customer)s."),
    "briefing.contact_named": gettext_lazy("%(by)s named %(contact)s at %(customer)s: %(role)s."),
    "promise.told": gettext_lazy("%(by)s wrote down a promise to %(customer)s: %(what)s"),
    "promise.taken_out": gettext_lazy("%(by)s took a promise to %(customer)s out of the list: %(what)s"),
    "promise.put_back": gettext_lazy("%(by)s put a promise to %(customer)s back into the list: %(what)s"),
    "promise.approved": gettext_lazy("%(by)s approved a promise to %(customer)s: %(what)s"),
    "promise.refused": gettext_lazy("%(by)s refused a promise to %(customer)s: %(reason)s"),
    "promise.reopened": gettext_lazy("%(by)s wants to decide again on a promise to %(customer)s: %(what)s"),
    "promise.kept": gettext_lazy("%(by)s kept a promise to %(customer)s: %(what)s"),
    "promise.not_kept": gettext_lazy("%(by)s did not keep a promise to %(customer)s: %(note)s"),
    "promise.still_to_keep": gettext_lazy("A promise to %(customer)s is still to keep, says %(by)s: %(what)s"),
    "question.asked": gettext_lazy("%(by)s asked about %(customer)s."),
    "question.answered": gettext_lazy("%(by)s answered a question about %(customer)s."),
    "answer_link.made": gettext_lazy("%(by)s made a link for answers, open until %(day)s."),
    "answer_link.revoked": gettext_lazy("%(by)s took the link for answers back."),
    "inheritance.accepted": gettext_lazy("%(by)s took on %(what)s."),
    "inheritance.taken_back": gettext_lazy("%(by)s has not taken on %(what)s yet after all."),
    "inheritance.returned": gettext_lazy("%(by)s sent %(what)s back: %(reason)s"),
    "inheritance.kept": gettext_lazy("%(by)s left %(what)s with %(successor)s: %(reason)s"),
    "cover.named": gettext_lazy("%(by)s named %(name)s as interim cover for %(what)s, from %(first)s to %(last)s."),
    "cover.ended": gettext_lazy("The cover of %(what)s by %(name)s ended: %(how)s."),
    "letter.written": gettext_lazy("%(by)s wrote to %(to)s at %(customer)s."),
    "letter.template_changed": gettext_lazy("%(by)s changed the template of a letter."),
    "order.chosen": gettext_lazy("%(by)s chose for %(what)s how they are handed over: %(how)s."),
    "weights.changed": gettext_lazy("%(by)s changed what a proposal weighs: %(changes)s."),
    "move.called_off": gettext_lazy("The move that was to come was called off."),
}

_prepares: dict[str, Prepare] = {}


def prepares(verb: str) -> Callable[[Prepare], Prepare]:
    """Register how the details of `verb` become words."""

    def register(prepare: Prepare) -> Prepare:
        _prepares[verb] = prepare
        return prepare

    return register


def sentence(entry: AuditEntry) -> str:
    """The sentence for one audit row, in the reader's language."""
    by = entry.by.name if entry.by else _("Baton")
    words = SENTENCES.get(entry.verb)
    if words is None:
        return _("%(by)s: %(verb)s.") % {"by": by, "verb": entry.verb}
    details = dict(entry.details)
    if entry.verb in _prepares:
        details |= _prepares[entry.verb](details)
    try:
        return str(words) % {"by": by, **details}
    except KeyError:  # an older row, from before the sentence wanted this detail
        return _("%(by)s: %(verb)s.") % {"by": by, "verb": entry.verb}


def told(entry: AuditEntry) -> str | None:
    """The sentence of a verb we know, None for those of other rooms (for the audit trail)."""
    return sentence(entry) if entry.verb in SENTENCES else None


def numbered(singular: str, plural: str, count: int) -> str:
    """A translated count, for rooms that prepare details."""
    return ngettext(singular, plural, count) % {"count": count}


def moment(text: str) -> str:
    """An ISO day or moment as the reader writes it."""
    when = parse_datetime(text) if "T" in text else parse_date(text)
    if isinstance(when, datetime.datetime):
        return date_format(localtime(when), "SHORT_DATETIME_FORMAT")
    return date_format(when, "DATE_FORMAT") if when else text


@prepares("departure.prompted")
def _prompted(details: Details) -> Details:
    return {"names": _(", ").join(details["names"])}


@prepares("departure.changed")
def _changed(details: Details) -> Details:
    said = []
    for name in [*Anchor.values, "reason"]:
        if name not in details:
            continue
        old, new = details[name]["from"], details[name]["to"]
        if name == "reason":
            words = {"what": _("reason"), "old": Reason(old).label, "new": Reason(new).label}
        else:
            words = {"what": Anchor(name).label, "old": moment(old), "new": moment(new)}
        said.append(_("%(what)s from %(old)s to %(new)s") % words)
    return {"changes": _("; ").join(said) or _("what is not for every eye")}


@prepares("reference.given")
@prepares("reference.ended")
@prepares("reference.waived")
@prepares("reference.reopened")
def _settled(details: Details) -> Details:
    return {"what": sweep.KINDS[ReferenceKind(details["kind"])].counted(details["count"])}


@prepares("plan.approval_asked")
def _asked(details: Details) -> Details:
    return {"names": _(", ").join(details["names"])}


@prepares("plan.proposed")
def _proposed(details: Details) -> Details:
    return {"names": _(", ").join(details["successors"]), "strategy": Strategy(details["strategy"]).label}


@prepares("plan.changed")
def _given(details: Details) -> Details:
    return _lines(details) | {"successor": details["successor"] or _("nobody yet")}


@prepares("plan.seats_changed")
def _seated(details: Details) -> Details:
    return {"what": plan.counted(details), "successor": details["successor"] or _("nobody yet")}


@prepares("plan.held")
def _held(details: Details) -> Details:
    deals = ngettext("%(n)s deal", "%(n)s deals", details["count"]) % {"n": details["count"]}
    return {"what": deals, "day": moment(details["until"])}


@prepares("document.made")
@prepares("document.made_of_customer")
def _format(details: Details) -> Details:
    return {"format": DocumentFormat(details["format"]).label}


@prepares("plan.unheld")
@prepares("plan.locked")
@prepares("plan.released")
@prepares("plan.undone")
@prepares("plan.redone")
def _lines(details: Details) -> Details:
    return {"what": ngettext("%(n)s record", "%(n)s records", details["count"]) % {"n": details["count"]}}


@prepares("plan.approved")
def _approved(details: Details) -> Details:
    return {"what": plan.counted(details), "day": moment(details["effective_at"])}


@prepares("move.put")
def _put(details: Details) -> Details:
    return {"old": moment(details["from"]), "new": moment(details["to"])}


@prepares("transfer.made")
def _chosen(details: Details) -> Details:
    return {"what": plan.counted(details)}


@prepares("transfer.changed")
def _moments(details: Details) -> Details:
    back = _(", back on %(day)s") % {"day": moment(details["returns_at"])} if details["returns_at"] else ""
    return {"day": moment(details["effective_at"]), "back": back}


@prepares("move.done")
@prepares("move.undone")
def _moved(details: Details) -> Details:
    return {"what": plan.counted(details.get("moved") or details.get("returned", {}))}
