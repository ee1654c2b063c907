"""Handover documents as their readers meet them: asked for, made at once or by a worker, and handed out."""

import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from handover import tasks
from handover.actions import documents as actions
from handover.document import making
from handover.document.scope import Scope
from handover.files.downloads import as_download
from handover.models import HandoverDocument

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def ask(*, scope: Scope, kind: str, language: str, at: datetime.datetime) -> HandoverDocument:
    """Ask for the document of `scope` in that format: a small one is ready, a large one is left to a worker.

    Raises `Refused` as `actions.documents.ask` does.
    """
    document = actions.ask(
        departure=scope.departure, customer=scope.customer, kind=kind, language=language, by=scope.reader, at=at
    )
    if scope.size > making.AT_ONCE:
        transaction.on_commit(partial(tasks.nudge_document, document.pk))
        return document
    return making.make(document.pk, at=at) or document


def of_reader(reader: User, departure: int) -> QuerySet[HandoverDocument]:
    """What was made of a departure for this reader, the latest first."""
    return HandoverDocument.objects.filter(departure=departure, reader=reader).select_related("customer")


def found(reader: User, departure: int, pk: int) -> HandoverDocument:
    """One document, for whom it was made and nobody else; `Http404` too when they may not read of it any more."""
    rows = of_reader(reader, departure).select_related("departure__leaver", "customer", "reader")
    document = get_object_or_404(rows, pk=pk)
    making.scope_of(document)
    return document


def handed_out(document: HandoverDocument) -> FileResponse:
    """The file, under a name in the language of the document."""
    with override(document.language):
        about = document.customer.name if document.customer else document.departure.leaver.name
        words = _("Handover %(about)s") % {"about": about.replace("/", " ").replace("\\", " ")[:80]}
    return as_download(document.file, f"{words}.{document.format}", TYPES[document.format])
