"""Taking files in: each is looked at, kept, and shown with what Baton understood, before anything is imported."""

import datetime
from collections.abc import Sequence
from typing import IO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat

from accounts.actions import audit
from accounts.models import User
from customers.importing import encoding, given_mapping, mapping, mixed, parts, readiness, reading
from customers.importing import sales_opportunities as sales
from customers.importing.problems import refuse_file
from customers.importing.questions import UNSAID, Answers
from customers.importing.styles import Styles
from customers.models import Import, ImportFile, ImportState
from web.errors import Refused

Given = tuple[str, IO[bytes], int]
#: What a file's reading decides.
READ = ["kind", "preset", "headers", "mapping", "guesses", "words", "reading", "sample", "notes", "rows"]
#: What a person's word for its columns decides.
MAPPED = ["kind", "mapping", "guesses", "words"]


def refuse_too_big(name: str, size: int) -> None:
    """Raise `Refused` (413) when a file, or all of a request, is larger than `IMPORT_MAX_BYTES`; nothing is read."""
    limit = settings.IMPORT_MAX_BYTES
    if size > limit:
        raise refuse_file("too_big", file=name, size=filesizeformat(size), limit=filesizeformat(limit), status=413)


@transaction.atomic
def receive(
    *,
    files: Sequence[Given],
    by: User | None,
    at: datetime.datetime,
    source: str = "",
    answers: Answers | None = None,
    given: given_mapping.Given | None = None,
) -> Import:
    """Look at the files (name, content, size in bytes) and keep them as an import that waits for a yes; `given` is what
    a program says of their columns. A file whose encoding is unclear is kept unread when nobody has given `answers`, to
    be asked about.

    Raises `Refused` for the first file that is unusable as a whole, and keeps none then.
    """
    if not files:
        raise refuse_file("no_files", file="")
    refuse_too_big(files[0][0], max(size for _name, _content, size in files))
    drafts = [_looked_at(name, content, answers) for name, content, _size in files]
    for draft in drafts:
        source = mapping.propose(draft, source, by)
    given_mapping.apply(drafts, given or {})
    _refuse_set(drafts)
    run = _keep(drafts, [content for _name, content, _size in files], by, at, source)
    for draft in drafts:
        is_given = bool({draft.name, given_mapping.ALL}.intersection(given or {}))
        if not is_given and mixed.recognise(draft):
            mapping.ask_words(draft)
            draft.save()
        parts.renew(draft, [each for each in drafts if each is not draft], is_given=is_given)
    return run


def _looked_at(name: str, content: IO[bytes], answers: Answers | None) -> ImportFile:
    try:
        draft = _draft(name, reading.inspect(content, name, answers or UNSAID))
        draft.reading["said"] = (answers or UNSAID).kept
        return draft
    except Refused as problem:
        if answers is not None or problem.code != "encoding_unclear":
            raise
        samples = [[each, encoding.sample(content, each)] for each in problem.candidates]
        return ImportFile(name=name, reading={"encoding": "", "candidates": samples})


def _draft(name: str, table: reading.Table) -> ImportFile:
    found = sales.recognise(table.headers)
    notes = [{"code": "dictionary", "params": {}}] if found and not found.kind else []
    return ImportFile(
        name=name,
        kind=found.kind if found else "",
        preset=sales.NAME if found else "",
        headers=table.headers,
        mapping=[found.columns[header] if found else "" for header in table.headers],
        reading=table.reading.as_json() | {"lines": table.lines, "sheets": table.sheets},
        sample=[[cell.replace("\0", "�") for cell in cells] for cells in table.sample],
        notes=notes,
        rows=table.rows,
    )


def _refuse_set(drafts: list[ImportFile]) -> None:
    """A known set has each of its tables once."""
    seen: dict[tuple[str, ...], str] = {}
    for draft in drafts:
        if not draft.preset:
            continue
        headers = tuple(sorted(draft.headers))
        if headers in seen:
            raise refuse_file("kind_twice", file=draft.name, other=seen[headers], table=draft.kind or "dictionary")
        seen[headers] = draft.name


def _keep(
    drafts: list[ImportFile], contents: list[IO[bytes]], by: User | None, at: datetime.datetime, source: str
) -> Import:
    preset = sales.NAME if any(draft.preset for draft in drafts) else ""
    run = Import.objects.create(by=by, source=source, preset=preset)
    for draft, content in zip(drafts, contents, strict=True):
        content.seek(0)
        draft.run = run
        draft.file.save(draft.name, File(content), save=False)
        mapping.ask_words(draft)
        draft.save()
    if preset:
        _explain_set(run)
    audit.record(verb="import.received", subject=run, by=by, at=at, details={"files": [each.name for each in drafts]})
    return run


def _explain_set(run: Import) -> None:
    """Say on each file of the set what a reader could not know from the columns."""
    kinds = {file.kind for file in run.files.filter(preset=sales.NAME)}
    for file in run.files.filter(preset=sales.NAME):
        if file.kind == "people":
            file.notes = [{"code": "placeholders", "params": {}}]
        elif file.kind == "customers":
            file.notes = [{"code": "owner_rule" if "deals" in kinds else "owner_importer", "params": {}}]
        file.save(update_fields=["notes"])


def _refuse_started(file: ImportFile) -> None:
    """Hold the import of a file that is being talked about; raise `Refused` when it does not wait any more."""
    run = Import.objects.select_for_update().get(pk=file.run_id)
    if run.state != ImportState.PREVIEW:
        raise refuse_file("not_waiting", file=file.name, status=409)


def _renew_parts(file: ImportFile) -> None:
    if not file.part_of:
        parts.renew(file, list(file.run.files.whole().exclude(pk=file.pk)))


@transaction.atomic
def correct(*, file: ImportFile, kind: str, columns: list[str], words: mapping.Words | None = None) -> ImportFile:
    """Take a person's word for what a file holds, what its columns are and what strange words in them mean. A new kind
    is mapped afresh; an empty one skips the file.
    """
    _refuse_started(file)
    if file.preset or not ImportFile.objects.filter(pk=file.pk).exists():  # a part that its file has no more
        return file
    before = file.kind, list(file.mapping)
    (parts if file.part_of else mapping).choose(file, kind, columns, words or {})
    mapping.ask_words(file)
    file.save(update_fields=MAPPED)
    if before != (file.kind, file.mapping):
        _renew_parts(file)
    return file


@transaction.atomic
def reread(*, file: ImportFile, answers: Answers) -> ImportFile:
    """Look at a file anew with a person's word for how it is read. Raises `Refused` when it can't be read so."""
    _refuse_started(file)
    with file.file.open("rb") as stream:
        draft = _draft(file.name, reading.inspect(stream, file.name, answers))
    mapping.answer(draft, file.reading.get("said", {}), {})
    mapping.propose(draft, file.run.source, file.run.by)
    for name in READ:
        setattr(file, name, getattr(draft, name))
    mixed.recognise(file)
    mapping.ask_words(file)
    file.save(update_fields=READ)
    _renew_parts(file)
    return file


@transaction.atomic
def restyle(*, file: ImportFile, styles: Styles, currency: str) -> ImportFile:
    """Take a person's word for how columns write dates, numbers and shares, and in which currency amounts are."""
    _refuse_started(file)
    file.refresh_from_db(fields=["reading"])
    said = file.reading.get("said", {})
    if currency != file.reading.get("currency", ""):
        said = said | {"currency": currency}
    file.reading = file.reading | {"styles": styles, "currency": currency, "said": said}
    ImportFile.objects.filter(pk=file.pk).update(reading=file.reading)
    return file


@transaction.atomic
def forget(*, file: ImportFile) -> ImportFile:
    """Take a file as its columns tell, and no more as a file like it was taken before."""
    _refuse_started(file)
    mapping.forget(file)
    mixed.recognise(file)
    mapping.ask_words(file)
    file.save(update_fields=[*MAPPED, "notes", "reading"])
    _renew_parts(file)
    return file


@transaction.atomic
def confirm(*, run: Import, at: datetime.datetime) -> Import:
    """The yes: from here on a worker may take the run. Raises `Refused` when it is not ready or not waiting."""
    run = Import.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportState.PREVIEW:
        raise refuse_file("not_waiting", file="", status=409)
    readiness.refuse_unready(run)
    run.state = ImportState.QUEUED
    run.rows_total = sum(file.rows for file in run.files.with_own_rows().exclude(kind=""))
    run.save(update_fields=["state", "rows_total"])
    mapping.remember(run, at)
    audit.record(verb="import.confirmed", subject=run, by=run.by, at=at)
    return run


def names(runs: Sequence[int]) -> dict[int, list[str]]:
    """The names of the files of these imports, by import."""
    found: dict[int, list[str]] = {}
    for run_id, name in ImportFile.objects.whole().filter(run__in=runs).values_list("run_id", "name"):
        found.setdefault(run_id, []).append(name)
    return found


@transaction.atomic
def receive_and_confirm(
    *,
    files: Sequence[Given],
    by: User | None,
    at: datetime.datetime,
    source: str = "",
    answers: Answers | None = None,
    given: given_mapping.Given | None = None,
) -> Import:
    """Take files in and say yes at once, as a program does. Raises `Refused`; nothing is kept then."""
    told = answers or Answers()
    return confirm(run=receive(files=files, by=by, at=at, source=source, answers=told, given=given), at=at)
