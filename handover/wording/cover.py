"""Interim covers, and the order of handing over, in words: what the timeline says of them."""

from django.utils.translation import ngettext

from handover.models import CoverOutcome, Way
from handover.wording.timeline import Details, moment, prepares


@prepares("cover.named")
def _named(details: Details) -> Details:
    return _customers(details) | {"first": moment(details["first_on"]), "last": moment(details["last_on"])}


@prepares("cover.ended")
def _ended(details: Details) -> Details:
    return _customers(details) | {"how": CoverOutcome(details["outcome"]).label}


@prepares("order.chosen")
def _chosen(details: Details) -> Details:
    return _customers(details) | {"how": Way(details["way"]).label}


def _customers(details: Details) -> Details:
    count = details["customers"]
    return {"what": ngettext("%(n)s customer", "%(n)s customers", count) % {"n": count}}
