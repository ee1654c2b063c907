"""Makes documents: small ones while their reader waits, large ones by a worker."""

import datetime
import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone, translation

from handover import dates
from handover.actions import documents
from handover.document import building, pdf, word, xlsx
from handover.document.scope import Scope, one_customer, whole
from handover.document.tree import Document
from handover.models import DocumentFormat, DocumentState, HandoverDocument

logger = logging.getLogger(__name__)

#: Up to so many customers who asks waits for the file: a few seconds.
AT_ONCE = 400
#: A document asked for this long ago and not begun has lost its task, one begun this long ago its worker.
LOST, DEAD = datetime.timedelta(minutes=1), datetime.timedelta(minutes=10)

WRITERS: dict[str, Callable[[Document], bytes]] = {
    DocumentFormat.WORD: word.write,
    DocumentFormat.PDF: pdf.write,
    DocumentFormat.EXCEL: xlsx.write,
}


def scope_of(document: HandoverDocument) -> Scope:
    """What its reader may read of it today; `Http404` when they may not any more."""
    if document.customer_id is None:
        return whole(document.reader, document.departure_id)
    return one_customer(document.reader, document.departure_id, document.customer_id)


def make(document: HandoverDocument, *, at: datetime.datetime) -> HandoverDocument:
    """Make a document that was asked for. Taken up twice, it is made once by each and kept once."""
    try:
        scope = scope_of(document)
        _now(document, DocumentState.READING)
        tree = building.build(scope, language=document.language, at=at)
        _now(document, DocumentState.WRITING)
        content = write(tree, document)
    except Http404:
        documents.give_up(document=document)
        return document
    except Exception:
        documents.give_up(document=document)
        logger.exception("Document %s could not be made.", document.pk)
        raise
    return documents.keep(document=document, content=content, at=at)


def write(tree: Document, document: HandoverDocument) -> bytes:
    """The tree in the format, the language and the time zone of the document's reader."""
    with translation.override(document.language), timezone.override(dates.zone(document.reader)):
        return WRITERS[document.format](tree)


def take(pk: int) -> HandoverDocument | None:
    """A document that waits, taken by one worker only; None when another has it."""
    people = ("reader__office", "departure__leaver", "customer")
    with transaction.atomic():
        waiting = HandoverDocument.objects.filter(pk=pk, state=DocumentState.WAITING)
        found = waiting.select_for_update(of=("self",), skip_locked=True).select_related(*people).first()
        if found is not None:
            _now(found, DocumentState.READING)
    return found


def lost(at: datetime.datetime) -> list[int]:
    """The documents whose task got lost; those whose worker died wait again."""
    HandoverDocument.objects.under_way().filter(asked_at__lt=at - DEAD).exclude(state=DocumentState.WAITING).update(
        state=DocumentState.FAILED
    )
    waiting = HandoverDocument.objects.filter(Q(state=DocumentState.WAITING), asked_at__lt=at - LOST)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _now(document: HandoverDocument, state: DocumentState) -> None:
    """Say how far it is, to whoever looks meanwhile."""
    HandoverDocument.objects.under_way().filter(pk=document.pk).update(state=state)
    document.state = state
