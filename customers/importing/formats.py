"""What kind of file this is, told by its content and never by its name."""

import re
from typing import IO

from customers.importing import encoding, workbook
from customers.importing.problems import refuse_file

#: Beginnings of files that are no table, and what they are.
STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"{\\rtf", "RTF"),
    (b"BEGIN:VCARD", "vCard"),
    (b"MIME-Version:", "MHTML"),
)
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What a container names its parts: a workbook under a password, and one without.
LOCKED, OPEN = "EncryptedPackage".encode("utf-16-le"), ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
#: Excel before version 5, and files of one sheet without a container.
BARE_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08](?:\x04|\x06|\x08|\x10)\x00")
PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b", re.I)
XML = re.compile(rb"<\?xml|<!--|<\w+[\s>]")
#: Bytes no text begins with, unless every letter takes two bytes or four.
CONTROLS = bytes(range(7))


def of(file: IO[bytes], name: str) -> str:
    """One of "csv", "html", "xlsx", "xls", "ods". Raises `Refused` when it is none Baton takes."""
    file.seek(0)
    head = file.read(4096)
    if not head:
        raise refuse_file("empty", file=name)
    if head.startswith(ZIP):
        return workbook.check(file, name)
    if head.startswith(OLD_EXCEL) and _is_locked(file):
        raise refuse_file("locked", file=name)
    if head.startswith(OLD_EXCEL) or BARE_EXCEL.match(head):
        return "xls"
    for beginning, found in STRANGERS:
        if head.startswith(beginning):
            raise refuse_file("wrong_type", file=name, found=found)
    return _text(head, name)


def _is_locked(file: IO[bytes]) -> bool:
    """Whether this container holds nothing but a workbook under a password."""
    before, found = b"", set[bytes]()
    for chunk in encoding.chunks(file):
        found.update(name for name in (LOCKED, *OPEN) if name in before + chunk)
        before = chunk[-len(LOCKED) :]
    return LOCKED in found and not found.intersection(OPEN)


def _text(head: bytes, name: str) -> str:
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and XML.match(text):
        raise refuse_file("xml_spreadsheet", file=name)
    if PAGE.match(text) or (text.startswith((b"<?xml", b"<!--")) and PAGE.search(text)):
        return "html"
    if XML.match(text):
        raise refuse_file("wrong_type", file=name, found="XML")
    if text.startswith((b"{", b"[{")):
        raise refuse_file("wrong_type", file=name, found="JSON")
    broad = encoding.wide(head) or any(head.startswith(bom) for bom, _name in encoding.BOMS)
    if not broad and any(byte in head for byte in CONTROLS):
        raise refuse_file("wrong_type", file=name, found="binary")
    return "csv"
