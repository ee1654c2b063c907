"""Companies and people in one table, and a column that tells which a row is: the companies are a part of the file with
rows of its own, the file itself keeps the people, who are contacts of the companies they name.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from customers.importing import content, guessing, joining, mapping, telling
from customers.importing.fields import KINDS
from customers.importing.problems import RowProblem
from customers.importing.reading import SAMPLE_ROWS, Reading, rows
from customers.models import ImportFile

#: What such a file may seem to hold; the file itself is then one of contacts.
SEEMS = ("", "customers", "contacts")
REFERENCE = ("customer", "customer_key")
PERSON = ("name", "first_name", "last_name")
Rows = Sequence[Sequence[str]]


class Found(NamedTuple):
    """The column that tells (its `place`, and `by` what), and the one with the names of the companies."""

    place: int
    by: str
    name: int

    def only(self, *, firms: bool) -> dict[str, Any]:
        """Which rows are those of the companies, or of the people, as a `Reading` keeps it."""
        return {"place": self.place, "by": self.by, "firms": firms}


def is_one(part: ImportFile) -> bool:
    """Whether this part holds the companies of a table that holds people too."""
    return part.has_own_rows and bool(part.part_of)


def recognise(file: ImportFile) -> bool:
    """Take a stored file, of which nobody has said anything, for one of contacts where it holds companies and people;
    whether it does.
    """
    said = {note["code"] for note in file.notes} & {"remembered", "given_back"}
    found = None if said or file.preset or file.kind not in SEEMS else find(file)
    if found is None:
        return False
    if file.kind != "contacts":
        mapping.choose(file, "contacts", file.mapping, {})
        file.notes = [note for note in file.notes if note["code"] != "kind_unsure"]
    if file.mapping[found.place]:
        file.mapping[found.place], file.guesses[found.place] = "", {"field": "", "certainty": ""}
    return True


def find(file: ImportFile) -> Found | None:
    """How a table tells companies from people: by a column that has both, where some of the people name one of the
    companies. None for a file of only one of them.
    """
    if not file.headers or file.reading.get("candidates"):
        return None
    contacts = file.mapping if file.kind == "contacts" else guessing.mapping(KINDS["contacts"], file.headers)
    told = [
        (place, telling.may_tell(header, [cells[place] for cells in file.sample if place < len(cells)]))
        for place, header in enumerate(file.headers)
    ]
    columns = [(place, by) for place, by in told if by]
    if not columns or not any(field in REFERENCE for field in contacts):
        return None
    looked_at = list(islice(_rows(file, {}), mapping.LOOKED_AT))
    for place, by in columns:
        test = telling.TESTS[by]
        firms = [cells for cells in looked_at if test(cells[place])]
        people = [cells for cells in looked_at if not test(cells[place])]
        name = _name(contacts, firms)
        if name is not None and _belong(contacts, name, firms, people):
            return Found(place, by, name)
    return None


def _name(contacts: Sequence[str], firms: Rows) -> int | None:
    """The column with the names of the companies: that of the people's names, or that by which people name theirs."""
    filled = {
        place: sum(bool(cells[place].strip()) for cells in firms)
        for field in ("name", "customer", "last_name")
        for place, each in enumerate(contacts)
        if each == field
    }
    name = max(filled, key=lambda place: filled[place], default=None)
    if name is None or 2 * filled[name] <= len(firms):
        return None
    if contacts[name] != "customer":
        return name
    persons = [place for place, each in enumerate(contacts) if each in PERSON]
    named = sum(any(cells[place].strip() for place in persons) for cells in firms)
    return name if 2 * named < len(firms) else None  # else these are contacts like the others


def _belong(contacts: Sequence[str], name: int, firms: Rows, people: Rows) -> bool:
    """Whether some of the people name one of the companies, by name or id."""
    ids = [place for place, field in enumerate(contacts) if field == "source_id"]
    told = {_told(cells[place]) for cells in firms for place in (name, *ids)} - {""}
    references = [place for place, field in enumerate(contacts) if field in REFERENCE]
    return any(_told(cells[place]) in told for cells in people for place in references)


def _told(cell: str) -> str:
    return joining.first_id(cell).lower() if cell.isascii() and " " not in cell else cell.strip().lower()


def _rows(file: ImportFile, only: Mapping[str, Any]) -> Iterator[list[str]]:
    reading = dataclasses.replace(Reading.kept(file.reading), only=dict(only))
    with file.file.storage.open(str(file.file.name), "rb") as stream:
        for _line, cells in rows(stream, file.name, reading, len(file.headers)):
            if not isinstance(cells, RowProblem):
                yield cells


def share_out(file: ImportFile, found: Found | None, apart: int) -> None:
    """Let a file keep the people, of whom its examples are then; or all its rows, `apart` of which were a part's."""
    file.rows += apart
    file.reading = file.reading | {"only": found.only(firms=False) if found else {}}
    if found:
        file.sample = _sample(_rows(file, file.reading["only"]))


def fill(part: ImportFile, found: Found) -> None:
    """Let a part have the companies."""
    part.reading = part.reading | {"only": found.only(firms=True), "own_rows": True, "name": found.name}
    part.sample = _sample(_rows(part, part.reading["only"]))
    part.rows = sum(1 for _cells in _rows(part, part.reading["only"]))
    part.notes = [{"code": "part_firms", "params": {"rows": part.rows, "column": part.headers[found.place]}}]


def _sample(cells: Iterator[list[str]]) -> list[list[str]]:
    return [[cell[:200].replace("\0", "�") for cell in row] for row in islice(cells, SAMPLE_ROWS)]


def fields_of(part: ImportFile) -> list[str]:
    """Which column fills which field of the companies."""
    kind, place = KINDS["customers"], part.reading["only"]["place"]
    examples = [list(texts) for texts in zip(*part.sample, strict=True)]
    known = content.known(text for texts in examples for text in texts)
    told = [guess.taken for guess in guessing.guess(kind, part.headers, examples, known)]
    fields = ["" if field == "name" or at == place else field for at, field in enumerate(told)]
    fields[part.reading["name"]] = "name"
    return fields
