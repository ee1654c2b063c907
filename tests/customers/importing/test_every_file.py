"""Every public file that lies beside this clone: each row of it is taken or refused by name."""

from pathlib import Path

import pytest

from accounts.models import User
from customers.importing import readiness, receiving, running
from customers.importing.questions import Answers
from customers.importing.reading import inspect
from customers.models import ImportFile
from tests.cast import NOW
from web.errors import Refused

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = sorted(path for path in DATA.rglob("*") if path.suffix.lower() in (".csv", ".tsv", ".xls", ".xlsx", ".txt"))
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not FILES, reason="no public data beside this clone")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_in_are_rows_taken_and_rows_refused(path: Path, admin: User) -> None:
    with path.open("rb") as content:
        run = receiving.receive(files=[(path.name, content, 1)], by=admin, at=NOW)
    file = _understood(run.files.get())
    with path.open("rb") as content:
        found = inspect(content, path.name, Answers(encoding=file.reading["encoding"]))
    assert file.rows == found.rows
    if not file.kind:
        assert file.preset  # the dictionary of a known set
        return
    receiving.confirm(run=run, at=NOW)
    running.run(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.rows_read) == ("done", file.rows)
    taken = sum(counts.get(file.kind, 0) for counts in (run.created, run.updated, run.unchanged))
    if file.kind == "people":  # managers are people without a row of their own
        assert taken + run.refused >= run.rows_read
    else:
        assert taken + run.refused == run.rows_read
    assert run.refused == run.refused_rows.count()


def _understood(file: ImportFile) -> ImportFile:
    """The file with what a person would have to say: the encoding, and that a strange table is one of customers."""
    if candidates := file.reading.get("candidates"):
        file = receiving.reread(file=file, answers=Answers(encoding=candidates[0][0]))
    try:
        readiness.refuse_unready(file.run)
    except Refused:
        receiving.correct(file=file, kind="customers", columns=[])
        receiving.correct(file=file, kind="customers", columns=["name", *[""] * (len(file.headers) - 1)])
    return file
