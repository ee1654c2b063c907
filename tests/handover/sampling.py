"""Checking a whole sample, as a supervisor does it customer by customer."""

import datetime

from accounts.models import User
from handover.actions import samples
from handover.models import Departure, SampledCustomer
from tests.cast import NOW


def check_sample(departure: Departure, by: User, at: datetime.datetime = NOW) -> int:
    """Find every customer of the sample complete that is not checked yet; returns how many."""
    rows = SampledCustomer.objects.standing().unscored().filter(sample__departure=departure)
    found = list(rows.select_related("sample"))
    for row in found:
        samples.score(sampled=row, score="complete", by=by, at=at)
    return len(found)
