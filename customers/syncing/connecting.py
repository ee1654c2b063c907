"""From a stored connection to the connector that speaks to its vendor."""

import json

from customers.connectors.interface import Account, Connector, ConnectorError, Fault
from customers.connectors.registry import VENDORS
from customers.models import Connection
from customers.syncing.tokens import CachedTokens
from web import secrets


def vendor_of(connection: Connection) -> type[Connector]:
    """The vendor of a connection. Raises `ConnectorError` for one this version does not know."""
    try:
        return VENDORS[connection.vendor]
    except KeyError:
        raise ConnectorError(Fault.CONFIG, "vendor_unknown") from None


def connector_for(connection: Connection) -> Connector:
    """A connector for one piece of work. Raises `ConnectorError` when its secrets can't be read."""
    return vendor_of(connection)(
        Account(settings=connection.values, tokens=CachedTokens(connection), secrets=_secrets(connection))
    )


def _secrets(connection: Connection) -> dict[str, str]:
    if not connection.secrets:
        return {}
    plain = secrets.decrypted(connection.secrets)
    if plain is None:
        raise ConnectorError(Fault.CONFIG, "secrets_unreadable")
    found: dict[str, str] = json.loads(plain)
    return found
