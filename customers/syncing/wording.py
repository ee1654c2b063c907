"""What a connection is doing, in sentences: runs, notes, differences."""

import datetime

from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.connectors.registry import VENDORS
from customers.models import OPEN_RUNS, Connection, ConnectionRun, LinkState, NoteState, RecordLink, RunState
from customers.syncing.problems import problem

#: What runs count, in the order of their page.
COUNTS = {
    "read": lambda n: ngettext("%(n)s record read", "%(n)s records read", n),
    "pool": lambda n: ngettext(
        "%(n)s customer belongs to nobody there and was left in the pool",
        "%(n)s customers belong to nobody there and were left in the pool",
        n,
    ),
    "beside": lambda n: ngettext(
        "%(n)s record left there that is nobody's, or such a customer's",
        "%(n)s records left there that are nobody's, or such a customer's",
        n,
    ),
    "people": lambda n: ngettext("%(n)s new person", "%(n)s new people", n),
    "compared": lambda n: ngettext("%(n)s owner compared", "%(n)s owners compared", n),
    "done": lambda n: ngettext("%(n)s owner written", "%(n)s owners written", n),
    "agreed": lambda n: ngettext("%(n)s was right already", "%(n)s were right already", n),
    "asked": lambda n: ngettext("%(n)s customer is asked", "%(n)s customers are asked", n),
    "later": lambda n: ngettext("%(n)s to be tried again", "%(n)s to be tried again", n),
    "refused": lambda n: ngettext("%(n)s customer declined", "%(n)s customers declined", n),
    "full": lambda n: ngettext("no room for %(n)s", "no room for %(n)s", n),
    "conflict": lambda n: ngettext("%(n)s belongs to somebody else", "%(n)s belong to somebody else", n),
    "differ": lambda n: ngettext("%(n)s differs", "%(n)s differ", n),
    "gone": lambda n: ngettext("%(n)s deleted there", "%(n)s deleted there", n),
    "failed": lambda n: ngettext("%(n)s could not be written", "%(n)s could not be written", n),
    "permanent": lambda n: ngettext("%(n)s can't be written", "%(n)s can't be written", n),
    "noted": lambda n: ngettext("%(n)s note written", "%(n)s notes written", n),
    "note_unclear": lambda n: ngettext("%(n)s note perhaps written", "%(n)s notes perhaps written", n),
    "note_failed": lambda n: ngettext("%(n)s note could not be written", "%(n)s notes could not be written", n),
}

#: How many notes fare how.
NOTES = {
    NoteState.WAITING: lambda n: ngettext(
        "%(n)s note is still to be written.", "%(n)s notes are still to be written.", n
    ),
    NoteState.ASKED: lambda n: ngettext("%(n)s note is just being written.", "%(n)s notes are just being written.", n),
    NoteState.WRITTEN: lambda n: ngettext("%(n)s note is written.", "%(n)s notes are written.", n),
    NoteState.UNCLEAR: lambda n: ngettext(
        "%(n)s note was perhaps written. It is not written again.",
        "%(n)s notes were perhaps written. They are not written again.",
        n,
    ),
    NoteState.FAILED: lambda n: ngettext("%(n)s note could not be written.", "%(n)s notes could not be written.", n),
}


def label(connection: Connection) -> str:
    """What the vendor is called."""
    vendor = VENDORS.get(connection.vendor)
    return str(vendor.label) if vendor else connection.vendor


def state(connection: Connection, last_read: ConnectionRun | None) -> str:
    """How a connection fares, as a sentence."""
    if not connection.is_on:
        return _("Switched off.")
    if connection.problem:
        told = {"since": _moment(connection.problem_at), "problem": problem(connection.problem, connection.detail)}
        return _("Stopped since %(since)s: %(problem)s.") % told
    if last_read is None:
        return _("Nothing has been read yet.")
    return _reading(last_read)


def _reading(run: ConnectionRun) -> str:
    """How far the newest reading is."""
    told = {"problem": problem(run.problem, run.detail), "at": _moment(run.finished_at)}
    if _waits(run):
        return _("Reading waits: %(problem)s. Next attempt at %(at)s.") % (told | {"at": _time(run.not_before)})
    if run.state in OPEN_RUNS:
        n = run.counts.get("read", 0)
        words = ngettext("Reading: %(n)s record so far.", "Reading: %(n)s records so far.", n)
        return words % {"n": localize(n)} if n else _("Reading has begun.")
    if run.state == RunState.FAILED:
        return _("The last reading stopped: %(problem)s.") % told
    if run.problem:
        return _("Last read %(at)s, but not all of it: %(problem)s.") % told
    return _("Last read %(at)s.") % told


def _waits(run: ConnectionRun) -> bool:
    return run.state == RunState.QUEUED and bool(run.tries and run.problem)


def _time(at: datetime.datetime | None) -> str:
    return formatted(timezone.localtime(at), "TIME_FORMAT") if at else ""


def _moment(at: datetime.datetime | None) -> str:
    return formatted(timezone.localtime(at), "DATETIME_FORMAT") if at else ""


def run_state(run: ConnectionRun) -> str:
    """How far a run is, as a sentence."""
    why = problem(run.problem, run.detail)
    if _waits(run):
        return _("Waits: %(problem)s. Next attempt at %(at)s.") % {"problem": why, "at": _time(run.not_before)}
    if run.state in OPEN_RUNS:
        return _("Under way.") if run.state == RunState.RUNNING else _("Queued.")
    if run.state == RunState.FAILED:
        return _("Stopped: %(problem)s.") % {"problem": why}
    told = {"at": _moment(run.finished_at), "problem": why}
    return _("Done %(at)s, but not all of it: %(problem)s.") % told if why else _("Done %(at)s.") % told


def counted(run: ConnectionRun) -> list[str]:
    """What came of a run, one part for each number that is not zero."""
    return [words(n) % {"n": localize(n)} for name, words in COUNTS.items() if (n := run.counts.get(name, 0))]


def notes(state: str, number: int) -> str:
    """How so many notes fare, as a sentence."""
    return NOTES[NoteState(state)](number) % {"n": localize(number)}


def difference(link: RecordLink) -> str:
    """Why a link stands as it does, beside its state."""
    return link.reason if link.state == LinkState.SETTLED else problem(link.code, link.detail)
