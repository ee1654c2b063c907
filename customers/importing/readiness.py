"""What keeps an import from being carried out, said at the answer that would mend it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accounts.permissions import Permission
from customers.importing import alone
from customers.importing.fields import KINDS
from customers.importing.problems import refuse_file
from customers.models import Import, ImportFile
from web.errors import Refused


class Unready(NamedTuple):
    """What keeps an import from being carried out: with which file, in which answer about it, and why."""

    file: ImportFile | None
    answer: str
    why: Refused


def unready(run: Import) -> Iterator[Unready]:
    """Where a file lacks a column, has one twice, is not understood, or may not be imported by this person."""
    files = list(run.files.all())
    for file in files:
        if told := file.reading.get("candidates"):
            why = refuse_file("encoding_unclear", file=file.name, candidates=[each for each, _sample in told])
            yield Unready(file, "encoding", why)
            continue
        if file.kind:
            yield from _unready_columns(file, files)
        if file.kind == "people" and run.by and not run.by.may(Permission.MANAGE_PEOPLE):
            yield Unready(file, "kind", refuse_file("people_not_yours", file=file.name, status=403))
    if not any(file.kind or file.reading.get("candidates") for file in files):
        unknown = next((file for file in files if not file.preset), None)
        if unknown:
            why = refuse_file("kind_unknown", file=unknown.name, headers=", ".join(unknown.headers[:12]))
            yield Unready(unknown, "kind", why)
        else:
            yield Unready(None, "", refuse_file("nothing_to_take", file=""))


def refuse_unready(run: Import) -> None:
    """Raise the first `Refused` of what keeps an import from being carried out."""
    for found in unready(run):
        raise found.why


def _unready_columns(file: ImportFile, files: Sequence[ImportFile]) -> Iterator[Unready]:
    kind = KINDS[file.kind]
    for field in kind.lacking(set(file.mapping)):
        if not _is_given(file, field.name, files):
            why = refuse_file("column_missing", file=file.name, field=str(field.label))
            yield Unready(file, "kind", why)
    for name in sorted(set(file.mapping) - {""}):
        places = [place for place, taken in enumerate(file.mapping) if taken == name]
        if len(places) > 1 and not kind.field(name).many:
            why = refuse_file("field_twice", file=file.name, field=str(kind.field(name).label))
            yield Unready(file, f"column{places[-1]}", why)


def _is_given(file: ImportFile, field: str, files: Sequence[ImportFile]) -> bool:
    """Whether a field needs no column: a known set adds it, or the people of the file are customers of their own."""
    if field == "name":
        return bool(file.preset) or alone.is_one(file)
    return field == "customer" and any(alone.is_one(each) and each.kind and each.part_of == file.pk for each in files)
