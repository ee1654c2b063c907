"""Rows as a CSV file that a spreadsheet opens as text, and never runs. Memory does not grow with their number."""

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from django.http import StreamingHttpResponse

#: Tells a spreadsheet that what follows is UTF-8.
BOM: Final = "\ufeff"
#: A cell that begins like this is a formula to a spreadsheet; full-width signs are to some as well.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of the file; a cell that would run as a formula has an apostrophe before it."""
    writer = csv.writer(_Echo())
    yield BOM
    for row in rows:
        yield writer.writerow(_safe(str(cell)) for cell in row)


def download(rows: Iterable[Iterable[object]], name: str) -> StreamingHttpResponse:
    """The file `name` (ASCII) as a download that no cache keeps."""
    return StreamingHttpResponse(
        lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell
