"""`manage.py api_token EMAIL`: an operator's way to a token."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import tokens
from accounts.models import Scope, User


class Command(BaseCommand):
    """Prints a new token for a person, and nothing else."""

    help = "Print a new API token for the person with this address. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--scope", choices=Scope.values, default=Scope.READ)
        parser.add_argument("--name", default="operator", help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it works")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["days"] <= tokens.LONGEST.days:
            raise CommandError(f"--days must be between 1 and {tokens.LONGEST.days}.")
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        if not user.may_sign_in():
            raise CommandError(f"{user.name} may not sign in: the access has ended or was never opened.")
        _token, key = tokens.issue(
            user=user,
            name=options["name"],
            scope=Scope(options["scope"]),
            by=user,
            at=timezone.now(),
            lifetime=datetime.timedelta(days=options["days"]),
        )
        self.stdout.write(key)
