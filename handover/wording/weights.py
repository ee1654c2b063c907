"""What each weight of a proposal means, as the settings page says it."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handover.wording.timeline import prepares

#: Headings with a hint and the weights under them, in the order of the page.
GROUPS: Sequence[tuple[Promise, Promise, dict[str, Promise]]] = (
    (
        _("Who knows the customer"),
        _("Points at most, for each customer"),
        {
            "owns_customer": _("looks after the customer of a single deal already"),
            "won_here": _("closed deals with the customer"),
            "met": _("met or called who decides there"),
            "open_here": _("works on an open deal there"),
            "account_team": _("is on the account team"),
            "in_touch": _("was in touch with the customer"),
        },
    ),
    (
        _("Who suits the customer"),
        _("Points at most, for each customer"),
        {
            "same_group": _("looks after other customers of the same group"),
            "industry_won": _("closed deals in the same industry"),
            "industry_customers": _("looks after customers of the same industry"),
            "territory": _("works in the same territory"),
            "deal_size": _("is used to deals of this size"),
            "stage": _("has deals at the same stage"),
            "language": _("speaks the customer's language"),
            "office": _("sits in the same office"),
        },
    ),
    (
        _("What carrying more costs"),
        _("Points taken off for one more customer once somebody is full"),
        {
            "load_customers": _("by the number of customers"),
            "load_value": _("by the value of open deals"),
            "load_visits": _("by visits a week"),
            "load_over": _("on top, for every third of a capacity beyond it"),
        },
    ),
    (
        _("Which customers count more"),
        _("How many times a customer counts"),
        {
            "grade_a": _("grade A"),
            "grade_b": _("grade B"),
            "closing_soon": _("a deal closes within a month"),
        },
    ),
)


@prepares("weights.changed")
def _changed(details: dict[str, Any]) -> dict[str, str]:
    """Each weight by its words, with what it was and what it is."""
    words = {code: meaning for _heading, _hint, weights in GROUPS for code, meaning in weights.items()}
    said = [
        gettext("%(what)s from %(old)s to %(new)s")
        % {"what": words.get(code, code), "old": number_format(old), "new": number_format(new)}
        for code, (old, new) in details["changes"].items()
    ]
    return {"changes": gettext("; ").join(said)}
