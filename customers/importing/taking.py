"""Taking the rows of an import: batch by batch, each batch one transaction.

A batch's records, its refused rows, the counts and the place where the run goes on are committed together, so each row
is taken or refused exactly once, however often the worker is killed in between. The claim on the run is checked in the
same transaction: a worker that was given up for dead finds that another has its run, and stops.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from django.db import transaction
from django.db.models.functions import Now

from customers.importing import alone, parts, people, recognising, repeats, staging
from customers.importing.batches import Batch
from customers.importing.dates import zone_of
from customers.importing.fields import KINDS
from customers.importing.finishing import after_of, set_parents
from customers.importing.merging import Merged, Merging
from customers.importing.notes import FOUND_ON_THE_WAY, several_customers, several_people, words_unknown
from customers.importing.problems import Row, RowProblem
from customers.importing.reading import Reading, rows
from customers.importing.records import Reader, Texts, bare_amounts
from customers.importing.resolving import Resolver
from customers.importing.scope import Scope
from customers.importing.sets import Preparer
from customers.models import Currency, Import, ImportFile, ImportState, RefusedRow

BATCH = 5_000
#: More of a cell than this is not kept with its refusal; no CSV has longer ones.
LONGEST_CELL = 131_072


def ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same batches, each read by a thread of its own while the database takes the one before."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="import") as reader:
        coming = reader.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reader.submit(next, batches, None)
            yield batch


class Taker:
    """Takes one file of a run that this worker has claimed."""

    def __init__(self, run: Import, file: ImportFile, prepare: Preparer, at: datetime.datetime) -> None:
        self.run, self.file, self.prepare, self.at = run, file, prepare, at
        self.kind = KINDS[file.kind]
        self.scope = Scope(run.by)
        self.reading = Reading.kept(file.reading)
        self.currency = prepare.currency or Currency.CNY
        self.resolver = Resolver(self.kind, self.scope, source=self.source, currency=self.currency)
        self.products: Counter[str] = Counter()
        self.bare_amounts, self.weighed = 0, False
        self.reader = self._reader(file, alone.OwnReader if alone.is_one(file) else Reader)
        if file.part_of:
            whole = ImportFile.objects.get(pk=file.part_of)
            if isinstance(self.reader, alone.OwnReader):
                self.reader.people = self._reader(whole, Reader, alone.filled)
            elif not file.has_own_rows:
                self.reader.shared = frozenset(place for place, name in enumerate(whole.mapping) if name)

    def _reader(self, file: ImportFile, of: type[Reader], added: Callable[[Texts], Texts] | None = None) -> Reader:
        return of(
            KINDS[file.kind],
            file.mapping,
            header=file.headers,
            zone=zone_of(self.run.by.time_zone if self.run.by else "UTC"),
            styles=self.reading.styles,
            source=self.source,
            added=added or partial(self.prepare.texts, file),
            currency=self.reading.currency,
            words=file.words,
        )

    @property
    def source(self) -> str:
        """The name of the system the ids in this file belong to."""
        return self.file.preset or self.run.source or "file"

    def take(self) -> bool:
        """Take what is left of the file. False when another worker has the run."""
        staging.begin(self.kind)
        done = 0
        for batch in ahead(map(self.reader.batch, self._read())):
            done += batch.count
            self.products.update(filter(None, batch.columns.get("product", ())))
            if done <= self.file.rows_done:
                self._pass(batch)
            elif not self._taken(batch, done):
                return False
        self._finish()
        return True

    def take_rows(self, rows: list[list[str]]) -> bool:
        """Take rows that come from elsewhere, after those there were. False when another worker has the run."""
        staging.begin(self.kind)
        done = self.file.rows_done
        return self._taken(self.reader.batch(list(enumerate(rows, done + 1))), done + len(rows))

    def _read(self) -> Iterator[list[Row]]:
        """The rows of the file, so many at once. Asks nothing of the database, and keeps none it gave away."""
        rest = self._rows()
        return iter(lambda: list(islice(rest, BATCH)), [])

    def _pass(self, batch: Batch) -> None:
        """Remember rows that were taken before this worker came."""
        if batch.lines:
            refused = self.file.refused_rows.filter(line__range=(batch.lines[0], batch.lines[-1]))
            batch.refuse_lines({line: RowProblem("refused") for line in refused.values_list("line", flat=True)})
            staging.fill(batch, only_keys=True)
            repeats.see(batch)
            repeats.weigh()

    def _rows(self) -> Iterator[Row]:
        with self.file.file.open("rb") as stream:
            yield from rows(stream, self.file.name, self.reading, len(self.file.headers))

    @transaction.atomic
    def _taken(self, batch: Batch, done: int) -> bool:
        run = Import.objects.select_for_update().filter(pk=self.run.pk, claim=self.run.claim).first()
        if run is None or run.state != ImportState.RUNNING:
            return False
        merged = self._people(batch) if self.kind.name == "people" else self._merge(batch)
        if not self.file.has_own_rows:
            batch.refused = [each for each in batch.refused if each[2].code not in parts.PASSED]
            merged.unchanged = merged.updated = 0
        RefusedRow.objects.bulk_create(self._refusal(*each) for each in batch.refused)
        for counts, number in (
            (run.created, merged.created),
            (run.updated, merged.updated),
            (run.unchanged, merged.unchanged),
        ):
            counts[self.kind.name] = counts.get(self.kind.name, 0) + number
        for name, number in self.resolver.made().items():
            run.created[name] = run.created.get(name, 0) + number
        run.rows_read += batch.count if self.file.has_own_rows else len(batch.refused)
        run.refused += len(batch.refused)
        run.heartbeat_at = Now()
        run.save(update_fields=["created", "updated", "unchanged", "rows_read", "refused", "heartbeat_at"])
        self.file.rows_done = done
        self.file.save(update_fields=["rows_done"])
        return True

    def _people(self, batch: Batch) -> Merged:
        staging.fill(batch, only_keys=True)
        repeats.see(batch)
        made, managers, better = people.take(list(batch.records()), country=self._country())
        return Merged(created=sum(made) + managers, updated=better, unchanged=len(made) - sum(made) - better)

    def _merge(self, batch: Batch) -> Merged:
        self.resolver.resolve(batch)
        staging.fill(batch)
        if not self.weighed:
            staging.weigh()
            self.weighed = True
        repeats.see(batch)
        known = recognising.recognise(batch, self.kind, self.scope)
        if not self.file.has_own_rows:
            known = recognising.pass_over(batch)
        self.bare_amounts += 0 if self.prepare.currency else bare_amounts(self.kind, batch)
        columns = batch.forget()
        writing = Merging(self.kind.model, columns, self.at, self.currency, after_of(self.kind.name, batch.team))
        merged = writing.merge(batch.lines, stored=known > 0, fresh=known < len(batch.lines))
        batch.refuse_lines(merged.refused)
        self.resolver.forget_idle()
        return merged

    def _country(self) -> str:
        return self.run.by.office.country if self.run.by and self.run.by.office else "US"

    def _refusal(self, line: int, cells: list[str], problem: RowProblem) -> RefusedRow:
        place = next((at for at, name in enumerate(self.file.mapping) if name and self._fills(name, problem)), None)
        kept = [cell.replace("\0", "�")[:LONGEST_CELL] for cell in cells]
        params = {name: value if isinstance(value, int) else str(value) for name, value in problem.params.items()}
        column = self.file.headers[place] if place is not None else problem.field
        return RefusedRow(
            run=self.run, file=self.file, line=line, column=column[:120], code=problem.code, params=params, row=kept
        )

    def _fills(self, name: str, problem: RowProblem) -> bool:
        """Whether a column that fills this field is the one at fault."""
        return bool(problem.field) and problem.field in (name, self.kind.field(name).into)

    def _finish(self) -> None:
        matched = {
            text: name for text, name in self.resolver.product_names.items() if text != name and text in self.products
        }
        asked = {*FOUND_ON_THE_WAY, f"part_{self.kind.name}", "without_company"}
        notes = [note for note in self.file.notes if note["code"] not in asked]
        notes += words_unknown(self.kind, self.reader.unknown)
        if self.resolver.several:
            notes.append(several_people(self.kind, self.resolver.several))
        if self.reader.several:
            notes.append(several_customers(self.reader.several))
        if self.bare_amounts:
            notes.append({"code": "currency_assumed", "params": {"rows": self.bare_amounts, "currency": self.currency}})
        if matched:
            pairs = ", ".join(f"{text} = {name}" for text, name in sorted(matched.items())[:20])
            count = sum(self.products[text] for text in matched)
            notes.append({"code": "products_matched", "params": {"pairs": pairs, "rows": count}})
        if {"parent", "parent_key"} & set(self.file.mapping):
            changed, unknown = set_parents(self._parents(), self.scope, self.source, self.at)
            Import.objects.count_changed(self.run.pk, "customers", changed)
            if unknown:
                notes.append({"code": "parents_unknown", "params": {"names": ", ".join(sorted(unknown)[:20])}})
        self.file.notes = notes
        self.file.save(update_fields=["notes"])

    def _parents(self) -> Iterator[dict[str, str]]:
        for read in self._read():
            texts = self.reader.texts([cells for _line, cells in read if not isinstance(cells, RowProblem)])
            for row in zip(*texts.values(), strict=True):
                told = dict(zip(texts, row, strict=True))
                if told.get("parent"):
                    yield told
