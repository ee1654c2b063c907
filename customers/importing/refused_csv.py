"""The refused rows as a CSV that a spreadsheet opens as text, and that Baton takes again once they are mended."""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from customers.importing.problems import row_sentence
from customers.models import ImportFile

BOM = "\ufeff"
#: A cell that begins like this is a formula to a spreadsheet; full-width signs are to some as well.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BATCH = 2_000


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def safe(cell: str) -> str:
    """The cell with an apostrophe before what would run as a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def lines(file: ImportFile) -> Iterator[str]:
    """The refused rows of a file as the file had them, line and reason before: mended, it is imported as it is.
    Memory does not grow with their number.
    """
    writer = csv.writer(_Echo())
    own = [f"Baton {_('line')} #{file.pk}", f"Baton {_('reason')}"]
    yield BOM + writer.writerow([*own, *map(safe, file.headers)])
    for row in file.refused_rows.order_by("line", "pk").iterator(BATCH):
        reason = row_sentence(row.code, row.params)
        told = f"{row.column}: {reason}" if row.column else reason
        yield writer.writerow([row.line, safe(told), *map(safe, row.row)])
