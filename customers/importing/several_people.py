"""Several people in one cell: the first of them is meant, the others work with the same customer."""

import re
from collections.abc import Collection, Iterable

from customers.importing import joining

_OUTSIDE = r"(?![^()（）\[\]<>]*[)）\]>])"
#: What always stands between people, and what may.
BETWEEN = re.compile(rf"\s*[;；、|\n]+\s*{_OUTSIDE}")
SLASH = re.compile(rf"(?:\s+[/&+]\s+|(?<=[\u4e00-\u9fff])/(?=[\u4e00-\u9fff])){_OUTSIDE}")
COMMA = re.compile(rf"\s*[,，]\s*{_OUTSIDE}")
ANY = re.compile(r"[;；、|\n,，&+/]")
CHINESE = re.compile(r"[\u4e00-\u9fff·\s]{2,}")
#: Parts of a firm are no people: 销售一部/张三 is one.
UNIT = re.compile(
    r"[部组區区处科]$|公司|团队|中心|事业|销售|市场|客服|售后|\b(?:team|sales|dept|department|region)\b", re.I
)
#: What stands behind a comma without being a first name, and what begins a family name.
SUFFIX = re.compile(r"(?:jr|sr|i{1,3}|iv|ph\.?\s?d|mba|md|cpa|esq|inc|ltd|llc)\.?", re.I)
PARTICLE = re.compile(r"(?:de|del|della|der|van|von|da|di|dos|du|la|le|el|al|bin|ten|ter|mc|st\.?)\s", re.I)


def people(column: Iterable[str | None]) -> dict[str, list[str]]:
    """The cells of a column that name several people: cell → each of them, the first first."""
    cells = {text for text in column if text}
    if not ANY.search("\0".join(cells)):
        return {}
    alone = {text.casefold() for text in map(joining.shown, cells)}
    by_first_name = any("," not in text and " " in text for text in alone)
    by_family_name = not by_first_name and any(re.fullmatch(r"[^\s,]+,\s*[^,]+", text) for text in alone)
    found = {text: _people(text, alone, by_family_name) for text in cells if ANY.search(text)}
    return {text: told for text, told in found.items() if len(told) > 1}


def _people(text: str, alone: Collection[str], by_family_name: bool) -> list[str]:
    """Who stands in a cell, which may be a reference of several parts (id, address, name)."""
    key, parts = joining.parts_of(text)
    told = [
        [who for some in BETWEEN.split(part) if some for who in _apart(some, alone, by_family_name)] for part in parts
    ]
    count = max(map(len, told), default=1)
    if count < 2:
        return [text]
    fitting = [each for each in told if len(each) == count]
    mark = joining.PART if joining.PART in text else ""
    rest = [mark + joining.PART.join(names) for names in zip(*fitting, strict=True)]
    first = [each[0] for each in told if each]
    return [key + mark + joining.PART.join(first), *rest[1:]]


def _apart(text: str, alone: Collection[str], by_family_name: bool) -> list[str]:
    """The people of a text: `Lei, Li` is one, `Li Lei, Han Meimei` and `Li Lei / Han Meimei` are two."""
    sides = [side.strip() for side in SLASH.split(text)]
    if len(sides) > 1 and not any(map(UNIT.search, sides)) and all(map(_is_whole, sides)):
        return [who for side in sides for who in _apart(side, alone, by_family_name)]
    pieces = [piece.strip() for piece in COMMA.split(text) if piece.strip()]
    if len(pieces) < 2 or any(map(UNIT.search, pieces)) or any(map(SUFFIX.fullmatch, pieces)):
        return [text]
    if len(pieces) > 2 or all(piece.casefold() in alone or _is_whole(piece, between="") for piece in pieces):
        return pieces
    full = all(map(_is_whole, pieces)) and not PARTICLE.match(text)
    return pieces if full and not by_family_name else [text]


def _is_whole(text: str, between: str = " ,") -> bool:
    """Whether this may be all of a person's name, or an address."""
    return CHINESE.fullmatch(text) is not None or "@" in text or any(mark in text for mark in between)
