"""Which letters the bytes of a text file stand for. Never a silent wrong guess: what is not clear is asked."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from charset_normalizer import from_bytes

from customers.importing import alphabets
from customers.importing.layout import is_known

CHUNK = 1 << 20
SAMPLE = 64 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CJK = ("gb18030", "cp950", "cp932", "euc_jp", "cp949")
#: One byte a letter; where several read the same, the first stands for all.
ONE_BYTE = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1255", "cp1256"),
    *("iso8859_2", "koi8_r", "mac_roman", "cp850", "cp866"),
)
#: What a person or program may say; names as `decide` gives them.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", *CJK, "iso2022_jp", *ONE_BYTE)
ALIASES = {
    **dict.fromkeys(("gb2312", "gbk", "hz"), "gb18030"),
    **dict.fromkeys(("iso8859-1", "iso8859-15", "ascii"), "cp1252"),
    "big5": "cp950",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-8-sig": "utf-8",
}
#: The share of characters beyond ASCII that must be everyday ones: less is asked of a file whose header has a word we
#: know, more when there is nothing else to go by.
EVERYDAY, UNDER_KNOWN_HEADER = 0.95, 0.7
WORDLIKE = 0.9
#: What reads worse is not worth asking about.
HALF = 0.5
#: So many characters of a kind are no chance.
ENOUGH_LETTERS, ENOUGH_WORDS = 30, 8
CANDIDATES = 3


@dataclass(frozen=True)
class Decision:
    """The encoding (a Python codec name) in which the whole file reads; empty when that is not certain, and then those
    it may be, the likeliest first.
    """

    encoding: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Seen:
    """What a file shows of itself: its first line, lines with bytes beyond ASCII, how often it has each of those."""

    header: bytes
    sample: bytes
    bytes: Counter[int]


def decide(file: IO[bytes]) -> Decision:
    """What the file is written in."""
    file.seek(0)
    head = file.read(4096)
    for bom, name in BOMS:
        if head.startswith(bom):
            return Decision(name if reads(file, name) else "")
    if broad := wide(head):
        return Decision(broad if reads(file, broad) else "")
    if b"\x1b$" in head:
        return Decision("", ("iso2022_jp",) if reads(file, "iso2022_jp") else ())
    if reads(file, "utf-8"):
        return Decision("utf-8")
    return _legacy(file)


def named(name: str) -> str:
    """Our name for an encoding people call by many; empty when Baton does not read it."""
    try:
        found = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        return ""
    found = ALIASES.get(found, found)
    known = {codecs.lookup(each).name: each for each in ENCODINGS}
    return known.get(found, "")


def given(file: IO[bytes], name: str) -> Decision:
    """The file in the encoding somebody says it is in; as it declares itself when it begins with a mark."""
    file.seek(0)
    head = file.read(4)
    found = next((marked for bom, marked in BOMS if head.startswith(bom)), named(name))
    return Decision(found if found and reads(file, found) else "")


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The file from its beginning, piece by piece."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def reads(file: IO[bytes], encoding: str) -> bool:
    """Whether every byte of the file has a meaning in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: commas and line ends have zeros beside them, always on the same side."""
    if len(head) < 8 or b"\0" not in head:
        return None
    quarters = [head[at::4].count(0) for at in range(4)]
    full = len(head) // 4
    if quarters[2] >= full and quarters[3] >= full and quarters[0] < full:
        return "utf-32-le"
    if quarters[0] >= full and quarters[1] >= full and quarters[3] < full:
        return "utf-32-be"
    even, odd = quarters[0] + quarters[2], quarters[1] + quarters[3]
    marks = b"\n,;\t|"
    little = sum(head[at] in marks and not head[at + 1] for at in range(0, len(head) - 1, 2))
    big = sum(head[at + 1] in marks and not head[at] for at in range(0, len(head) - 1, 2))
    if little and not even:
        return "utf-16-le"
    return "utf-16-be" if big and not odd else None


def _legacy(file: IO[bytes]) -> Decision:
    seen = _see(file)
    found = {name: text for name in (*CJK, *ONE_BYTE) if (text := _decoded(seen.sample, name)) is not None}
    shares = {name: _share(text, name) for name, text in found.items()}
    for name in CJK:
        known = name in found and _knows(_decoded(seen.header, name) or "")
        if known and shares[name] >= UNDER_KNOWN_HEADER and reads(file, name):
            return Decision(name)
    able = [name for name in found if shares[name] >= (EVERYDAY if name in CJK else WORDLIKE)]
    able = _first_of_each([name for name in able if reads(file, name)], found, seen)
    return _choice(able, found, seen) or Decision(
        "", _likeliest(able or [name for name in found if shares[name] >= HALF], shares, seen)
    )


def _see(file: IO[bytes]) -> _Seen:
    import numpy as np  # loaded by who reads a file, not by every process

    sample = bytearray()
    counts = np.zeros(256, np.int64)
    header = b""
    for chunk in chunks(file):
        header = header or chunk.lstrip().partition(b"\n")[0][:4096]
        counts += np.bincount(np.frombuffer(chunk, np.uint8), minlength=256)
        if len(sample) < SAMPLE:
            sample += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:SAMPLE] + b"\n"
    return _Seen(header, bytes(sample), Counter({byte: int(counts[byte]) for byte in range(128, 256) if counts[byte]}))


def _decoded(sample: bytes, name: str) -> str | None:
    """The text of a sample, which may end within a letter; None when it can't be in this encoding."""
    try:
        return codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeError:
        return None


def _share(text: str, name: str) -> float:
    return alphabets.everyday(text, name) if name in CJK else alphabets.wordlike(text)


def _knows(header: str) -> bool:
    cells = (cell.strip().strip('"') for cell in re.split(r"[,;\t|]", header))
    return any(not cell.isascii() and is_known(cell) for cell in cells)


def _first_of_each(able: list[str], found: dict[str, str], seen: _Seen) -> list[str]:
    """Of encodings that read this file alike, the first."""
    high = bytes(sorted(seen.bytes))
    by_text: dict[str, str] = {}
    for name in able:
        by_text.setdefault(found[name] if name in CJK else high.decode(name), name)
    return list(by_text.values())


def _choice(able: list[str], found: dict[str, str], seen: _Seen) -> Decision | None:
    """The one certain reading among those that could be, or None."""
    letters = sum(letter > "\x7f" for letter in found[able[0]]) if able else 0
    many = [name for name in able if name in CJK]
    if many:
        if "cp949" in many and letters >= ENOUGH_LETTERS:
            many = ["cp949"]  # Chinese in so many letters has some that are no Korean; Korean is always some Chinese
        certain = many if _agrees(seen.sample, many) else []
    else:
        explained = [name for name in able if alphabets.of_one_language(_letters(seen, name))]
        enough = len(alphabets.words(found[able[0]])) >= ENOUGH_WORDS if able else False
        certain = able if len(able) == 1 else explained if enough or explained == ["cp1252"] else []
    return Decision(certain[0]) if len(certain) == 1 else None


def _letters(seen: _Seen, name: str) -> Counter[str]:
    return Counter({bytes([byte]).decode(name): number for byte, number in seen.bytes.items()})


def _agrees(sample: bytes, names: list[str]) -> bool:
    """Whether charset-normalizer sees nothing against it: its own rivals include encodings left out here."""
    best = from_bytes(sample, cp_isolation=[*CJK, "big5", "shift_jis", "cp1252", "cp1251"]).best()
    if best is None:
        return False
    alike = {"big5": "cp950", "shift_jis": "cp932", "gbk": "gb18030", "gb2312": "gb18030", "euc_kr": "cp949"}
    said = {alike.get(each, each) for each in (best.encoding, *best.could_be_from_charset)}
    return bool(said & set(names))


def _likeliest(names: list[str], shares: dict[str, float], seen: _Seen) -> tuple[str, ...]:
    ranked = [each.encoding for each in from_bytes(seen.sample, cp_isolation=names)] if names else []
    place = {name: at for at, name in enumerate(ranked)}
    ordered = sorted(names, key=lambda name: (-round(shares[name], 1), place.get(name, len(place)), names.index(name)))
    return tuple(ordered[:CANDIDATES])


def sample(file: IO[bytes], encoding: str, lines: int = 4) -> list[str]:
    """The first lines in which the encoding matters, as it reads them."""
    file.seek(0)
    head = file.read(SAMPLE)
    told = [line for line in head.splitlines() if not line.isascii()] or head.splitlines()
    return [line.decode(encoding, "replace")[:160] for line in told[:lines]]
