"""Handing out files that people have added: as a download, never shown in place, never kept by a cache."""

from django.http import FileResponse

from handover.models import Evidence


def download(evidence: Evidence) -> FileResponse:
    """The file under the name its uploader gave it."""
    response = FileResponse(
        evidence.file.open("rb"), as_attachment=True, filename=evidence.name, content_type=evidence.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
