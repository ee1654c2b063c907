"""What a connection is doing, in sentences: problems, runs, differences."""

from django.template.defaultfilters import date as formatted
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.connectors.registry import VENDORS
from customers.models import OPEN_RUNS, Connection, ConnectionRun, LinkState, NoteState, RecordLink, RunState

#: Problems Baton itself names, and codes of vendors that say little; every other code is the vendor's.
PROBLEMS: dict[str, str | Promise] = {
    "inner_address": gettext_lazy("its address leads into your own network, which Baton does not call"),
    "certificate": gettext_lazy("its certificate is not valid"),
    "address": gettext_lazy("its address is not a web address"),
    "unreachable": gettext_lazy("it can't be reached"),
    "no_answer": gettext_lazy("it did not answer in time"),
    "answer_too_long": gettext_lazy("its answer is longer than Baton takes"),
    "no_json": gettext_lazy("something in between answered in its place"),
    "no_result": gettext_lazy("it did not say what became of it"),
    "page_repeated": gettext_lazy("it gave the same page again and again"),
    "settings": gettext_lazy("something it needs was not filled in"),
    "region": gettext_lazy("its data centre or environment is none that Baton knows"),
    "no_sandbox": gettext_lazy("its data centre has no sandbox that Baton knows"),
    "secrets_unreadable": gettext_lazy("what was filled in can't be decrypted any more; fill it in again"),
    "vendor_unknown": gettext_lazy("this version of Baton does not know this CRM"),
    "token_awaited": gettext_lazy("another worker is still signing in there"),
    "stopped": gettext_lazy("Baton itself made a mistake; the log of the worker names it"),
    "switched_off": gettext_lazy("it was switched off"),
    "nobody_there": gettext_lazy("the owner here is nobody there"),
    "inactive_there": gettext_lazy("the owner here is not active there"),
    "high_sea": gettext_lazy("nobody owns it there; somebody has to take it from the high sea first"),
    "unchanged": gettext_lazy("it took the change and changed nothing"),
    "unknown_employee": gettext_lazy("the employee in whose name Baton calls is not there, or has left"),
    "old_ids": gettext_lazy("it names people by ids of its older way of calling, which no record has"),
    "unknown_cloud": gettext_lazy("its cloud is none that Baton knows"),
    "no_token": gettext_lazy("it let Baton in without giving it an access token"),
    "no_code": gettext_lazy("it answered without saying whether it worked"),
    "no_list": gettext_lazy("it answered without a list of records"),
    "no_description": gettext_lazy("it did not say which fields its records have"),
    "no_such_place": gettext_lazy("the place in its list where Baton stopped reading is not known any more"),
    "not_settled": gettext_lazy("it takes too many calls to tell which records it refuses; the rest follows"),
    "other_owner": gettext_lazy("somebody else has it there by now"),
    "gone": gettext_lazy("it is deleted there"),
    "not_offered": gettext_lazy("it does not offer this"),
    "no_my_domain": gettext_lazy("its address is not a firm’s own at Salesforce, which ends in my.salesforce.com"),
    "api_version": gettext_lazy("the version of its API is not a number such as 62.0"),
    "limit_near": gettext_lazy("almost all its calls of 24 hours are used up, and the rest is left to others"),
    "REQUEST_LIMIT_EXCEEDED": gettext_lazy("its calls of 24 hours are used up"),
    "INVALID_SESSION_ID": gettext_lazy("it does not take the access token it gave"),
    "UNABLE_TO_LOCK_ROW": gettext_lazy("somebody else is changing the record just now"),
    "INACTIVE_OWNER_OR_USER": gettext_lazy("the old or the new owner is not active there"),
    "TEN_SECONDLY_ROLLING": gettext_lazy("it got more calls in ten seconds than it takes"),
    "SECONDLY": gettext_lazy("it got more searches in a second than it takes"),
    "DAILY": gettext_lazy("its calls of the day are used up"),
    "RATE_LIMITS": gettext_lazy("it got more calls than it takes"),
    "INVALID_AUTHENTICATION": gettext_lazy("it does not take the access token"),
    "settles_at_once": gettext_lazy("it settles every change at once, so there is nothing to ask after"),
    "nobody_has_it": gettext_lazy("nobody has the customer there who could hand it over"),
    "nobody_has_customers": gettext_lazy("nobody whom its app sees may have customers"),
    "no_record": gettext_lazy("it knows nothing of the request"),
    "no_such_customer": gettext_lazy("it does not know the customer"),
    "not_their_customer": gettext_lazy("the customer there is not of whom it should come from"),
    "no_such_member": gettext_lazy("one of the two is no member there"),
    "same_member": gettext_lazy("both owners are the same member there"),
    "taker_not_verified": gettext_lazy("the new owner has not verified their name there"),
    "no_customer_contact": gettext_lazy("one of the two may not have customers there"),
    "no_right_on_member": gettext_lazy("its app may not act for one of the two"),
    "handed_over_too_often": gettext_lazy("the customer was handed over twice within 90 days already"),
}

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


def problem(code: str, detail: str = "") -> str:
    """Why something did not work, as the end of a sentence; nothing for no code."""
    if not code:
        return ""
    if code in PROBLEMS:
        return str(PROBLEMS[code])
    if detail:
        return _("it says %(code)s (%(detail)s)") % {"code": code, "detail": detail}
    return _("it says %(code)s") % {"code": code}


def label(connection: Connection) -> str:
    """What the vendor is called."""
    vendor = VENDORS.get(connection.vendor)
    return str(vendor.label) if vendor else connection.vendor


def state(connection: Connection, last_read: ConnectionRun | None) -> str:
    """How a connection fares, as a sentence."""
    if not connection.is_on:
        return _("Switched off.")
    if connection.problem:
        since = formatted(timezone.localtime(connection.problem_at), "DATETIME_FORMAT") if connection.problem_at else ""
        told = {"since": since, "problem": problem(connection.problem, connection.detail)}
        return _("Stopped since %(since)s: %(problem)s.") % told
    if last_read is None:
        return _("Nothing has been read yet.")
    if last_read.state == RunState.DONE and not last_read.problem and last_read.finished_at:
        at = formatted(timezone.localtime(last_read.finished_at), "DATETIME_FORMAT")
        return _("Last read %(at)s.") % {"at": at}
    return _("Reading: %(state)s") % {"state": run_state(last_read)}


def run_state(run: ConnectionRun) -> str:
    """How far a run is, as a sentence."""
    why = problem(run.problem, run.detail)
    if run.state == RunState.QUEUED and run.tries and why:
        at = formatted(timezone.localtime(run.not_before), "TIME_FORMAT") if run.not_before else ""
        return _("Waits: %(problem)s. Next attempt at %(at)s.") % {"problem": why, "at": at}
    if run.state in OPEN_RUNS:
        return _("Under way.") if run.state == RunState.RUNNING else _("Queued.")
    if run.state == RunState.FAILED:
        return _("Stopped: %(problem)s.") % {"problem": why}
    at = formatted(timezone.localtime(run.finished_at), "DATETIME_FORMAT") if run.finished_at else ""
    if why:
        return _("Done %(at)s, but not all of it: %(problem)s.") % {"at": at, "problem": why}
    return _("Done %(at)s.") % {"at": at}


def counted(run: ConnectionRun) -> list[str]:
    """What came of a run, one part for each number that is not zero."""
    return [words(n) % {"n": n} for name, words in COUNTS.items() if (n := run.counts.get(name, 0))]


def notes(state: str, number: int) -> str:
    """How so many notes fare, as a sentence."""
    return NOTES[NoteState(state)](number) % {"n": number}


def difference(link: RecordLink) -> str:
    """Why a link stands as it does, beside its state."""
    return link.reason if link.state == LinkState.SETTLED else problem(link.code, link.detail)
