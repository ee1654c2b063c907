"""Importing by the command, and what was refused, as tests of imports ask it."""

from django.core.management import call_command

from accounts.models import User
from customers.models import Import


def bring(*paths: str, by: User | None = None, **options: object) -> Import:
    """Import these files in the foreground; the run as it ended."""
    call_command("import_crm", *paths, email=by.email if by else None, **options)
    run = Import.objects.first()
    assert run is not None
    return run


def refusals(run: Import) -> list[tuple[int, str, str]]:
    """Line, column and code of each refused row."""
    return list(run.refused_rows.values_list("line", "column", "code"))
