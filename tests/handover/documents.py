"""Making a handover document by the front door and reading it back."""

import io
import re

import docx
import pypdf
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from handover.models import Departure

FORMATS = ("pdf", "docx", "xlsx")


def ask(client: Client, departure: Departure, format: str, language: str = "en", customer: int = 0) -> HttpResponse:  # noqa: A002
    """Press the button; the answer leads to the file."""
    if customer:
        url = reverse("customer_document_new", args=[departure.pk, customer])
    else:
        url = reverse("document_new", args=[departure.pk])
    return client.post(url, {"format": format, "language": language}, follow=True)


def content(answer: HttpResponse) -> bytes:
    """The bytes of a file that was handed out."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def text(answer: HttpResponse, format: str) -> str:  # noqa: A002
    """All words of a document, spaces and breaks as one space."""
    return re.sub(r"\s+", " ", READERS[format](content(answer)).replace("\u200b", ""))


def cells(answer: HttpResponse) -> dict[str, list[list[object]]]:
    """The sheets of a workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(answer)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def _pdf(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def _word(file: bytes) -> str:
    paper = docx.Document(io.BytesIO(file))
    said = [paragraph.text for paragraph in paper.paragraphs]
    for table in paper.tables:
        said += [cell.text for row in table.rows for cell in row.cells]
    said += [paragraph.text for paragraph in paper.sections[0].footer.paragraphs]
    return "\n".join(said)


def _excel(file: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(str(cell) for row in rows for cell in row)


READERS = {"pdf": _pdf, "docx": _word, "xlsx": _excel}
