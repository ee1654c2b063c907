"""Run as a process of its own by `subprocess_reader.py`: a spreadsheet in, one of its tables out.

XLS and ODS say how large they are and may lie; what believes them then asks for all the memory there is. Here that ends
a process which may have only so much, and nothing else.
"""

import csv
import io
import resource
import sys

from python_calamine import CalamineError, CalamineWorkbook

from customers.importing import cells

MEMORY = 1 << 30
SECONDS = 120
BROKEN, LOCKED, LARGE = 3, 4, 5
MAX_ROWS, MAX_CELLS = 200_000, 6_000_000


def main(asked: str) -> int:
    """Bytes from standard input, CSV in UTF-8 to standard output; the exit code says what was wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = csv.writer(io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline=""))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        if not asked:
            out.writerows([name] for name in book.sheet_names if book.get_sheet_by_name(name).height)
        else:
            sheet = book.get_sheet_by_name(asked)
            if sheet.height > MAX_ROWS or sheet.height * sheet.width > MAX_CELLS:
                return LARGE
            out.writerows(cells.rows(sheet))
    except (CalamineError, OSError, ValueError) as error:
        return LOCKED if "password" in str(error).lower() else BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:], *[""][len(sys.argv) - 1 :]))
