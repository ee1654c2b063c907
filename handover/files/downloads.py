"""Handing out files that people have added: as a download, never shown in place, never kept by a cache."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from handover.models import Evidence


def download(evidence: Evidence) -> FileResponse:
    """The file under the name its uploader gave it."""
    return as_download(evidence.file, evidence.name, evidence.content_type)


def as_download(file: FieldFile, name: str, content_type: str) -> FileResponse:
    """A kept file under `name`."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
