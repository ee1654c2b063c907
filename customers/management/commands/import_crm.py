"""`manage.py import_crm PATH… [--as EMAIL] [--source NAME] [--mapping FILE] [--dry-run]`: import in the foreground."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from customers.importing import given_mapping, receiving, running
from customers.importing.fields import KINDS
from customers.importing.given_mapping import Given
from customers.importing.notes import note_sentence
from customers.importing.problems import NO_RECORDS, file_sentence, refuse_file, row_sentence
from customers.importing.questions import QUESTIONS, UNSAID, answers, type_of
from customers.models import Import, ImportState
from web.errors import Refused

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".htm", ".html")
SHOWN_REFUSALS = 20


class Command(BaseCommand):
    """Imports files; prints what it understood, what it did and what it refused."""

    help = "Import CSV, Excel and ODS files: customers, contacts, deals, contracts, orders, tasks, activities, people."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, in whose name."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of files")
        parser.add_argument("--as", dest="email", help="the person in whose name (and scope) the import runs")
        parser.add_argument("--source", default="", help="the system the files come from; its ids are kept apart")
        for name, question in QUESTIONS.items():
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                type=type_of(question),
                default=getattr(UNSAID, name),
                choices=question.choices or None,
                metavar=None if question.choices else name.upper(),
                help=question.about,
            )
        parser.add_argument("--mapping", type=Path, help="a JSON file that says which column is which field")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Receive, show, confirm, run, report. One sentence and exit code 1 when the files can't be used."""
        by = self._person(options["email"])
        self.answers = answers(options)
        try:
            told = options["mapping"]
            given = given_mapping.parse(told.read_text(encoding="utf-8-sig")) if told else {}
            if options["dry_run"]:
                self._rehearse(options["paths"], by, options["source"], given)
            else:
                self._import(options["paths"], by, options["source"], given)
        except OSError as problem:
            raise CommandError(str(problem)) from problem
        except Refused as problem:
            raise CommandError(problem.sentence) from problem

    def _person(self, email: str | None) -> User | None:
        if not email:
            return None
        person = User.objects.with_access().filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody with access here has the address {email}.")
        return person

    @transaction.atomic
    def _rehearse(self, paths: list[Path], by: User | None, source: str, given: Given) -> None:
        run = self._import(paths, by, source, given)
        for file in run.files.all():
            file.file.delete(save=False)
        transaction.set_rollback(True)
        self.stdout.write("This was a rehearsal: nothing has been changed.")

    def _import(self, paths: list[Path], by: User | None, source: str, given: Given) -> Import:
        with ExitStack() as opened:
            files = []
            for path in _files(paths):
                receiving.refuse_too_big(path.name, path.stat().st_size)
                files.append((path.name, opened.enter_context(path.open("rb")), path.stat().st_size))
            run = receiving.receive(
                files=files, by=by, at=timezone.now(), source=source, answers=self.answers, given=given
            )
        self._preview(run)
        receiving.confirm(run=run, at=timezone.now())
        running.run(run.pk, at=timezone.now())
        run.refresh_from_db()
        self._report(run)
        return run

    def _preview(self, run: Import) -> None:
        for file in run.files.all():
            label = KINDS[file.kind].label if file.kind else "not taken"
            self.stdout.write(f"{file.name}: {label}, {file.rows} rows ({_how(file.reading)})")
            pairs = [f"{header} → {field}" for header, field in zip(file.headers, file.mapping, strict=True) if field]
            left = [header for header, field in zip(file.headers, file.mapping, strict=True) if not field]
            if pairs:
                self.stdout.write(f"  taken: {', '.join(pairs)}")
            if left and file.kind:
                self.stdout.write(f"  left out: {', '.join(left)}")

    def _report(self, run: Import) -> None:
        if run.state == ImportState.FAILED:
            raise CommandError(file_sentence(run.problem, run.problem_params))
        for kind in KINDS:
            counts = [tally.get(kind, 0) for tally in (run.created, run.updated, run.unchanged)]
            if any(counts):
                self.stdout.write("{}: {} created, {} updated, {} unchanged".format(kind, *counts))
        for file in run.files.all():
            for note in file.notes:
                self.stdout.write(f"{file.name}: {note_sentence(note)}")
        no_records = run.refused_rows.filter(code__in=NO_RECORDS).count()
        left_out = (
            f" ({no_records} of them no records: headers, titles, totals, footers, rows that go on with another)"
            if no_records
            else ""
        )
        self.stdout.write(f"refused: {run.refused} of {run.rows_read} rows{left_out}")
        for row in run.refused_rows.select_related("file")[:SHOWN_REFUSALS]:
            place = f"{row.file.name}, line {row.line}" + (f", {row.column}" if row.column else "")
            self.stdout.write(f"  {place}: {row_sentence(row.code, row.params)}")
        if run.refused > SHOWN_REFUSALS:
            counts_by_code = run.refused_rows.order_by("code").values_list("code").annotate(Count("pk"))
            self.stdout.write("  in all: " + ", ".join(f"{code} {number}" for code, number in counts_by_code))


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.iterdir() if each.suffix.lower() in ENDINGS)
        elif path.is_file():
            found.append(path)
        else:
            raise refuse_file("not_found", file=str(path))
    return found


def _how(reading: dict[str, str]) -> str:
    told = [reading["format"].upper(), reading["encoding"], repr(reading["delimiter"]) if reading["delimiter"] else ""]
    return ", ".join(filter(None, [*told, reading.get("sheet")]))
