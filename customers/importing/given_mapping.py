"""A mapping that a program or a command gives with its files: JSON, checked before anything is kept.

    {"Accounts.csv": {"kind": "customers", "columns": {"Konto": "name"}, "words": {"stage": {"Kick-off": "engaging"}}}}

"*" in place of a name is for every file that has no entry of its own; an empty field leaves a column out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from customers.importing import headers, mapping
from customers.importing.fields import KINDS
from customers.importing.problems import refuse_file
from customers.models import ImportFile
from web import exact_json

ALL = "*"
Given = Mapping[str, Mapping[str, Any]]


def parse(text: str) -> Given:
    """The mapping a text holds; nothing for an empty one. Raises `Refused` when it is no such mapping."""
    if not text.strip():
        return {}
    try:
        told = exact_json.read(text.encode())
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(_is_entry(entry) for entry in told.values()):
        raise refuse_file("mapping_unreadable", file="")
    return told


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not entry.keys() <= {"kind", "columns", "words"}:
        return False
    columns, words = entry.get("columns", {}), entry.get("words", {})
    if not isinstance(entry.get("kind", ""), str) or not isinstance(columns, dict) or not isinstance(words, dict):
        return False
    inner = [columns, *words.values()]
    return all(isinstance(each, dict) and all(isinstance(value, str) for value in each.values()) for each in inner)


def apply(files: Sequence[ImportFile], given: Given) -> None:
    """Let the files be taken as they were given. Raises `Refused` for a file, kind, column or field there is not."""
    names = {file.name for file in files}
    for name in given.keys() - names - {ALL}:
        raise refuse_file("mapping_without_file", file=name)
    for file in files:
        if (told := given.get(file.name, given.get(ALL))) and not file.preset:
            _apply(file, told)


def _apply(file: ImportFile, told: Mapping[str, Any]) -> None:
    kind = told.get("kind", file.kind)
    if kind and kind not in KINDS:
        raise refuse_file("mapping_kind_unknown", file=file.name, kind=kind[:80], kinds=", ".join(KINDS))
    if kind != file.kind:
        mapping.choose(file, kind, file.mapping, {})
    places = {headers.plain(column): place for place, column in enumerate(file.headers)}
    fields = {field.name for field in KINDS[kind].fields} | {""} if kind else {""}
    chosen = list(file.mapping)
    for column, field in told.get("columns", {}).items():
        place = places.get(headers.plain(column))
        if place is None:
            raise refuse_file("mapping_column_unknown", file=file.name, column=column[:80])
        if field not in fields:
            raise refuse_file(
                "mapping_field_unknown", file=file.name, field=field[:80], fields=", ".join(sorted(fields - {""}))
            )
        chosen[place] = field
    _only(file, chosen, {places[headers.plain(column)] for column in told.get("columns", {})})
    mapping.choose(file, kind, chosen, told.get("words", {}))


def _only(file: ImportFile, chosen: list[str], said: set[int]) -> None:
    """What was said of a field wins over what Baton guessed of it."""
    fields = {chosen[place] for place in said}
    for place, field in enumerate(chosen):
        if place not in said and field in fields and not KINDS[file.kind].field(field).many:
            chosen[place] = ""
