"""The references of a batch of records, followed to the ids behind them; what can't be followed is refused."""

from collections.abc import Iterable
from typing import Any

from customers.importing import lookups
from customers.importing.fields import Form, Kind
from customers.importing.merging import Staged
from customers.importing.problems import RowProblem
from customers.importing.records import Record, identities, references
from customers.importing.scope import Scope
from customers.models import Customer, Deal

#: A record on its way: its line, the cells it was read from, and its values.
Read = tuple[int, list[str], Record]
Refusal = tuple[int, list[str], RowProblem]
#: The forms of fields that name another record.
FOLLOWED = frozenset({Form.PERSON, Form.PRODUCT, Form.CUSTOMER, Form.DEAL, Form.CONTACT})


class Resolver:
    """Follows the references of one file's batches."""

    def __init__(self, kind: Kind, scope: Scope, *, source: str, currency: str) -> None:
        self.kind, self.scope, self.source, self.currency = kind, scope, source, currency
        self.owners = scope.owners()
        self.forms = {field.name: field.form for field in kind.fields if field.form in FOLLOWED}
        self.persons = [field.name for field in kind.fields if field.name in ("owner", "by")]
        self.made_products = 0
        self.product_names: dict[str, str] = {}

    def resolve(self, batch: list[Read]) -> tuple[list[Staged], list[Refusal]]:
        """The batch as staged rows, each with the stored record it is; and the rows that can't be."""
        found = self._found([record for _line, _cells, record in batch])
        staged: list[tuple[Staged, Record]] = []
        refused: list[Refusal] = []
        for line, cells, record in batch:
            try:
                staged.append((Staged(line, self._columns(record, found), cells), record))
            except RowProblem as problem:
                refused.append((line, cells, problem))
        taken, not_ours = self._recognised(staged)
        return taken, refused + not_ours

    def _found(self, records: list[Record]) -> dict[Form, Any]:
        asked = {form: references(self.kind, records, form) for form in Form}
        products, made = lookups.products(asked[Form.PRODUCT], self.currency) if asked[Form.PRODUCT] else ({}, 0)
        self.made_products += made
        self.product_names.update({text: name for text, (_pk, name) in products.items()})
        rows = self.scope.rows
        customers = lookups.customers(rows(Customer), asked[Form.CUSTOMER], self.source)
        return {
            Form.PERSON: lookups.people(asked[Form.PERSON]),
            Form.PRODUCT: products,
            Form.CUSTOMER: customers,
            Form.DEAL: lookups.deals(rows(Deal), asked[Form.DEAL], self.source) if asked[Form.DEAL] else {},
            Form.CONTACT: lookups.contacts(set(customers.values()), asked[Form.CONTACT]),
        }

    def _columns(self, record: Record, found: dict[Form, Any]) -> dict[str, Any]:
        """The record by database column. `parent` is left for the end of the file."""
        columns: dict[str, Any] = {}
        for name, value in record.items():
            form = self.forms.get(name)
            if form is None:
                if name != "parent":
                    columns[name] = value
            elif form is Form.PERSON:
                columns[f"{name}_id"] = self._person(name, value, found[form])
            elif form is Form.PRODUCT:
                columns["product_id"] = found[form][value][0] if value else None
            elif form in (Form.CUSTOMER, Form.DEAL):
                columns[f"{name}_id"] = lookups.one(found[form], value, form.value, name) if value else None
            elif form is Form.CONTACT:
                columns["contact_id"] = self._contact(value, columns["customer_id"], found[form]) if value else None
        for name in self.persons:
            if name not in record:
                columns[f"{name}_id"] = self._person(name, None, {})
        return columns

    def _person(self, name: str, text: str | None, found: lookups.Found) -> int:
        if text:
            pk = lookups.one(found, text, "person" if name == "by" else "owner", name)
        elif self.scope.by:
            pk = self.scope.by.pk
        else:
            raise RowProblem("owner_missing", field=name)
        if name == "owner" and self.owners is not None and pk not in self.owners:
            raise RowProblem("owner_not_yours", field=name, value=text)
        return pk

    def _contact(self, text: str, customer_id: int, found: dict[tuple[int, str], int]) -> int:
        pk = found.get((customer_id, text.casefold()))
        if pk is None:
            raise RowProblem("contact_unknown", field="contact", value=text[:80])
        return pk

    def _recognised(self, staged: list[tuple[Staged, Record]]) -> tuple[list[Staged], list[Refusal]]:
        """Find the stored record of each row by its surest key that finds one."""
        waiting = [(row, identities(self.kind, record)) for row, record in staged]
        claimed: set[int] = set()
        for key in self.kind.keys:
            asking = [row for row, keys in waiting if row.record_id is None and key in keys]
            for sourced in (False, True):
                rows = [row for row in asking if bool(row.columns.get("source_id")) is sourced]
                self._claim(rows, key, claimed, sourced=sourced)
        return self._in_scope([row for row, _keys in waiting])

    def _claim(self, rows: list[Staged], key: tuple[str, ...], claimed: set[int], *, sourced: bool) -> None:
        """Let each row be the stored record of this key. By a name, a row with an id of its own may only be one that
        has none yet (it gets the row's), and no two rows are the same record.
        """
        if not rows:
            return
        by_name = key[0] in lookups.WITHOUT_CASE
        stored = lookups.existing(self.kind.model, key, [_values(row, key) for row in rows], bare=by_name and sourced)
        for row in rows:
            found = stored.get(_told(row, key))
            if found is not None and found not in claimed:
                row.record_id = found
                claimed.add(found)

    def _in_scope(self, rows: list[Staged]) -> tuple[list[Staged], list[Refusal]]:
        if self.scope.is_all:
            return rows, []
        ids = [row.record_id for row in rows if row.record_id]
        ours = set(self.scope.rows(self.kind.model).filter(pk__in=ids).values_list("pk", flat=True))
        taken = [row for row in rows if row.record_id is None or row.record_id in ours]
        others: Iterable[Staged] = (row for row in rows if row.record_id and row.record_id not in ours)
        return taken, [(row.line, row.cells, RowProblem("not_yours")) for row in others]


def _values(row: Staged, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple([row.columns.get("customer_id" if name == "customer" else name) for name in key])


def _told(row: Staged, key: tuple[str, ...]) -> tuple[Any, ...]:
    """The key's values as the lookup tells them: names without case."""
    first, *others = _values(row, key)
    return (first.casefold() if key[0] in lookups.WITHOUT_CASE else first, *others)
