"""`manage.py connectors_doc`: make the generated parts of docs/connectors.md anew."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from customers.connectors.doc import filled


class Command(BaseCommand):
    """Writes the tables of `docs/connectors.md`."""

    help = "Write the tables of docs/connectors.md from what connectors can do."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "connectors.md"
        page.write_text(filled(page.read_text()))
        self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")
