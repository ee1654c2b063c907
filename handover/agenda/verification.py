"""The verification on Home: statements, answers, disputes, the sign-off."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handover.agenda.look import MOST, Look, Matter, page
from handover.checking import queue
from handover.lifecycle import State
from handover.models import (
    FINAL_VERDICTS,
    Departure,
    Verdict,
    Verification,
)
from handover.verifying.verdicts import VERIFIED_IN


def disputes_and_verifications(look: Look) -> Iterator[Matter]:
    """Customers that wait for this person's statement, answer or settlement."""
    mine = Q(verdict=Verdict.WAITING) & look.as_leaver
    mine |= Q(verdict=Verdict.STATED, successor=look.user)
    mine |= Q(verdict=Verdict.DISPUTED, departure__supervisor=look.user)
    rows = Verification.objects.filter(mine, departure__state__in=VERIFIED_IN).order_by()
    grouped = rows.values("verdict", "departure", "departure__leaver", "departure__leaver__name").annotate(
        count=Count("pk")
    )
    for row in grouped.order_by("verdict", "departure")[:MOST]:
        words = {"count": row["count"], "name": row["departure__leaver__name"]}
        yield Matter(
            _text(row["verdict"], row["count"], row["departure__leaver"] == look.user.pk) % words,
            _where(row["verdict"], row["departure"], look.user.pk),
            is_late=row["verdict"] == Verdict.DISPUTED,
        )


def _where(verdict: str, departure: int, person: int) -> str:
    """Disputes are settled in the queue; the rest is said in the list, which shows what waits for the person."""
    if verdict == Verdict.DISPUTED:
        return f"{reverse('verify')}?departure={departure}"
    taker = f"&successor={person}" if verdict == Verdict.STATED else ""
    return page(departure, f"verification/?verdict={verdict}{taker}")


def _text(verdict: str, count: int, is_own: bool) -> str:
    if verdict == Verdict.DISPUTED:
        return ngettext(
            "%(count)s dispute in the handover of %(name)s waits for you to settle it.",
            "%(count)s disputes in the handover of %(name)s wait for you to settle them.",
            count,
        )
    if verdict == Verdict.STATED:
        return ngettext(
            "%(count)s customer of %(name)s waits for you to confirm or dispute.",
            "%(count)s customers of %(name)s wait for you to confirm or dispute.",
            count,
        )
    if is_own:
        return ngettext(
            "%(count)s of your customers waits for you to say whether what Baton shows is right.",
            "%(count)s of your customers wait for you to say whether what Baton shows is right.",
            count,
        )
    return ngettext(
        "%(count)s customer of %(name)s waits for your statement.",
        "%(count)s customers of %(name)s wait for your statement.",
        count,
    )


def sign_offs(look: Look) -> Iterator[Matter]:
    """Handovers this person supervises in which every customer is verified."""
    unsettled = Verification.objects.filter(departure=OuterRef("pk")).exclude(verdict__in=FINAL_VERDICTS)
    rows = Departure.objects.filter(~Exists(unsettled), supervisor=look.user, state=State.VERIFYING)
    for departure in rows.filter(signed_off_at=None).select_related("leaver")[:MOST]:
        text = _("Everything of %(name)s is verified and waits for your sign-off.")
        yield Matter(text % {"name": departure.leaver.name}, page(departure.pk, "verification/sign-off/"))


def samples(look: Look) -> Iterator[Matter]:
    """Customers of samples that wait for this person to check them."""
    rows = queue.waiting(look.user, of_all=False).exclude(verdict=Verdict.DISPUTED)
    if count := rows.count():
        words = ngettext(
            "%(count)s customer of a sample waits for you to check it.",
            "%(count)s customers of samples wait for you to check them.",
            count,
        )
        yield Matter(words % {"count": count}, reverse("verify"))
