"""The demo firm, made once in each test process and day, and put back as it was from then on."""

import datetime

from django.core.management import call_command
from django.utils import timezone

from tests.tables import Kept

_kept: dict[datetime.date, Kept] = {}


def fill_demo_firm() -> None:
    """Fill the empty database with the demo firm as it stands today."""
    today = timezone.localdate()
    if today in _kept:
        _kept[today].put_back()
    else:
        call_command("seed_demo", verbosity=0)
        _kept[today] = Kept()
