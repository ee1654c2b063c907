"""The references of a batch of records, followed to the ids behind them; what can't be followed is refused."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from customers.importing import idle, joining, lookups, several_people, subjects, unknown_owners
from customers.importing.batches import Batch, Problems, converted
from customers.importing.finishing import TEAMED
from customers.importing.problems import RowProblem
from customers.importing.scope import Scope
from customers.importing.shape import FOLLOWED, Form, Kind
from customers.importing.staging import column
from customers.models import Customer, Deal


class Resolver:
    """Follows the references of one file's batches."""

    def __init__(self, kind: Kind, scope: Scope, *, source: str, currency: str) -> None:
        self.kind, self.scope, self.source, self.currency = kind, scope, source, currency
        self.owners = scope.owners()
        self.forms = {field.name: field.form for field in kind.fields}
        self.made_products, self.made_people = set[int](), set[int]()
        self.product_names: dict[str, str] = {}
        self.several: Counter[str] = Counter()

    def resolve(self, batch: Batch) -> None:
        """Let the batch have its values by database column. `parent` is left for the end of the file."""
        for field in self.kind.fields:
            if field.form is Form.PERSON:
                batch.columns.setdefault(field.name, [None] * len(batch.lines))
        members = batch.columns.pop("members", None) or []
        others = self._first_of_several(batch)
        for line, text in zip(batch.lines, members, strict=False):
            if text:
                others[line] = [*others.get(line, []), *several_people.people([text]).get(text, [text])]
        found = self._found(batch.columns, {text for texts in others.values() for text in texts})
        batch.team = _known(others, found[Form.PERSON])
        problems: Problems = {}
        columns: dict[str, list[Any]] = {}
        for name, values in batch.columns.items():
            form = self.forms[name]
            if form in FOLLOWED and form is not Form.CONTACT:
                values = converted(name, values, self._follow(name, form, found[form]), problems)
            if name != "parent":
                columns[column(name, form)] = values
        self._about(columns, found, problems)
        if "contact_id" in columns:
            columns["contact_id"] = _contacts(columns, problems)
        batch.columns = columns
        batch.refuse(problems)

    def _first_of_several(self, batch: Batch) -> dict[int, list[str]]:
        """Leave the first of several people in each cell; the others, by line, where there is a team to join."""
        others: dict[int, list[str]] = {}
        for name in (field.name for field in self.kind.fields if field.form is Form.PERSON):
            told = several_people.people(batch.columns[name])
            for place, text in enumerate(batch.columns[name]) if told else ():
                if people := told.get(text):
                    self.several[joining.shown(text)] += 1
                    batch.columns[name][place] = people[0]
                    others[batch.lines[place]] = people[1:]
        return others if self.kind.name in TEAMED else {}

    def forget_idle(self) -> None:
        """Take back whom and what was made for rows that became nothing."""
        self.made_people, self.made_products = idle.forget(self.kind, self.made_people, self.made_products)

    def made(self) -> dict[str, int]:
        """How many records were made beside the file's own since this was last asked, by kind."""
        made = {"products": len(self.made_products), "people": len(self.made_people)}
        self.made_products, self.made_people = set(), set()
        return {name: number for name, number in made.items() if number}

    def _about(self, columns: dict[str, list[Any]], found: dict[Form, Any], problems: Problems) -> None:
        """What follows from what a task or an activity is about."""
        subjects.settle(columns, found[Form.CUSTOMER], found[Form.DEAL], problems)
        subjects.follow_deals(columns, self.scope.rows(Deal))
        if "about" in self.forms and self.kind.field("customer").needed:
            for place, customer in enumerate(columns.get("customer_id", ())):
                if customer is None:
                    problems.setdefault(place, RowProblem("customer_missing", field="customer"))

    def _found(self, columns: dict[str, list[Any]], others: set[str]) -> dict[Form, Any]:
        asked: dict[Form, set[str]] = {form: set() for form in FOLLOWED}
        asked[Form.PERSON] |= others
        for name, values in columns.items():
            for form in (Form.CUSTOMER, Form.DEAL) if name == "about" else (self.forms[name],):
                if form in FOLLOWED:
                    asked[form].update(set(values) - {None})
        products, made = lookups.products(asked[Form.PRODUCT], self.currency) if asked[Form.PRODUCT] else ({}, set())
        self.made_products |= made
        self.product_names.update({text: name for text, (_pk, name) in products.items()})
        rows, named = self.scope.rows, asked[Form.CUSTOMER]
        people = lookups.people(asked[Form.PERSON], self.source)
        self.made_people |= unknown_owners.settle(
            asked[Form.PERSON], people, self.source, makes=self.scope.makes_people
        )
        return {
            Form.PERSON: people,
            Form.PRODUCT: products,
            Form.CUSTOMER: lookups.customers(rows(Customer), named, self.source) if named else {},
            Form.DEAL: lookups.deals(rows(Deal), asked[Form.DEAL], self.source) if asked[Form.DEAL] else {},
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


def _known(others: dict[int, list[str]], people: lookups.Found) -> dict[int, list[int]]:
    """Those of the others who are known, by line."""
    found = {line: [people.get(text.lower(), 0) for text in texts] for line, texts in others.items()}
    return {line: [pk for pk in pks if pk > 0] for line, pks in found.items()}


def _contacts(columns: dict[str, list[Any]], problems: Problems) -> list[int | None]:
    """Contacts by their name or address at the customer of their row."""
    customers = columns.get("customer_id") or [None] * len(columns["contact_id"])
    known = lookups.contacts({pk for pk in customers if pk}, {text for text in columns["contact_id"] if text})

    def follow(pair: tuple[int | None, str | None]) -> int | None:
        customer_id, text = pair
        if text is None or customer_id is None:
            return None
        pk = known.get((customer_id, text.lower()))
        if pk is None:
            raise RowProblem("contact_unknown", field="contact", value=text[:80])
        return pk

    return converted("contact", list(zip(customers, columns["contact_id"], strict=True)), follow, problems)
