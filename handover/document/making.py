"""Makes documents: small ones while their reader waits, large ones by a worker."""

import datetime
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone, translation

from handover import dates
from handover.actions import documents
from handover.document import building
from handover.document.scope import Scope, one_customer, whole
from handover.document.tree import Document
from handover.models import DocumentFormat, DocumentState, HandoverDocument

logger = logging.getLogger(__name__)

#: Up to so many customers who asks waits for the file: a few seconds.
AT_ONCE = 400
#: So long a worker may make one document, in seconds; then it is ended.
LONGEST_SECONDS = 600
#: One that was taken this long ago is not made any more, and one that waits this long has perhaps lost its task.
DEAD, LOST = datetime.timedelta(seconds=LONGEST_SECONDS + 60), datetime.timedelta(minutes=1)

#: The advisory locks by which it is known that somebody is still making a document; with a worker that is killed its
#: session ends, and with the session its locks.
HELD = 1904
_HELD_NOW = """
    SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def scope_of(document: HandoverDocument) -> Scope:
    """What its reader may read of it today; `Http404` when they may not any more."""
    if document.customer_id is None:
        return whole(document.reader, document.departure_id)
    return one_customer(document.reader, document.departure_id, document.customer_id)


def make(pk: int, *, at: datetime.datetime) -> HandoverDocument | None:
    """Make a document that waits: it comes back ready or failed, or as None when another has taken it.

    Whatever goes wrong is logged and not raised: that it failed would be undone with the transaction of who asked.
    """
    with held(pk) as is_ours:
        document = _taken(pk, at) if is_ours else None
        return _made(document, at) if document else None


def _made(document: HandoverDocument, at: datetime.datetime) -> HandoverDocument:
    try:
        return documents.keep(document=document, content=_content(document, at), at=at)
    except Http404:
        logger.info("The reader of document %s may not read it any more.", document.pk)
    except Exception:
        logger.exception("Document %s could not be made.", document.pk)
    return documents.give_up(document=document)


@contextmanager
def held(pk: int) -> Iterator[bool]:
    """Let others see that this session is making the document; False when another one is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [HELD, pk])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [HELD, pk])


def _content(document: HandoverDocument, at: datetime.datetime) -> bytes:
    with transaction.atomic():  # what the database refuses ends here, and not the transaction around
        tree = building.build(scope_of(document), language=document.language, at=at)
    documents.say(document=document, state=DocumentState.WRITING)
    return write(tree, document)


def write(tree: Document, document: HandoverDocument) -> bytes:
    """The tree in the format, the language and the time zone of the document's reader."""
    with translation.override(document.language), timezone.override(dates.zone(document.reader)):
        return _writer(document.format)(tree)


def _writer(form: str) -> Callable[[Document], bytes]:
    from handover.document import pdf, word, xlsx  # what writes files is loaded by who makes one, not by every process

    writers: dict[str, Callable[[Document], bytes]] = {
        DocumentFormat.WORD: word.write,
        DocumentFormat.PDF: pdf.write,
        DocumentFormat.EXCEL: xlsx.write,
    }
    return writers[form]


def _taken(pk: int, at: datetime.datetime) -> HandoverDocument | None:
    """A document that waits, taken by one worker only."""
    people = ("reader__office", "departure__leaver", "customer")
    with transaction.atomic():
        waiting = HandoverDocument.objects.filter(pk=pk, state=DocumentState.WAITING)
        found = waiting.select_for_update(of=("self",), skip_locked=True).select_related(*people).first()
        if found is not None:
            documents.take(document=found, at=at)
    return found


def lost(at: datetime.datetime) -> list[int]:
    """The documents that wait and may have lost their task; those whose worker died are given up."""
    taken = documents.taken()
    with connection.cursor() as cursor:
        cursor.execute(_HELD_NOW, [HELD])
        alive = {pk for (pk,) in cursor.fetchall()}
    documents.give_up_taken(before=at - DEAD, dead=taken - alive)
    waiting = HandoverDocument.objects.filter(state=DocumentState.WAITING, asked_at__lt=at - LOST)
    return list(waiting.order_by("pk").values_list("pk", flat=True))
