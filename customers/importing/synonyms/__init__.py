"""What other systems call our fields, in English and Chinese: data, compared without case, spaces and punctuation.

Of several columns that fit one field, the one whose name comes first here fills it. `headers.py` knows what may stand
around a name: "(required)", the noun of the record, "id" after the name of another record.
"""

from customers.importing.synonyms.activities import ACTIVITIES
from customers.importing.synonyms.common import COMMON
from customers.importing.synonyms.contacts import CONTACTS
from customers.importing.synonyms.contracts import CONTRACTS
from customers.importing.synonyms.customers import CUSTOMERS
from customers.importing.synonyms.deals import DEALS
from customers.importing.synonyms.orders import ORDERS
from customers.importing.synonyms.people import PEOPLE
from customers.importing.synonyms.products import PRODUCTS
from customers.importing.synonyms.tasks import TASKS

#: Names of columns by kind of record; they win over the common ones.
BY_KIND: dict[str, dict[str, str]] = {
    "people": PEOPLE,
    "products": PRODUCTS,
    "customers": CUSTOMERS,
    "contacts": CONTACTS,
    "deals": DEALS,
    "contracts": CONTRACTS,
    "orders": ORDERS,
    "tasks": TASKS,
    "activities": ACTIVITIES,
}

__all__ = ["BY_KIND", "COMMON"]
