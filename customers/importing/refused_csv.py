"""The refused rows as a CSV that a spreadsheet opens as text, whatever stands in them."""

import csv
from collections.abc import Iterator

from django.utils.translation import gettext as _

from customers.importing.problems import row_sentence
from customers.models import Import

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


def lines(run: Import) -> Iterator[str]:
    """File, line, column and reason of each refused row, then the row's own cells; memory does not grow with them."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([_("File"), _("Line"), _("Column"), _("Reason"), _("Row")])
    for row in run.refused_rows.select_related("file").order_by("file_id", "line", "pk").iterator(BATCH):
        told = [row.file.name, str(row.line), row.column, row_sentence(row.code, row.params)]
        yield writer.writerow([safe(cell) for cell in (*told, *row.row)])
