"""What belongs to nobody there (a high sea, a pool) is no mistake: it is counted and left for somebody to take."""

from collections.abc import Sequence
from typing import NamedTuple

from customers.connectors.interface import Connector, Record
from customers.importing.shape import Form, Kind
from customers.kinds import LinkedKind
from customers.models import Connection, Customer
from customers.syncing.outward import read_owners


class Parted(NamedTuple):
    """`taken` are the records to take; `keepers` the address of who has one here that nobody has there any more.

    `pool` is how many customers nobody has; `beside` how many other records are nobody's, or such a customer's.
    """

    taken: list[Record]
    keepers: dict[str, str]
    pool: int
    beside: int


def part(connection: Connection, connector: Connector, kind: Kind, records: Sequence[Record]) -> Parted:
    """Tell the records of a page that nobody owns from the others. Raises `ConnectorError`."""
    keepers = _keepers(connection, kind, [record.id for record in records if not record.owner])
    unknown = _unknown_customers(connection, kind, records)
    there = read_owners(connector, LinkedKind.CUSTOMER, unknown) if unknown else {}
    of_nobody = {id_ for id_, owner in there.items() if not owner}
    has_owner = any(field.form is Form.PERSON for field in kind.fields)
    taken = [
        record
        for record in records
        if (record.owner or record.id in keepers or not has_owner) and record.texts.get("customer") not in of_nobody
    ]
    left = len(records) - len(taken)
    is_customers = kind.name == "customers"
    return Parted(taken, keepers, left if is_customers else 0, 0 if is_customers else left)


def _keepers(connection: Connection, kind: Kind, ids: Sequence[str]) -> dict[str, str]:
    """Who has these records here, by their id there, as far as they are here and have an owner."""
    if not ids or not kind.owned:
        return {}
    rows = kind.model._default_manager.filter(source=connection.source, source_id__in=ids)
    return dict(rows.values_list("source_id", "owner__email"))


def _unknown_customers(connection: Connection, kind: Kind, records: Sequence[Record]) -> list[str]:
    """The customers, by their id there, that records of this kind name and that are not here."""
    named = {record.texts["customer"] for record in records if record.texts.get("customer")}
    if not named or all(field.form is not Form.CUSTOMER for field in kind.fields):
        return []
    rows = Customer.objects.filter(source=connection.source, source_id__in=named)
    return sorted(named - set(rows.values_list("source_id", flat=True)))
