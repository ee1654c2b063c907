"""Companies and people in one table, and a column that tells which a row is: the companies are a part of the file with
rows of its own, the file itself keeps the people, who are contacts of the companies they name.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from customers.importing import content, guessing, headers, mapping, telling
from customers.importing.fields import KINDS
from customers.importing.problems import RowProblem
from customers.importing.reading import SAMPLE_ROWS, Reading, rows
from customers.models import ImportFile

#: What such a file may seem to hold where no column says outright that it tells them; it is then one of contacts.
SEEMS = ("", "customers", "contacts")
REFERENCE = ("customer", "customer_key")
PERSON = ("name", "first_name", "last_name")
Rows = Sequence[Sequence[str]]


class Found(NamedTuple):
    """The column that tells (its `place`, and `by` what), the one with the names of the companies, the one with the ids
    of all, and those in which people name their company, by name and by id. -1: there is none.
    """

    place: int
    by: str
    name: int
    own_id: int
    company: int
    company_id: int

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
    may_be = file.kind in SEEMS or any(map(telling.tells, file.headers))
    found = find(file) if may_be and not said and not file.preset else None
    if found is None:
        return False
    if file.kind != "contacts":
        mapping.choose(file, "contacts", file.mapping, {})
        file.notes = [note for note in file.notes if note["code"] != "kind_unsure"]
    fields = ["" if place == found.place or each in REFERENCE else each for place, each in enumerate(file.mapping)]
    told = {"customer": found.company, "customer_key": found.company_id, "source_id": found.own_id}
    if found.name != found.company and fields[found.name] not in PERSON:
        told["name"] = found.name
    for place, field in enumerate(_with(fields, told)):
        if field != file.mapping[place]:
            file.mapping[place] = field
            file.guesses[place] = {"field": field, "certainty": guessing.LIKELY if field else ""}
    return True


def _with(fields: Sequence[str], told: Mapping[str, int]) -> list[str]:
    """The fields of the columns with these at these places, and nowhere else; those at -1 as they were."""
    sure = {field: place for field, place in told.items() if place >= 0}
    found = ["" if field in sure else field for field in fields]
    for field, place in sure.items():
        found[place] = field
    return found


def find(file: ImportFile) -> Found | None:
    """How a table tells companies from people: by a column that has both, where some of the people name one of the
    companies. None for a file of only one of them.
    """
    if not file.headers or file.reading.get("candidates"):
        return None
    told = [
        (place, telling.may_tell(header, [cells[place] for cells in file.sample if place < len(cells)]))
        for place, header in enumerate(file.headers)
    ]
    columns = [(place, by) for place, by in told if by]
    looked_at = list(islice(_rows(file, {}), mapping.LOOKED_AT)) if columns else []
    for place, by in columns:
        test = telling.TESTS[by]
        firms = [cells for cells in looked_at if test(cells[place])]
        people = [cells for cells in looked_at if not test(cells[place])]
        if firms and people and (links := _links(file.headers, firms, people)):
            return Found(place, by, *links)
    return None


def _links(header: list[str], firms: Rows, people: Rows) -> tuple[int, int, int, int] | None:
    """Where the companies have their names, all have their ids, and people name their company, by name and by id."""
    contacts, customers = (guessing.mapping(KINDS[kind], header) for kind in ("contacts", "customers"))
    told = [(contacts, "name"), (customers, "name"), (contacts, "customer"), (contacts, "last_name")]
    filled = {
        place: sum(bool(cells[place].strip()) for cells in firms)
        for fields, field in told
        for place, each in enumerate(fields)
        if each == field
    }
    name = max(filled, key=lambda place: filled[place], default=-1)
    if name < 0 or 2 * filled[name] <= len(firms):
        return None
    persons = [place for place, field in enumerate(contacts) if field in PERSON and place != name]
    named = sum(any(cells[place].strip() for place in persons) for cells in firms)
    own = contacts[name] not in PERSON and 2 * named < len(firms)  # else these are contacts like the others
    company = _naming(people, _values(firms, name), [at for at in range(len(header)) if at != name or own])
    keys = [  # who owns a company has an id as well
        at
        for at, each in enumerate(header)
        if headers.bare(each).endswith(("id", "编号"))
        and 2 * sum(bool(cells[at].strip()) for cells in firms) < len(firms)
    ]
    ids = list(
        dict.fromkeys(at for each in (contacts, customers) for at, field in enumerate(each) if field == "source_id")
    )
    for own_id in ids:
        key = _naming(people, _values(firms, own_id), [at for at in keys if at != own_id])
        if key >= 0:
            return name, own_id, company, key
    return (name, ids[0] if ids else -1, company, -1) if company >= 0 else None


def _naming(people: Rows, firms: set[str], places: Sequence[int]) -> int:
    """Which of the columns at these places names companies most often; -1 when none does."""
    often = {place: sum(_told(cells[place]) in firms for cells in people) for place in places}
    found = max(often, key=lambda place: often[place], default=-1)
    return found if found >= 0 and often[found] else -1


def _values(rows: Rows, place: int) -> set[str]:
    return {_told(cells[place]) for cells in rows} - {""}


def _told(cell: str) -> str:
    return cell.strip().lower()


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
    part.reading = part.reading | {"only": found.only(firms=True), "own_rows": True}
    part.reading["firms"] = {"name": found.name, "source_id": found.own_id}
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
    return _with(["" if at == place else field for at, field in enumerate(told)], part.reading["firms"])
