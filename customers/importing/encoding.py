"""Which letters the bytes of a text file stand for. Never a silent wrong guess: what is not clear is refused."""

import codecs
import re
from collections.abc import Iterator
from typing import IO

from charset_normalizer import from_bytes

from customers.importing import synonyms

CHUNK = 1 << 20
SAMPLE = 64 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Other multi-byte encodings whose text also reads as some GB18030, and so have to lose against it.
RIVALS = ["gb18030", "big5", "cp949", "euc_jp", "shift_jis", "cp1252", "cp1251"]
#: Chinese as people type it: characters, their punctuation, full-width forms.
CHINESE = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2026\u00b7\u00d7\u00a5\u20ac]")
#: The share of characters beyond ASCII that must be everyday (GB2312) Chinese before a file counts as GB18030:
#: less is asked of a file whose header has a word we know.
EVERYDAY, EVERYDAY_UNDER_KNOWN_HEADER = 0.95, 0.7
HEADER_WORDS = frozenset(
    word.strip()
    for table in (synonyms.COMMON, *synonyms.BY_KIND.values())
    for words in table.values()
    for word in words.split(",")
    if not word.isascii()
)


def decide(file: IO[bytes]) -> str | None:
    """The encoding (a Python codec name) in which the whole file reads, or None when that is not certain."""
    file.seek(0)
    head = file.read(4096)
    for bom, name in BOMS:
        if head.startswith(bom):
            return name if _reads(file, name) else None
    utf16 = wide(head)
    if utf16:
        return utf16 if _reads(file, utf16) else None
    if _reads(file, "utf-8"):
        return "utf-8"
    return "gb18030" if _is_gb18030(file) else None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _reads(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def wide(head: bytes) -> str | None:
    """UTF-16 without a mark: Latin text has a zero in every second byte."""
    if len(head) < 4 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.3 * half and not even:
        return "utf-16-le"
    if even > 0.3 * half and not odd:
        return "utf-16-be"
    return None


def _is_gb18030(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("gb18030")()
    beyond = everyday = 0
    header, sample = "", bytearray()
    try:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            header = header or text.lstrip().partition("\n")[0][:4096]
            odd = "".join(letter for letter in text if letter > "\x7f")
            common = odd.encode("gb2312", "ignore").decode("gb2312")
            beyond, everyday = beyond + len(odd), everyday + len(CHINESE.findall(common))
            if len(sample) < SAMPLE:
                sample += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:SAMPLE]
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    share = everyday / beyond if beyond else 0
    if share >= EVERYDAY_UNDER_KNOWN_HEADER and any(_known(cell) for cell in re.split(r"[,;\t|]", header)):
        return True
    return share >= EVERYDAY and _normalizer_agrees(bytes(sample))


def _known(cell: str) -> bool:
    return cell.strip().strip('"') in HEADER_WORDS


def _normalizer_agrees(sample: bytes) -> bool:
    best = from_bytes(sample, cp_isolation=RIVALS).best()
    return best is not None and (best.encoding == "gb18030" or "gb18030" in best.could_be_from_charset)
