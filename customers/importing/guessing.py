"""What a file holds and which column is which field, guessed from the header; a person may correct both."""

import re
import unicodedata
from functools import cache
from pathlib import PurePath

from customers.importing.fields import KINDS, Kind
from customers.importing.synonyms import BY_KIND, COMMON, NAMES


def plain(word: str) -> str:
    """A header without case, width, spaces and punctuation: `Deal_Stage ` and `deal stage` are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", word).casefold())


@cache
def _names(kind: str) -> dict[str, str]:
    """Plain header → field, for one kind of record."""
    found: dict[str, str] = {}
    for table in (BY_KIND[kind], COMMON):
        for field in KINDS[kind].fields:
            words = [field.name, *table.get(field.name, "").split(",")]
            for word in words if table is not COMMON else words[1:]:
                if plain(word):
                    found.setdefault(plain(word), field.name)
    return found


def mapping(kind: Kind, headers: list[str]) -> list[str]:
    """A field for each header, empty where none fits; each field once, the first column that fits keeps it."""
    names, taken, fields = _names(kind.name), set(), []
    for header in headers:
        field = names.get(plain(header), "")
        fields.append("" if field in taken else field)
        taken.add(field)
    return fields


def kind_of(name: str, headers: list[str]) -> Kind | None:
    """The kind of record whose fields the header names best; the file's name counts as a hint. None: not clear."""
    words = {plain(word) for word in re.split(r"[\s_\-.()]+", PurePath(name).stem)} | {plain(PurePath(name).stem)}
    best, best_score = None, 0.0
    for kind in KINDS.values():
        fields = set(mapping(kind, headers)) - {""}
        hinted = bool(words & {plain(word) for word in NAMES[kind.name].split(",")})
        own = len(fields & set(BY_KIND[kind.name]))
        lacking = sum(field.needed and field.name not in fields for field in kind.fields)
        if not own or (lacking and not hinted):
            continue
        score = len(fields) + 0.5 * own + (3 if hinted else 0) - 3 * lacking
        if score > best_score:
            best, best_score = kind, score
    return best
