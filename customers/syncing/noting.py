"""Leaving a note on each customer handed over: once, after both sides agree about its owner.

That a note is about to be written is stored before it is. When nobody heard what came of it, the next attempt looks
there first; where that can't be done the note stays unclear and is not written again. One whose customer has changed
hands again before it was written is dropped: the next change has a note of its own.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.db.models import OuterRef, Subquery
from django.utils import translation

from customers.connectors.interface import Connector, ConnectorError, Fault, Note, Noted, Result
from customers.kinds import LinkedKind
from customers.models import (
    Connection,
    ConnectionRun,
    LinkState,
    NoteState,
    OwnershipChange,
    RecordLink,
    RecordNote,
    Why,
)
from customers.models.record_note import LEFT
from customers.syncing.claims import count, now, step
from customers.syncing.note_words import Words, words
from customers.syncing.waits import waiting_time

#: Changes that have a note, and those that have one only where the change they take back has left one.
HANDED_OVER = (Why.HANDOVER, Why.REDO, Why.TRANSFER)
GIVEN_BACK = (Why.UNDO, Why.RETURN)
#: How often a note is tried again that the vendor does not take now.
MOST_ATTEMPTS = 30
#: How far clocks may differ when a note is looked for.
OVERLAP = datetime.timedelta(days=1)
FIELDS = ("state", "attempts", "due_at", "asked_at", "code", "detail")
#: What a run counts.
COUNTS = {"written": "noted", "unclear": "note_unclear", "failed": "note_failed"}


def agreed(connection: Connection, links: Iterable[RecordLink], *, at: datetime.datetime) -> None:
    """Let these customers, about whose owners both sides have come to agree, have their notes."""
    customers = [link.pk for link in links]
    if connection.notes_since is None or not customers:
        return
    last = OwnershipChange.objects.filter(kind=OuterRef("kind"), record_id=OuterRef("record_id")).order_by("-pk")
    rows = RecordLink.objects.filter(pk__in=customers).annotate(
        change=Subquery(last.values("pk")[:1]), before=Subquery(last.values("pk")[1:2])
    )
    found = list(rows.exclude(change=None).values_list("pk", "change", "before"))
    changes = OwnershipChange.objects.filter(pk__in=[change for _pk, change, _before in found])
    why = dict(changes.filter(at__gte=connection.notes_since).values_list("pk", "why"))
    left = RecordNote.objects.filter(link__in=customers, state__in=LEFT)
    noted = set(left.values_list("link", "change_id")) if set(why.values()) & set(GIVEN_BACK) else set()
    RecordNote.objects.bulk_create(
        (
            RecordNote(connection=connection, link_id=pk, change_id=change, due_at=at)
            for pk, change, before in found
            if why.get(change) in HANDED_OVER or (why.get(change) in GIVEN_BACK and (pk, before) in noted)
        ),
        ignore_conflicts=True,
    )


def write(run: ConnectionRun, connector: Connector) -> None:
    """Leave the notes that are due, each once. Raises `ConnectorError` or `LostClaim`; what is committed stays."""
    if LinkedKind.CUSTOMER in connector.can.notes and run.connection.notes_language:
        for ids in _due(run, connector.can.notes_at_once):
            _look(run, connector, ids)
            _send(run, connector, ids)


def _due(run: ConnectionRun, number: int) -> Iterator[list[int]]:
    last = 0
    while True:
        rows = RecordNote.objects.due(now()).filter(connection=run.connection, pk__gt=last)
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:number])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _look(run: ConnectionRun, connector: Connector, ids: Sequence[int]) -> None:
    """Find out what came of notes that were asked for and of which nobody heard."""
    rows = list(RecordNote.objects.filter(pk__in=ids, state=NoteState.ASKED).select_related("link").order_by("pk"))
    asked = {row.pk: _note(row) for row in rows}
    since = min((row.asked_at for row in rows if row.asked_at), default=None)
    if since is None:
        return
    try:
        found = (
            connector.find_notes(list(asked.values()), since=since - OVERLAP) if connector.can.finds_notes else set()
        )
    except ConnectorError as error:
        if error.fault is not Fault.PERMANENT:
            _store(run, connector, _alike(asked, Result.UNKNOWN, error), error)
            raise
        for pk in asked if len(asked) > 1 else ():
            _look(run, connector, [pk])
        if len(asked) == 1:
            _store(run, connector, _alike(asked, Result.UNKNOWN, error), error, can_look=False)
        return
    if not connector.can.finds_notes:
        _store(run, connector, {pk: Noted(note, Result.UNKNOWN, "no_answer") for pk, note in asked.items()})
        return
    there = {pk: Noted(note, Result.DONE) for pk, note in asked.items() if note.mark in found}
    missing = {pk: Noted(note, Result.LATER) for pk, note in asked.items() if note.mark not in found}
    _store(run, connector, there | missing)


def _alike(asked: Mapping[int, Note], result: Result, error: ConnectorError) -> dict[int, Noted]:
    """The failure of a whole call as what became of each of its notes."""
    return {pk: Noted(note, result, error.code, error.detail) for pk, note in asked.items()}


def _send(run: ConnectionRun, connector: Connector, ids: Sequence[int]) -> None:
    """One attempt at these notes. A call that can never work is made again with fewer, until it names one note."""
    asked = _prepare(run, ids)
    if not asked:
        return
    try:
        said = {noted.note.mark: noted for noted in connector.write_notes(list(asked.values()))}
    except ConnectorError as error:
        if error.fault is not Fault.PERMANENT or error.sent:
            _store(run, connector, _alike(asked, Result.UNKNOWN if error.sent else Result.LATER, error), error)
            if error.fault is not Fault.PERMANENT:
                raise
            return
        if len(asked) == 1:
            _store(run, connector, _alike(asked, Result.PERMANENT, error))
            return
        _store(run, connector, _alike(asked, Result.LATER, error), error)
        tried = list(asked)
        _send(run, connector, tried[: len(tried) // 2])
        _send(run, connector, tried[len(tried) // 2 :])
        return
    _store(
        run,
        connector,
        {pk: said.get(note.mark, Noted(note, Result.UNKNOWN, "no_result")) for pk, note in asked.items()},
    )


def _prepare(run: ConnectionRun, ids: Sequence[int]) -> dict[int, Note]:
    """Store that these notes are about to be asked for: by id. What is not to be said any more is dropped."""
    at = now()
    with step(run, is_progress=False):
        rows = [row for row in _locked(ids) if row.state == NoteState.WAITING]
        told = _told(run.connection, rows)
        RecordNote.objects.filter(pk__in=[row.pk for row in rows if row.pk not in told]).delete()
        for row in rows:
            row.state, row.due_at, row.asked_at = NoteState.ASKED, at, row.asked_at or at
        RecordNote.objects.bulk_update([row for row in rows if row.pk in told], FIELDS)
    return {row.pk: _note(row, told[row.pk]) for row in rows if row.pk in told}


def _told(connection: Connection, rows: Sequence[RecordNote]) -> dict[int, Words]:
    """What is to be said, by note; nothing where the owner is another by now, or both sides differ again."""
    last = OwnershipChange.objects.filter(kind=OuterRef("link__kind"), record_id=OuterRef("link__record_id"))
    current = RecordNote.objects.filter(pk__in=[row.pk for row in rows], link__state=LinkState.AGREED)
    current = current.filter(change_id=Subquery(last.order_by("-pk").values("pk")[:1]))
    changes = dict(current.values_list("pk", "change_id"))
    people = ("from_owner__office", "to_owner__office")
    with translation.override(connection.notes_language):
        said = words(list(OwnershipChange.objects.filter(pk__in=changes.values()).select_related(*people)))
    return {pk: said[change] for pk, change in changes.items() if change in said}


def _note(row: RecordNote, told: Words | None = None) -> Note:
    title, text = (told.title, f"{told.text}\n\n{row.mark}") if told else ("", row.mark)
    return Note(LinkedKind(row.link.kind), row.link.source_id, title, text, row.mark)


def _store(
    run: ConnectionRun,
    connector: Connector,
    said: Mapping[int, Noted],
    error: ConnectorError | None = None,
    *,
    can_look: bool = True,
) -> None:
    """Keep what the vendor said of each; `error` when it was said of the whole call, which is no note's fault."""
    at = now()
    looks = can_look and connector.can.finds_notes
    with step(run, is_progress=error is None):
        rows = _locked(said)
        for row in rows:
            _settle(row, said[row.pk], looks=looks, at=at, error=error)
            if name := COUNTS.get(row.state):
                count(run, **{name: 1})
        RecordNote.objects.bulk_update(rows, FIELDS)


def _settle(row: RecordNote, noted: Noted, *, looks: bool, at: datetime.datetime, error: ConnectorError | None) -> None:
    row.code, row.detail, row.due_at = noted.code[:80], noted.detail[:300], None
    is_given_up = error is None and row.attempts >= MOST_ATTEMPTS
    if noted.result is Result.DONE:
        row.state = NoteState.WRITTEN
    elif noted.result is Result.UNKNOWN and not looks:
        row.state = NoteState.UNCLEAR
    elif noted.result is Result.PERMANENT or (is_given_up and noted.result is not Result.UNKNOWN):
        row.state = NoteState.FAILED
    else:
        row.state = NoteState.ASKED if noted.result is Result.UNKNOWN else NoteState.WAITING
        row.attempts = min(row.attempts + 1, 1000)
        row.due_at = at + waiting_time(row.attempts, error.after if error else None)


def _locked(ids: Collection[int]) -> list[RecordNote]:
    """These notes, ours until the step ends."""
    rows = RecordNote.objects.filter(pk__in=ids).order_by("pk").select_related("link")
    return list(rows.select_for_update(of=("self",), skip_locked=True))
