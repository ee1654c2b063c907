"""Importing a large file, beside the same in SQL by hand."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import override_settings

from customers.importing import receiving, running, workbook
from customers.models import Import, ImportState
from tests.benchmarks import merging_by_hand
from tests.benchmarks.books import AT, Firm, firm
from tests.benchmarks.files import write_csv, write_xlsx
from tests.benchmarks.measuring import Measured, Timed, measure, settle, warm
from tests.benchmarks.registry import Row, benchmark

#: From so many rows on one round is enough: it takes minutes, and what is by chance evens out within it.
ONE_ROUND = 1_000_000


class Imports:
    """Takes files in, by hand and by Baton."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.people: Firm = firm()
        self.owners = [person.email for person in self.people.successors]
        self.looking: list[float] = []
        settle("accounts_user")
        few = write_csv(folder / "few.csv", 100, self.owners)
        warm(lambda: self.by_baton(few))  # memory counts over a worker that has begun
        self.looking.clear()

    def begin(self) -> None:
        """No customer yet."""
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE customers_customer, customers_customersearch, customers_refusedrow CASCADE")
        settle("customers_customer", "customers_customersearch")

    def received(self, path: Path) -> Import:
        """The file, looked at and confirmed; the time for that is kept in `looking`."""
        found: list[Import] = []

        def receive() -> None:
            with path.open("rb") as content:
                given = [(f"customers{path.suffix}", content, 1)]
                found.append(receiving.receive_and_confirm(files=given, by=self.people.admin, at=AT))

        self.looking.append(measure(receive).seconds)
        return found[0]

    def by_baton(self, path: Path) -> Measured:
        """Ours: the worker's part."""
        run = self.received(path)
        taken = measure(lambda: running.run(run.pk, at=AT))
        run.refresh_from_db()
        assert run.state == ImportState.DONE, run.problem
        return taken

    def by_hand(self, path: Path, read: Callable[[Path], Any]) -> Measured:
        """The floor."""
        file = self.received(path).files.get()
        return measure(lambda: merging_by_hand.take(read(path), file.run_id, file.pk))


@benchmark("Importing", sizes=(100_000, 1_000_000), rounds=3)
def csv_import(n: int, rounds: int) -> Iterator[Row]:
    """n customers of ten columns, 2 % of them refused. Floor: COPY to staging, checks in SQL, refused rows written
    down, one UPDATE and one INSERT, one commit, with the same indexes and search triggers. Ours: the worker's run,
    with every check of a row, in batches that survive a kill. One round of 1,000,000 rows.
    """
    first, again = Timed(), Timed()
    with tempfile.TemporaryDirectory() as name, override_settings(MEDIA_ROOT=f"{name}/files"):
        imports = Imports(Path(name))
        path = write_csv(imports.folder / "first.csv", n, imports.owners)
        changed = write_csv(imports.folder / "second.csv", n, imports.owners, edition=2)
        for number in range(1 if n >= ONE_ROUND else rounds):
            for mine in (False, True) if number % 2 == 0 else (True, False):
                imports.begin()
                if mine:
                    first.add(imports.by_baton(path))
                    again.add(imports.by_baton(changed))
                else:
                    first.floor.append(imports.by_hand(path, lambda path: path.open("rb")).seconds)
                    again.floor.append(imports.by_hand(changed, lambda path: path.open("rb")).seconds)
    yield Row("CSV", n, first.ours, first.floor, 1.3, memory=first.memory, most_memory=20)
    yield Row("CSV again, 10 % changed", n, again.ours, again.floor, memory=again.memory, most_memory=20)
    yield Row("CSV again beside the first time", n, again.ours, first.ours, 0.4)
    yield Row("looking at the file before", n, imports.looking, beside=True)


def as_csv(path: Path) -> io.BytesIO:
    """A workbook's rows as a CSV in memory."""
    text = io.StringIO()
    with path.open("rb") as file:
        csv.writer(text).writerows(workbook.rows(file, path.name))
    return io.BytesIO(text.getvalue().encode())


@benchmark("Importing", sizes=(100_000,), rounds=3)
def xlsx_import(n: int, rounds: int) -> Iterator[Row]:
    """The same of a workbook: the floor reads it with calamine and goes on as with a CSV."""
    timed = Timed()
    with tempfile.TemporaryDirectory() as name, override_settings(MEDIA_ROOT=f"{name}/files"):
        imports = Imports(Path(name))
        path = write_xlsx(imports.folder / "first.xlsx", n, imports.owners)
        for number in range(rounds):
            for mine in (False, True) if number % 2 == 0 else (True, False):
                imports.begin()
                if mine:
                    timed.add(imports.by_baton(path))
                else:
                    timed.floor.append(imports.by_hand(path, as_csv).seconds)
    yield Row("XLSX", n, timed.ours, timed.floor, 1.3, memory=timed.memory)
