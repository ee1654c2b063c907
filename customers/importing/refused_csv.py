"""The refused rows of a file, so that they can be mended in a spreadsheet and brought again."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from customers.importing.problems import row_sentence
from customers.models import ImportFile

BATCH = 2_000


def rows(file: ImportFile) -> Iterator[list[object]]:
    """A header, then the refused rows as the file had them, line and reason before: mended, it is imported as it is."""
    yield [f"Baton {_('line')} #{file.pk}", f"Baton {_('reason')}", *file.headers]
    for row in file.refused_rows.order_by("line", "pk").iterator(BATCH):
        reason = row_sentence(row.code, row.params)
        yield [row.line, f"{row.column}: {reason}" if row.column else reason, *row.row]
