"""Simulated CRMs as a story plays with them: their bad days, what people do there, and what was written to them."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contracts.simulator import running
from tests.stories.crms.fxiaoke import Fxiaoke
from tests.stories.crms.hubspot import HubSpot
from tests.stories.crms.salesforce import Salesforce
from tests.stories.crms.there import There
from tests.stories.crms.zoho import Zoho

__all__ = ["CRMS", "There", "served"]

CRMS: dict[str, type[There]] = {"zoho": Zoho, "fxiaoke": Fxiaoke, "salesforce": Salesforce, "hubspot": HubSpot}


@contextmanager
def served(vendor: str) -> Iterator[There]:
    """One of them, answering."""
    there = CRMS[vendor]()
    with running(there.system):
        yield there
