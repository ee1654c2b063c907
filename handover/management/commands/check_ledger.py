"""`manage.py check_ledger [--show N] [--json]`: whether what Baton promises of its data is true."""

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handover.ledger_checks import CHECKS, Result, look


class Command(BaseCommand):
    """Runs every check, each in one query. Changes nothing."""

    help = "Verify every invariant of owners, plans and moves; exit code 1 when one is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--show", type=int, default=5, help="how many findings of each check are named")
        parser.add_argument("--json", action="store_true", help="answer for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """One sentence per invariant, with the first findings under a broken one; or one JSON object."""
        at, results = timezone.now(), []
        for check in CHECKS:
            results.append(look(check, at=at, first=options["show"]))
            if not options["json"]:
                self._say(results[-1])
        broken = [result for result in results if not result.holds]
        if options["json"]:
            self.stdout.write(json.dumps({"holds": not broken, "checks": [_plain(each) for each in results]}))
        if broken:
            raise CommandError(f"{len(broken)} of {len(results)} invariants are broken.")
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS(f"All {len(results)} invariants hold."))

    def _say(self, result: Result) -> None:
        if result.holds:
            self.stdout.write(f"{self.style.SUCCESS('holds ')}  {result.check.says}")
            return
        self.stdout.write(f"{self.style.ERROR('BROKEN')}  {result.check.says} ({result.check.name})")
        for finding in result.first:
            self.stdout.write(f"          {finding}")
        if result.count > len(result.first):
            self.stdout.write(f"          … and {result.count - len(result.first)} more")


def _plain(result: Result) -> dict[str, Any]:
    return {
        "name": result.check.name,
        "says": result.check.says,
        "holds": result.holds,
        "count": result.count,
        "first": [dataclasses.asdict(finding) for finding in result.first],
        "seconds": round(result.seconds, 3),
    }
