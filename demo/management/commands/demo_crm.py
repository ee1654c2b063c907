"""`manage.py demo_crm`: the people of the demo firm without a book, and a handover over CRMs that stand in."""

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import User
from customers.connectors.registry import VENDORS
from demo.cast import seed_people
from demo.crm.job import Crm
from demo.crm.person import Unexpected
from demo.crm.play import play

#: What the connections are called.
NAMES = {"zoho": "Zoho CRM", "fxiaoke": "纷享销客 Fxiaoke"}


class Command(BaseCommand):
    """Plays one handover against a Baton that runs; ends with an error unless all owners agree."""

    help = "Hand one person's book over between CRMs that stand in, at a running Baton (see `make demo-crm`)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", action="store_true", help="Only make the people, in an empty database.")
        parser.add_argument("--base", default=settings.BASE_URL, help="Where Baton answers.")
        for name in NAMES:
            parser.add_argument(f"--{name}", default="", help="The settings of its connection, as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo firm has well-known passwords and is never made in production.")
        if options["people"]:
            self._people()
        else:
            self._play(options)

    def _people(self) -> None:
        if not User.objects.exists():
            with transaction.atomic():
                seed_people()

    def _play(self, options: dict[str, Any]) -> None:
        began = time.monotonic()
        crms = [_crm(name, json.loads(options[name])) for name in NAMES if options[name]]
        try:
            agreed = play(options["base"], crms, self._say)
        except Unexpected as problem:
            raise CommandError(str(problem)) from problem
        except KeyboardInterrupt:
            raise CommandError("Stopped.") from None
        if not agreed:
            raise CommandError("Baton and the CRMs do not agree on every owner.")
        self._say(f"All owners agree, in Baton and in every CRM ({time.monotonic() - began:.0f} s in all).")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _crm(vendor: str, told: dict[str, str]) -> Crm:
    """A CRM with what its form has by default, and what it told of itself."""
    usual = {each.name: each.default for each in VENDORS[vendor].settings if each.default}
    return Crm(vendor, NAMES[vendor], usual | {"currency": "CNY"} | told)
