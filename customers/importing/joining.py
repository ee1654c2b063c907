"""Several columns that fill one field: how their cells become one text."""

import re
from collections.abc import Callable, Sequence

from customers.importing import addresses
from customers.importing.shape import Field, Form, Kind

#: Between the parts of a reference that several columns tell: the id, the e-mail address, the name; surest first.
#: It is no space, so that an id without a name keeps it.
PART = "\x02"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: What a spreadsheet must not run, Baton writes behind an apostrophe; here it is taken off again.
GUARDED = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠])")
#: What some write around the name of another record: its module before it, its address in brackets behind it, brackets.
AROUND = re.compile(r"\b[A-Z][A-Za-z]+::::|\s*\((?:https?://|www\.)[^\s()]+\)")
BRACKETED = re.compile(r"^\[([^\[\]]+)\]$")
#: Between several customers in one cell; no firm has it in its name, but for what a page writes for a sign.
BETWEEN_FIRMS = re.compile(r"\s*(?<!&amp)(?<!&quot)(?<!&apos)(?<!&#39)[;；]\s*")
#: A column of one field: the field, its header and its cells.
Column = tuple[Field, str, list[str]]


def unguarded(texts: list[str]) -> list[str]:
    """The cells without the apostrophe that keeps a spreadsheet from running them."""
    if "'" not in "\n".join(texts):
        return texts
    return [GUARDED.sub("", text) for text in texts]


def bare(texts: list[str]) -> list[str]:
    """The cells without what stands around the names in them."""
    whole = "\n".join(texts)
    marks = ("::::", "://", "(www", "[")
    return (
        [BRACKETED.sub(r"\1", AROUND.sub("", text)) for text in texts]
        if any(mark in whole for mark in marks)
        else texts
    )


def first_firm(text: str) -> str:
    """The first of several customers in a cell."""
    return next(filter(None, BETWEEN_FIRMS.split(text)), "") if ";" in text or "；" in text else text


def needed(fields: Sequence[Field]) -> bool:
    """Whether any of these columns is only a part of its field."""
    return len(set(fields)) < len(fields) or any(field.into for field in fields)


def join(kind: Kind, columns: Sequence[Column]) -> dict[str, list[str]]:
    """Field → its cells, each made of those of all the columns that fill it."""
    whole: dict[str, list[Column]] = {}
    for field, header, texts in columns:
        whole.setdefault(field.into or field.name, []).append((field, header, texts))
    return {name: _one(kind, name, parts) for name, parts in whole.items()}


def _one(kind: Kind, name: str, parts: list[Column]) -> list[str]:
    if len(parts) == 1 and not parts[0][0].into:
        return parts[0][2]
    if name == "name":
        return _names(parts)
    if name == "address":
        parts = sorted(parts, key=lambda part: addresses.order(part[1]))
        return _rows(parts, addresses.joined)
    if any(field.into for field, _header, _texts in parts):
        return _references(parts)
    return _rows(parts, _joining(kind.field(name)))


def _joining(field: Field) -> Callable[[Sequence[str]], str]:
    if field.form is not Form.TEXT:
        return lambda cells: next((cell for cell in cells if cell.strip()), "")
    between = "\n\n" if not field.limit else " / "
    return lambda cells: _distinct(cells, between, field.limit)


def _distinct(cells: Sequence[str], between: str, limit: int) -> str:
    """The cells that say something, each once; of those of a field with a limit as many as it holds."""
    told = list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))
    while limit and len(told) > 1 and len(between.join(told)) > limit:
        told.pop()
    return between.join(told)


def _rows(parts: Sequence[Column], how: Callable[[Sequence[str]], str]) -> list[str]:
    return [how(cells) for cells in zip(*(texts for _field, _header, texts in parts), strict=True)]


def _names(parts: list[Column]) -> list[str]:
    by_field: dict[str, list[str]] = {field.name: texts for field, _header, texts in parts}
    count = len(parts[0][2])
    columns = (by_field.get(name) or [""] * count for name in ("name", "first_name", "last_name"))
    return [whole.strip() or person_name(first, last) for whole, first, last in zip(*columns, strict=True)]


def person_name(first: str, last: str) -> str:
    """A person's name as it is written where they live: 陈静, Mary Jones."""
    first, last = first.strip(), last.strip()
    if CHINESE.search(first + last):
        return last + first
    return f"{first} {last}".strip()


def _references(parts: list[Column]) -> list[str]:
    """What tells another record, the surest part first; one text, so that each different one is looked up once."""
    rank = {"key": 0, "email": 1}
    parts = sorted(parts, key=lambda part: rank.get(part[0].name.rpartition("_")[2], 2) if part[0].into else 2)
    keyed = any(field.form is Form.ID for field, _header, _texts in parts)

    def told(cells: Sequence[str]) -> str:
        key = first_id(cells[0]) if keyed else ""
        rest = [cell.strip() for cell in (cells[1:] if keyed else cells) if cell.strip()]
        return key + PART + PART.join(dict.fromkeys(rest)) if key or rest else ""

    return _rows(parts, told)


def first_id(text: str) -> str:
    """An id as it is kept: of several the first, without Zoho's mark."""
    return re.split(r"[;；,，|]", text.strip(), maxsplit=1)[0].strip().removeprefix("zcrm_")


def parts_of(text: str) -> tuple[str, list[str]]:
    """The id in a reference ("" when it has none), and everything else that tells it, surest first."""
    if PART not in text:
        return "", [text]
    key, *rest = text.split(PART)
    return key, [part for part in rest if part]


def shown(text: str) -> str:
    """A reference as a reader sees it."""
    key, rest = parts_of(text)
    return rest[-1] if rest else key
