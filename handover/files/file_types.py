"""What a file is, told from its first bytes and not from its name: the kinds that may serve as evidence."""

import zipfile
from typing import IO

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
OOXML = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    "word/document.xml": f"{OOXML}.wordprocessingml.document",
    "xl/workbook.xml": f"{OOXML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OOXML}.presentationml.presentation",
}
TEXT_ENCODINGS = ("utf-8", "gb18030", "utf-16")
BEGINNING = 64 * 1024


def content_type(file: IO[bytes]) -> str | None:
    """The type of a picture, PDF, office document or text; None for anything else, programs and web pages included.

    Leaves the file at its beginning.
    """
    file.seek(0)
    start = file.read(BEGINNING)
    file.seek(0)
    for offset, magic, found in MAGIC:
        if start[offset:].startswith(magic):
            return found
    if start.startswith(b"PK\x03\x04"):
        return _office(file)
    return "text/plain" if _is_text(start) else None


def _office(file: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                kind = archive.read("mimetype").decode("ascii", "replace")
                return kind if kind.startswith("application/vnd.oasis.opendocument.") else None
            return next((kind for name, kind in OFFICE.items() if name in names), None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return None
    finally:
        file.seek(0)


def _is_text(start: bytes) -> bool:
    """Whether these bytes are readable text, and not the beginning of a page or program."""
    if not start or start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"#!")):
        return False
    has_mark = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not has_mark and any(byte < 32 and byte not in b"\t\n\r\f" for byte in start):
        return False
    return any(_decodes(start, encoding) for encoding in (TEXT_ENCODINGS[2:] if has_mark else TEXT_ENCODINGS[:2]))


def _decodes(start: bytes, encoding: str) -> bool:
    for cut in range(4):  # the beginning may end inside a character
        try:
            start[: len(start) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
