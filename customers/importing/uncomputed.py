"""Formulas of an XLSX file whose values nobody has computed yet: some programs write the one and leave the other to
Excel, so that the file seems to hold blanks or zeros.
"""

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO

from customers.importing.cells import UNSAVED, column

CHUNK = 1 << 20
#: No cell with a formula is longer.
LONGEST_CELL = 1 << 17
CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<about>[^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>(?P<formula>[^<]*)</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\b[^>]*?(?:/>|>(?P<value>[^<]*)</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
TEXT = re.compile(rb"""\bt\s*=\s*["'](?:str|e|b|s|inlineStr)["']""")
#: What a workbook says that wants its formulas computed once it is opened.
ASKS = re.compile(rb"""<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*["'](?:1|true)["']""")
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
Places = dict[int, dict[int, str]]


def cells(file: IO[bytes], sheet: str, left: int = 0) -> Places:
    """Line (0 first) → column (counted from `left`) → a text that shows the formula and is refused as a value."""
    with zipfile.ZipFile(file) as archive:
        book = archive.read("xl/workbook.xml")
        part = _part(archive, book, sheet)
        return _in_part(archive, part, left, asks=ASKS.search(book) is not None) if part else {}


def shown(lines: Iterable[list[str]], places: Places) -> Iterator[list[str]]:
    """The lines with those texts where they belong."""
    for line, texts in enumerate(lines):
        for at, formula in places.get(line, {}).items():
            texts += [""] * (at + 1 - len(texts))
            texts[at] = formula
        yield texts


def _part(archive: zipfile.ZipFile, book: bytes, sheet: str) -> str:
    """The part of the archive that holds a sheet; empty when that can't be told."""
    relation = next((_said(tag, b"r:id") for tag in SHEET.findall(book) if _said(tag, b"name") == sheet), "")
    try:
        told = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return ""
    found = next((_said(tag, b"Target") for tag in RELATION.findall(told) if _said(tag, b"Id") == relation), "")
    name = found.removeprefix("/") if found.startswith("/") else f"xl/{found}"
    return name if name in archive.namelist() else ""


def _said(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""


def _in_part(archive: zipfile.ZipFile, part: str, left: int, *, asks: bool) -> Places:
    places: Places = {}
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            text = rest + chunk
            for found in CELL.finditer(text) if b"<f" in text or b":f" in text else ():
                place = PLACE.search(found["about"])
                if place and not _is_computed(found, asks):
                    formula = html.unescape((found["formula"] or b"").decode("utf-8", "replace"))
                    told = places.setdefault(int(place[2]) - 1, {})
                    told[column(place[1]) - left] = f"{UNSAVED} ={formula}"[:120]
            rest = text[-LONGEST_CELL:]
    return places


def _is_computed(cell: re.Match[bytes], asks: bool) -> bool:
    """Whether there is a value. A zero in a file that asks to be computed is none; an empty text is one."""
    if TEXT.search(cell["about"]):
        return cell["value"] is not None
    return bool(cell["value"]) and not (asks and cell["value"] == b"0")
