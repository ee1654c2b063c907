"""The references of a batch of records, followed to the ids behind them; what can't be followed is refused."""

from collections.abc import Callable
from functools import partial
from typing import Any

from customers.importing import lookups
from customers.importing.batches import Batch, Problems, converted
from customers.importing.fields import Form, Kind
from customers.importing.problems import RowProblem
from customers.importing.scope import Scope
from customers.importing.staging import FOLLOWED, column
from customers.models import Customer, Deal


class Resolver:
    """Follows the references of one file's batches."""

    def __init__(self, kind: Kind, scope: Scope, *, source: str, currency: str) -> None:
        self.kind, self.scope, self.source, self.currency = kind, scope, source, currency
        self.owners = scope.owners()
        self.forms = {field.name: field.form for field in kind.fields}
        self.made_products = 0
        self.product_names: dict[str, str] = {}

    def resolve(self, batch: Batch) -> None:
        """Let the batch have its values by database column. `parent` is left for the end of the file."""
        for field in self.kind.fields:
            if field.form is Form.PERSON:
                batch.columns.setdefault(field.name, [None] * len(batch.lines))
        found = self._found(batch.columns)
        problems: Problems = {}
        columns: dict[str, list[Any]] = {}
        for name, values in batch.columns.items():
            form = self.forms[name]
            if form in FOLLOWED and form is not Form.CONTACT:
                values = converted(name, values, self._follow(name, form, found[form]), problems)
            if name != "parent":
                columns[column(name, form)] = values
        if "contact_id" in columns:
            columns["contact_id"] = _contacts(columns, found[Form.CONTACT], problems)
        batch.columns = columns
        batch.refuse(problems)

    def _found(self, columns: dict[str, list[Any]]) -> dict[Form, Any]:
        asked: dict[Form, set[str]] = {form: set() for form in FOLLOWED}
        for name, values in columns.items():
            if self.forms[name] in FOLLOWED:
                asked[self.forms[name]].update(set(values) - {None})
        products, made = lookups.products(asked[Form.PRODUCT], self.currency) if asked[Form.PRODUCT] else ({}, 0)
        self.made_products += made
        self.product_names.update({text: name for text, (_pk, name) in products.items()})
        rows = self.scope.rows
        named = asked[Form.CUSTOMER]
        customers = lookups.customers(rows(Customer), named, self.source) if named else {}
        return {
            Form.PERSON: lookups.people(asked[Form.PERSON]),
            Form.PRODUCT: products,
            Form.CUSTOMER: customers,
            Form.DEAL: lookups.deals(rows(Deal), asked[Form.DEAL], self.source) if asked[Form.DEAL] else {},
            Form.CONTACT: lookups.contacts(set(customers.values()), asked[Form.CONTACT]),
        }

    def _follow(self, name: str, form: Form, found: Any) -> Callable[[str | None], int | None]:
        """What leads from a cell of this field to an id."""
        if form is Form.PERSON:
            return partial(self._person, name, found)
        if form is Form.PRODUCT:
            return lambda text: found[text][0] if text else None
        return lambda text: lookups.one(found, text, form.value, name) if text else None

    def _person(self, name: str, found: lookups.Found, text: str | None) -> int:
        if text:
            pk = lookups.one(found, text, "person" if name == "by" else "owner", name)
        elif self.scope.by:
            pk = self.scope.by.pk
        else:
            raise RowProblem("owner_missing", field=name)
        if name == "owner" and self.owners is not None and pk not in self.owners:
            raise RowProblem("owner_not_yours", field=name, value=text)
        return pk


def _contacts(columns: dict[str, list[Any]], found: dict[tuple[int, str], int], problems: Problems) -> list[int | None]:
    """Contacts by their name or address at the customer of their row."""

    def follow(pair: tuple[int, str | None]) -> int | None:
        customer_id, text = pair
        if text is None or customer_id is None:
            return None
        pk = found.get((customer_id, text.casefold()))
        if pk is None:
            raise RowProblem("contact_unknown", field="contact", value=text[:80])
        return pk

    pairs = list(zip(columns["customer_id"], columns["contact_id"], strict=True))
    return converted("contact", pairs, follow, problems)
