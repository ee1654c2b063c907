"""Which vendors there are."""

from customers.connectors.fxiaoke.connector import Fxiaoke
from customers.connectors.hubspot.connector import HubSpot
from customers.connectors.interface import Connector
from customers.connectors.salesforce.connector import Salesforce
from customers.connectors.wecom.connector import WeCom
from customers.connectors.zoho.connector import Zoho

_VENDORS: tuple[type[Connector], ...] = (Zoho, Fxiaoke, WeCom, Salesforce, HubSpot)

#: Every vendor by the name that is stored with a connection, in the order in which pages show them.
VENDORS: dict[str, type[Connector]] = {vendor.name: vendor for vendor in _VENDORS}
