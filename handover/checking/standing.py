"""How far the checking of a departure has come: who verified how much, the sample, and what is missing to sign."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.meetings import visits
from handover.models import FINAL_VERDICTS, Departure, Sample, SampledCustomer, Score, Verdict
from handover.verifying.verdicts import about, progress
from web import plots

#: How a score is drawn.
LOOKS = {Score.COMPLETE: "done", Score.GAPS: "warn", Score.UNUSABLE: "bad"}


@dataclass(frozen=True)
class Part:
    """What one successor verified."""

    name: str
    customers: int
    confirmed: int
    settled: int
    last: datetime.datetime | None


class Standing:
    """The sign-off page's figures, each asked once."""

    def __init__(self, departure: Departure) -> None:
        self.departure = departure
        verdicts = departure.verifications.order_by().values_list("verdict").annotate(n=Count("pk"))
        self.verdicts = dict(verdicts)
        self.about = about(self.total, departure.verifications.filter(customer=None).count())
        self.sample = Sample.objects.filter(departure=departure, replaced_at=None).select_related("drawn_by").first()
        rows = SampledCustomer.objects.standing().filter(sample__departure=departure)
        self.scores = dict(rows.order_by().values_list("score").annotate(n=Count("pk")))

    @property
    def total(self) -> int:
        return sum(self.verdicts.values())

    @property
    def done(self) -> int:
        return sum(self.verdicts.get(verdict, 0) for verdict in FINAL_VERDICTS)

    @property
    def disputed(self) -> int:
        return self.verdicts.get(Verdict.DISPUTED, 0)

    @property
    def sampled(self) -> int:
        return sum(self.scores.values())

    @property
    def unscored(self) -> int:
        return self.scores.get("", 0)

    @property
    def verified(self) -> list[plots.Slice]:
        """How far each customer's verification has come, as a bar."""
        return progress(self.verdicts)

    @property
    def found(self) -> list[plots.Slice]:
        """How many of the sample got which score, as a bar."""
        parts = [plots.Part(LOOKS[score], str(score.label), self.scores.get(score, 0)) for score in Score]
        return plots.stack([*parts, plots.Part("rest", _("not checked yet"), self.unscored)])

    def parts(self) -> list[Part]:
        """Who verified what, by name."""
        rows = self.departure.verifications.order_by().values("successor__name")
        counted = rows.annotate(
            customers=Count("pk"),
            confirmed=Count("pk", filter=Q(verdict=Verdict.CONFIRMED)),
            settled=Count("pk", filter=Q(verdict=Verdict.SETTLED)),
            last=Max("answered_at"),
        )
        return [
            Part(row["successor__name"], row["customers"], row["confirmed"], row["settled"], row["last"])
            for row in counted.order_by("successor__name")
        ]

    def missing(self) -> list[str]:
        """What is missing before the supervisor can sign, a sentence each."""
        found = []
        if self.disputed:
            words = ngettext("%(count)s dispute is not settled.", "%(count)s disputes are not settled.", self.disputed)
            found.append(words % {"count": self.disputed})
        if others := self.total - self.done - self.disputed:
            words = ngettext(
                "%(count)s customer is not verified yet.", "%(count)s customers are not verified yet.", others
            )
            found.append(words % {"count": others})
        if self.unscored:
            words = ngettext(
                "%(count)s customer of the sample is not checked yet.",
                "%(count)s customers of the sample are not checked yet.",
                self.unscored,
            )
            found.append(words % {"count": self.unscored})
        if not self.sample and self.total:
            found.append(_("The sample is not drawn yet."))
        if self.departure.verifications.filter(successor=self.departure.supervisor_id).exists():
            found.append(_("The supervisor takes over customers here, so another supervisor has to be named."))
        return [*found, *self._unvisited()]

    def _unvisited(self) -> list[str]:
        count = visits.asked_for(self.departure).count()
        words = ngettext(
            "%(count)s customer of grade A was not visited together, and nothing says why.",
            "%(count)s customers of grade A were not visited together, and nothing says why.",
            count,
        )
        return [words % {"count": count}] if count else []
