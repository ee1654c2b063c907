"""`manage.py verify_record [DEPARTURE] [--seal-missing]`: whether the sealed records are as they were."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from handover.actions import seals
from handover.models import Departure, Seal
from handover.sealing import verifying
from handover.wording import record as wording


class Command(BaseCommand):
    """Verifies the chain of seals, each record against its seal, and against what the database says today."""

    help = "Verify the sealed records of closed departures; exit code 1 when anything differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("departure", nargs="?", type=int, help="the id of one departure; all when left out")
        parser.add_argument(
            "--seal-missing",
            action="store_true",
            help="first seal departures that were closed before records were sealed, as the database has them now",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One sentence per finding, then how many seals were verified."""
        wanted = options["departure"]
        if wanted is not None and not Departure.objects.filter(pk=wanted).exists():
            raise CommandError(f"There is no departure {wanted}.")
        if options["seal_missing"]:
            self._seal(wanted)
        count = 0
        for finding in verifying.everything() if wanted is None else verifying.one(wanted):
            count += 1
            self.stdout.write(f"{self.style.ERROR('DIFFERS')}  {wording.sentence(finding)}")
        if count:
            raise CommandError(f"{count} {'finding' if count == 1 else 'findings'}: the record is not as it was.")
        seen = Seal.objects.count() if wanted is None else Seal.objects.filter(departure=wanted).count()
        self.stdout.write(self.style.SUCCESS(f"{seen} {'seal' if seen == 1 else 'seals'} verified; all is as it was."))

    def _seal(self, wanted: int | None) -> None:
        for finding in list(verifying.unsealed(wanted)):
            departure = Departure.objects.get(pk=finding.departure)
            made = seals.seal(departure=departure, by=None, at=timezone.now())
            self.stdout.write(f"Sealed departure {departure.pk} ({departure.leaver.name}) under number {made.number}.")
