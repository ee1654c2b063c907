"""XLSX files, looked at from outside before they are opened: a workbook can unpack to anything."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from python_calamine import CalamineError, CalamineWorkbook

from customers.importing import cells as cells_of
from customers.importing import uncomputed
from customers.importing.problems import refuse_file

MAX_PARTS = 2_000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 500
#: calamine lays a sheet out as a full rectangle, so one far-off cell costs as much as all before it.
MAX_CELLS = 6_000_000
SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$", re.I)
CELL = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^>]*?\sr\s*=\s*["']([A-Za-z]*)(\d+)["']""")
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
#: No writer of workbooks declares entities, which begins like this (in UTF-8 or UTF-16); who does wants them to
#: multiply.
ENTITIES = re.compile(b"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")
CHUNK = 1 << 20
LONGEST_TAG = 2048


def check(file: IO[bytes], name: str) -> str:
    """ "xlsx" or "ods". Refuses what is no workbook, is damaged, or would unpack to more than Baton takes; reads, keeps
    nothing.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return _check_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise refuse_file("broken", file=name) from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> str:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise refuse_file("bomb", file=name)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse_file("locked", file=name)
    kind = _kind(archive, {part.filename for part in parts}, name)
    left = MAX_UNPACKED  # counted again while unpacking: the directory may lie
    for part in parts:
        left -= _measure(archive, part, name, left)
    return kind


def _kind(archive: zipfile.ZipFile, names: set[str], name: str) -> str:
    if "content.xml" in names and "mimetype" in names:
        with archive.open("mimetype") as mimetype:
            if mimetype.read(200).startswith(OPEN_DOCUMENT):
                return "ods"
    if "xl/workbook.bin" in names:
        raise refuse_file("binary_workbook", file=name)
    if any(part.endswith(".iwa") for part in names):
        raise refuse_file("wrong_type", file=name, found="Apple Numbers")
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise refuse_file("wrong_type", file=name, found="ZIP")
    if any(part.lower().endswith("vbaproject.bin") for part in names):
        raise refuse_file("macros", file=name)
    return "xlsx"


def _measure(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: int) -> int:
    """Unpack one part piece by piece; the size it really has. A sheet's furthest cell is looked for on the way."""
    size, rest = 0, b""
    is_sheet, is_xml = SHEET.match(part.filename) is not None, part.filename.endswith((".xml", ".rels"))
    rows = columns = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise refuse_file("bomb", file=name)
            seen, rest = rest + chunk, chunk[-LONGEST_TAG:]
            if is_xml and ENTITIES.search(seen):
                raise refuse_file("bomb", file=name)
            if not is_sheet:
                continue
            found = CELL.findall(seen)
            rows = max([rows, *(int(digits[:9]) for digits in {digits for _letters, digits in found})])
            columns = max(
                [columns, *(cells_of.column(letters) + 1 for letters in {letters for letters, _digits in found})]
            )
            _check_extent(rows, columns, name)
    return size


def _check_extent(rows: int, columns: int, name: str) -> None:
    if rows > MAX_ROWS:
        raise refuse_file("too_many_rows", file=name, limit=MAX_ROWS)
    if columns > MAX_COLUMNS:
        raise refuse_file("too_many_columns", file=name, limit=MAX_COLUMNS)
    if rows * columns > MAX_CELLS:
        raise refuse_file("bomb", file=name)


def sheets(file: IO[bytes], name: str) -> list[str]:
    """The names of the sheets that hold anything. Raises `Refused` for a damaged file."""
    book = _book(file, name)
    return [sheet for sheet in book.sheet_names if book.get_sheet_by_name(sheet).height]


def rows(file: IO[bytes], name: str, sheet: str = "", *, formulas: bool = False) -> Iterator[list[str]]:
    """The rows of that sheet (the first that has any) from its first line on, every cell as text; `formulas` says
    whether some were never computed.
    """
    book = _book(file, name)
    for sheet_name in [sheet] if sheet in book.sheet_names else book.sheet_names:
        found = book.get_sheet_by_name(sheet_name)
        if found.height:
            lines = cells_of.rows(found)
            left = (found.start or (0, 0))[1]
            return uncomputed.shown(lines, uncomputed.cells(file, sheet_name, left)) if formulas else lines
    return iter(())


def _book(file: IO[bytes], name: str) -> CalamineWorkbook:
    file.seek(0)
    try:
        return CalamineWorkbook.from_filelike(file)
    except (CalamineError, OSError, ValueError) as error:
        raise refuse_file("broken", file=name) from error
