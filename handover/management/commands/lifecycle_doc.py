"""`manage.py lifecycle_doc`: write docs/lifecycle.md from the table."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from handover.lifecycle_doc import text


class Command(BaseCommand):
    """Writes `docs/lifecycle.md`."""

    help = "Write docs/lifecycle.md from the transition table."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "lifecycle.md"
        page.write_text(text())
        self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")
