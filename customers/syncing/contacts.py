"""Contacts have an owner only in the CRM, and there each goes with its customer.

A contact is linked when it belongs to whom its customer belongs to. Whenever both sides agree about another owner of
the customer, the contact follows; one that was given to somebody else goes its own way, which is no difference.
"""

import datetime
from collections.abc import Mapping, Sequence

from customers.kinds import LinkedKind
from customers.models import Connection, Contact, LinkState, RecordLink


def with_customer(connection: Connection, rows: Sequence[RecordLink]) -> list[RecordLink]:
    """Those of these new links that are of contacts who belong to whom their customer belongs to there."""
    customers = dict(Contact.objects.filter(pk__in=[row.record_id for row in rows]).values_list("pk", "customer_id"))
    links = RecordLink.objects.filter(connection=connection, kind=LinkedKind.CUSTOMER, gone_at=None)
    there = dict(links.filter(record_id__in=set(customers.values())).values_list("record_id", "owner_there"))
    found = [row for row in rows if row.owner_there and row.owner_there == there.get(customers[row.record_id])]
    for row in found:
        row.state, row.expected_there = LinkState.AGREED, row.owner_there
    return found


def still_with_customer(rows: Sequence[RecordLink], owners: Mapping[str, str]) -> list[RecordLink]:
    """These links of contacts but those to contacts that somebody was given there, which are links no more."""
    apart = {row.pk for row in rows if row.state == LinkState.AGREED and owners[row.source_id] != row.expected_there}
    RecordLink.objects.filter(pk__in=apart).delete()
    return [row for row in rows if row.pk not in apart]


def follow(connection: Connection, customers: Sequence[RecordLink], *, at: datetime.datetime) -> None:
    """Let the contacts of these customers, about whose owners both sides have come to agree, go to the same there."""
    owners = {row.record_id: row.expected_there for row in customers}
    contacts = dict(Contact.objects.filter(customer__in=owners).values_list("pk", "customer_id")) if owners else {}
    links = RecordLink.objects.filter(connection=connection, kind=LinkedKind.CONTACT, state=LinkState.AGREED)
    rows = links.filter(record_id__in=contacts).values_list("pk", "record_id", "expected_there")
    following = [pk for pk, contact, expected in rows if expected != owners[contacts[contact]]]
    links.filter(pk__in=following).update(state=LinkState.WAITING, due_at=at, attempts=0)
