"""What kind of record a file holds, by the names of its columns, its own name, and the examples in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePath

from customers.importing import content, guessing, headers
from customers.importing.fields import KINDS
from customers.importing.guessing import SURE, UNSURE
from customers.importing.headers import plain
from customers.importing.nouns import AGAINST, NAMES
from customers.importing.shape import Field, Kind
from customers.importing.synonyms import BY_KIND, COMMON

#: Of more columns than these, one that has a name Baton knows tells nothing of what a file holds.
FEW = 3
#: Scores that are no further apart leave it to the file's name.
CLOSE = 3


def _told_by_name(name: str) -> frozenset[str]:
    """What the words of a file's name say, each plain."""
    stem = PurePath(name).stem
    return frozenset({plain(word) for word in re.split(r"[\s_\-()\d]+", stem)} | {plain(re.sub(r"\d", "", stem))})


def _hinted(kind: str, words: frozenset[str]) -> bool:
    hints = {plain(word) for word in NAMES[kind].split(",")}
    hints |= {form for noun in headers.nouns(kind) for form in (noun, noun + "s", noun.removesuffix("y") + "ies")}
    return bool(words & hints) or any(not hint.isascii() and hint in word for hint in hints for word in words)


def scores(name: str, columns: Sequence[str], found: Mapping[str, set[str]]) -> Iterator[tuple[float, Kind, bool]]:
    """How well each kind of record fits, by the fields `found` for it; whether nothing it needs is lacking."""
    words = _told_by_name(name)
    for kind in KINDS.values():
        fields = found[kind.name]
        lacking = sum(1 if _may_lack(kind, each.name) else 3 for each in _lacking(kind, fields))
        own = len(fields & set(BY_KIND[kind.name]))
        hinted = _hinted(kind.name, words)
        if not own or (lacking and not hinted):
            continue
        marks = sum(_is_marked(column, kind.name) for column in columns)
        score = len(fields) + 0.5 * own + (3 if hinted else 0) - lacking + min(marks, 6) * 0.75
        score -= 4 * _against(columns, kind.name)
        yield score, kind, not lacking


def _lacking(kind: Kind, fields: set[str]) -> list[Field]:
    """What a file of this kind needs and lacks; a deal that is told by its customer alone is less likely one."""
    return kind.lacking(fields - {"customer"} if kind.name == "deals" else fields)


def _may_lack(kind: Kind, field: str) -> bool:
    """Whether a file of this kind may do without: people may be customers of their own."""
    return kind.name == "contacts" and field == "customer"


def _against(columns: Sequence[str], kind: str) -> int:
    """How many columns say that a file is not of this kind."""
    known = {plain(word) for word in AGAINST.get(kind, "").split(",")} - {""}
    if kind == "people":
        known |= _of_owners()
    return sum(plain(headers.BRACKETS.sub("", column)) in known for column in columns)


@cache
def _of_owners() -> frozenset[str]:
    """What columns with the owner of a record are called, and none about a colleague."""
    mine = {plain(word) for words in BY_KIND["people"].values() for word in words.split(",")}
    return frozenset(plain(word) for word in COMMON["owner"].split(",")) - mine


def _is_marked(column: str, kind: str) -> bool:
    """Whether a header says outright what kind of record the file holds."""
    text = headers.LOCKED.sub("", column)
    before = headers.BEFORE.match(text)
    if headers.LOCKED.match(column):
        return plain(text) in headers.nouns(kind)
    if before:
        return plain(before[1]) in headers.nouns(kind)
    return any(plain(text) in (noun + "owner", noun + "所有人", noun + "负责人") for noun in headers.nouns(kind))


def _by_name(
    name: str, columns: Sequence[str], found: Sequence[tuple[float, Kind, bool]], exact: Mapping[str, set[str]]
) -> tuple[Kind | None, str]:
    """The kind that fits best by names alone, where that is enough; in doubt the one that the file's name tells."""
    words = _told_by_name(name)
    score, best, _whole = found[0]
    hinted = _hinted(best.name, words)
    if _against(columns, best.name) or not (hinted or len(exact[best.name]) > 1 or len(columns) <= FEW):
        return None, ""
    for other, kind, _whole in found:
        if not hinted and _hinted(kind.name, words) and len(exact[kind.name]) > 1 and score - other < CLOSE:
            return kind, UNSURE
    return best, SURE


def kind_of(
    name: str, columns: list[str], examples: Sequence[Sequence[str]] = (), names: content.Known | None = None
) -> tuple[Kind | None, str]:
    """The kind of record a file's columns name best, and how certain that is. The file's name counts as a hint."""
    exact = {kind.name: set(guessing.mapping(kind, columns)) - {""} for kind in KINDS.values()}
    found = sorted(scores(name, columns, exact), key=lambda each: -each[0])
    sure = _by_name(name, columns, found, exact) if found else (None, "")
    if sure[0]:
        return sure
    if not examples or names is None:
        return None, ""
    likely = {
        kind.name: {each.field for each in guessing.guess(kind, columns, examples, names)} - {""}
        for kind in KINDS.values()
    }
    told = max(scores(name, columns, likely), key=lambda each: each[0], default=None)
    return (told[1], UNSURE) if told else (None, "")
