"""`manage.py seed_demo`: the demo firm, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from demo.book import Bookkeeper
from demo.cast import seed_people
from demo.checking import seed_queue
from demo.connections import seed_connection
from demo.departures import seed_departures
from demo.gone_owners import seed_gone
from demo.imports import seed_imports
from demo.inheriting import seed_inheritances
from demo.meetings import seed_meetings
from demo.notices import seed_notices
from demo.transfers import seed_transfers
from demo.webhooks import seed_webhooks


class Command(BaseCommand):
    """Fills an empty database with the demo firm; does nothing where people are already there."""

    help = "Fill an empty database with the demo firm: people, customers, and a departure in each state."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo firm has well-known passwords and is never made in production.")
        if User.objects.exists():
            self.stdout.write("There are people already; the demo firm is left as it is.")
            return
        now = timezone.now()
        with transaction.atomic():
            people = seed_people()
            reps = [person for person in people.values() if person.role == Role.REP]
            bookkeeper = Bookkeeper(timezone.localdate(now))
            for rep in reps:
                bookkeeper.keep(rep, [other for other in reps if other.team == rep.team and other != rep])
            seed_departures(people, timezone.localdate(now))
            seed_gone()
            seed_notices(people, now)
            seed_webhooks(now)
            seed_connection(people, now)
            seed_imports(people, now)
            seed_inheritances(people, timezone.localdate(now))
            seed_transfers(people, now)
            seed_queue(people, timezone.localdate(now))
            seed_meetings(people, timezone.localdate(now))
        self.stdout.write(f"The demo firm is ready: {len(people)} people.")
