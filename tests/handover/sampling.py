"""What a supervisor does before signing: checking a whole sample, and saying why visits are not needed."""

import datetime

from accounts.models import User
from handover.actions import samples, visit_exceptions
from handover.meetings import visits
from handover.models import Departure, SampledCustomer
from tests.cast import NOW


def check_sample(departure: Departure, by: User, at: datetime.datetime = NOW) -> int:
    """Find every customer of the sample complete that is not checked yet; returns how many."""
    rows = SampledCustomer.objects.standing().unscored().filter(sample__departure=departure)
    found = list(rows.select_related("sample"))
    for row in found:
        samples.score(sampled=row, score="complete", by=by, at=at)
    return len(found)


def let_visits_be(departure: Departure, by: User, at: datetime.datetime = NOW) -> int:
    """Say why none of the joint visits that are missing is needed; returns how many there were."""
    missing = list(visits.missing(departure).values_list("pk", flat=True))
    if missing:
        visit_exceptions.make(departure=departure, customers=missing, reason="They met at the fair.", by=by, at=at)
    return len(missing)
