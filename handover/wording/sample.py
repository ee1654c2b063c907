"""The words of the supervisor's sample, and of visits that are not needed, on the timeline."""

from typing import Any

from handover.models import Score
from handover.wording.timeline import numbered, prepares

Details = dict[str, Any]


def _drawn(details: Details) -> Details:
    return {"what": numbered("%(count)s customer", "%(count)s customers", details["rows"])}


for _verb in ("drawn", "followed", "drawn_again"):
    prepares(f"sample.{_verb}")(_drawn)


@prepares("sample.scored")
def _scored(details: Details) -> Details:
    said = str(Score(details["score"]).label)
    return {"score": f"{said} – {details['note']}" if details["note"] else said}


@prepares("visits.excepted")
@prepares("visits.wanted_again")
def _visits(details: Details) -> Details:
    count = details["customers"]
    return {"what": details.get("customer") or numbered("%(count)s customer", "%(count)s customers", count)}
