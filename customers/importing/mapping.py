"""Which column of a file is which field: as Baton guesses, as somebody said it before, as somebody says it now."""

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from django.utils.text import Truncator

from accounts.models import User
from customers import access
from customers.importing import content, guessing, headers, kinds
from customers.importing.cells import UNSAVED
from customers.importing.fields import KINDS
from customers.importing.guessing import Guess
from customers.importing.meanings import key, known_word
from customers.importing.problems import RowProblem
from customers.importing.reading import Reading, rows
from customers.importing.shape import Form
from customers.models import Import, ImportFile, RememberedMapping

CHOSEN, REMEMBERED = "chosen", "remembered"
#: Strange words of choices, and what they mean: field → word as it stands in the file → choice ("": not said).
Words = Mapping[str, Mapping[str, str]]
#: Rows looked at for strange words, and how many of a field are asked about.
LOOKED_AT, ASKED = 20_000, 20
#: A longer text is no word of a choice.
LONGEST_WORD = 60
#: The part of a file's columns that a mapping has to know to be remembered for it.
ENOUGH = 0.6


def signature(columns: Iterable[str]) -> str:
    """What tells a file's columns, whatever their order and whatever stands around their names."""
    told = sorted(headers.plain(column) for column in columns if not headers.own_column(column))
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def propose(file: ImportFile, source: str, by: User | None) -> str:
    """Say what a file (not saved yet) holds: as it was said of such a file of this source, else as its columns tell.
    Files of a known set are left as they are. Returns the source the file is of.
    """
    if file.preset or not file.headers:
        return source
    if (first := _given_back(file, source, by)) is not None:
        return first.source
    if not _remembered(file, source):
        examples = _examples(file)
        known = content.known(text for texts in examples for text in texts)
        kind, certainty = kinds.kind_of(file.name, file.headers, examples, known)
        file.kind = kind.name if kind and certainty == guessing.SURE else ""
        if kind and not file.kind:
            file.notes = [*file.notes, {"code": "kind_unsure", "params": {"kind": kind.name}}]
        _guess(file, examples, known)
    return source


def _guess(file: ImportFile, examples: Sequence[Sequence[str]], known: content.Known) -> None:
    kind = KINDS.get(file.kind)
    guesses = guessing.guess(kind, file.headers, examples, known) if kind else [Guess()] * len(file.headers)
    file.guesses = [{"field": guess.field, "certainty": guess.certainty} for guess in guesses]
    file.mapping = [guess.taken for guess in guesses]


def _examples(file: ImportFile) -> list[list[str]]:
    """The examples of each column; a formula without a value is none."""
    return [
        [cells[place] for cells in file.sample if place < len(cells) and not cells[place].startswith(UNSAVED)]
        for place in range(len(file.headers))
    ]


def _remembered(file: ImportFile, source: str) -> bool:
    """Take a file as one of this source with these columns, or nearly these, was taken before."""
    mine = {headers.plain(column) for column in file.headers}
    told = signature(file.headers)
    rows = list(RememberedMapping.objects.filter(source=source)[:50])
    found = next((each for each in rows if each.signature == told), None)
    if found is None and source:
        alike = [(len(mine & each.fields.keys()) / max(len(mine | each.fields.keys()), 1), each) for each in rows]
        part, nearest = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        found = nearest if part >= ENOUGH else None
    if found is None or found.kind not in KINDS:
        return False
    file.kind = found.kind
    _guess(file, _examples(file), content.Known())
    fields = {field.name for field in KINDS[found.kind].fields} | {""}
    for place, column in enumerate(file.headers):
        field = found.fields.get(headers.plain(column))
        if field in fields:
            file.mapping[place] = field
            file.guesses[place] = {"field": field, "certainty": REMEMBERED}
    _each_once(file)
    file.words = found.words
    answer(file, found.answers, {})
    file.notes = [*file.notes, {"code": "remembered", "params": {"id": found.pk, "name": found.name}}]
    return True


def answer(file: ImportFile, before: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Keep what is said of all files like this one; what is said `now` wins over what was known of it, and that over
    what was said `before`. A file that names a currency keeps it.
    """
    said = {**before, **file.reading.get("said", {}), **now}
    currency = file.reading.get("currency") or said.get("currency", "")
    file.reading = file.reading | {"said": said, "currency": currency}


def forget(file: ImportFile) -> None:
    """Forget how a file was remembered, and take it as its columns tell."""
    told = {note["params"]["id"] for note in file.notes if note["code"] == "remembered"}
    RememberedMapping.objects.filter(pk__in=told).delete()
    file.notes = [note for note in file.notes if note["code"] != "remembered"]
    file.words = {}
    said = file.reading.pop("said", {})
    if said.get("currency") == file.reading.get("currency"):
        file.reading["currency"] = ""
    propose(file, file.run.source, file.run.by)


def _each_once(file: ImportFile) -> None:
    """Let what was remembered win over guesses of the same field."""
    kind = KINDS[file.kind]
    sure = {name for name, guess in zip(file.mapping, file.guesses, strict=True) if guess["certainty"] == REMEMBERED}
    for place, name in enumerate(file.mapping):
        if name in sure and file.guesses[place]["certainty"] != REMEMBERED and not kind.field(name).many:
            file.mapping[place], file.guesses[place] = "", {"field": "", "certainty": ""}


def _given_back(file: ImportFile, source: str, by: User | None) -> Import | None:
    """Take rows that Baton refused and gave back as the file they are from."""
    numbers = [found[1] for column in file.headers if (found := headers.OWN.match(column)) and found[1]]
    runs = access.imports(by) if by else Import.objects.all()
    first = ImportFile.objects.select_related("run").filter(pk__in=numbers[:1], run__in=runs.order_by()).first()
    if first is None or first.preset or not first.kind or (source and first.run.source != source):
        return None
    before = dict(zip(first.headers, first.mapping, strict=True))
    file.kind, file.words = first.kind, first.words
    file.mapping = [before.get(column, "") for column in file.headers]
    file.guesses = [{"field": name, "certainty": REMEMBERED if name else ""} for name in file.mapping]
    file.notes = [*file.notes, {"code": "given_back", "params": {"name": first.name}}]
    return first.run


def choose(file: ImportFile, kind: str, columns: Sequence[str], words: Words) -> None:
    """Take a person's word for the kind, the field of each column and the meaning of words."""
    if kind != file.kind:
        file.kind, file.words = kind, {}
        examples = _examples(file)
        _guess(file, examples, content.known(text for texts in examples for text in texts))
        return
    for place, (before, after) in enumerate(zip(file.mapping, columns, strict=True)):
        if before != after:
            file.guesses[place] = {"field": after, "certainty": CHOSEN}
    file.mapping = list(columns)
    file.words = {name: file.words.get(name, {}) | dict(words.get(name, {})) for name in {*file.words, *words}}


def ask_words(file: ImportFile) -> None:
    """Find the words in a file's choices that nobody knows, so that a person may say what they mean."""
    kind = KINDS.get(file.kind)
    if kind is None or file.preset:
        return
    places = [(place, kind.field(name)) for place, name in enumerate(file.mapping) if name]
    asked = [(place, field) for place, field in places if field.form is Form.CHOICE]
    strange: dict[str, dict[str, str]] = {}
    seen: dict[int, set[str]] = {place: set() for place, _field in asked}
    for cells in some_rows(file) if asked else ():
        for place, field in asked:
            text = cells[place].strip()
            if text and text not in seen[place] and len(seen[place]) < 1_000:
                seen[place].add(text)
                if len(text) <= LONGEST_WORD and not known_word(field, text):
                    strange.setdefault(field.name, {})[text] = ""
    said = {name: {key(word): choice for word, choice in told.items()} for name, told in file.words.items()}
    file.words = {
        name: {word: said.get(name, {}).get(key(word), "") for word in list(words)[:ASKED]}
        for name, words in strange.items()
    }


def cells(file: ImportFile, field: str) -> set[str]:
    """What stands in the columns taken as this field, in the rows that are looked at beforehand."""
    places = [place for place, name in enumerate(file.mapping) if name == field]
    return {row[place].strip() for row in some_rows(file) for place in places} if places else set()


def some_rows(file: ImportFile) -> Iterator[list[str]]:
    """The rows that are looked at beforehand."""
    with file.file.storage.open(str(file.file.name), "rb") as stream:
        read = rows(stream, file.name, Reading.kept(file.reading), len(file.headers))
        yield from (cells for _line, cells in islice(read, LOOKED_AT) if not isinstance(cells, RowProblem))


def remember(run: Import, at: datetime.datetime) -> None:
    """Keep what people said of the files of a run, for the next files of its source."""
    for file in run.files.whole().exclude(kind="").filter(preset=""):
        said = any(guess.get("certainty") == CHOSEN for guess in file.guesses)
        said |= any(choice for words in file.words.values() for choice in words.values())
        answers = file.reading.get("said", {})
        told = signature(file.headers)
        if not (said or answers):
            continue
        fields = {
            headers.plain(column): name
            for column, name in zip(file.headers, file.mapping, strict=True)
            if not headers.own_column(column)
        }
        RememberedMapping.objects.update_or_create(
            source=run.source,
            signature=told,
            defaults={
                "kind": file.kind,
                "name": Truncator(file.name).chars(200),
                "fields": fields,
                "words": file.words,
                "answers": answers,
                "by": run.by,
                "at": at,
            },
        )
