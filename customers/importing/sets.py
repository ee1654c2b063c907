"""What a known set of files adds to each row, worked out from all its files before the first is taken."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property

from accounts.permissions import Permission
from customers.importing import alone, joining, people, values
from customers.importing import sales_opportunities as sales
from customers.importing.headers import plain
from customers.importing.problems import RowProblem
from customers.importing.reading import Reading, rows
from customers.importing.records import Texts
from customers.models import Import, ImportFile, Product


class Preparer:
    """Leaves the rows of ordinary files as they are."""

    currency = ""

    def begin(self, file: ImportFile) -> None:
        """What has to be there before this file is taken."""

    def texts(self, file: ImportFile, texts: Texts) -> Texts:
        """The rows' texts by field, with what the set adds."""
        return texts


class OrdinaryFiles(Preparer):
    """Files of any system: who has no company is a customer of their own where that was said."""

    def __init__(self, run: Import) -> None:
        self.alone = {file.part_of for file in run.files.exclude(kind="") if alone.is_one(file)}

    def texts(self, file: ImportFile, texts: Texts) -> Texts:
        """The rows' texts by field; people without a company refer to themselves, and what other rows write for no
        record is none of a part.
        """
        if not file.has_own_rows and "name" in texts and file.kind == "customers":
            texts["name"] = ["" if values.is_nothing(text) else joining.first_firm(text) for text in texts["name"]]
            if "source_id" in texts:
                texts["source_id"] = list(map(joining.first_firm, texts["source_id"]))
        return alone.filled(texts) if file.pk in self.alone else texts


class SalesOpportunities(Preparer):
    """The set of `sales_opportunities.py`."""

    currency = sales.CURRENCY

    def __init__(self, run: Import) -> None:
        self.makes_people = run.by is None or run.by.may(Permission.MANAGE_PEOPLE)
        self.files = {file.kind: file for file in run.files.filter(preset=sales.NAME).exclude(kind="")}

    def begin(self, file: ImportFile) -> None:
        """The pipeline may name reps whose team file was never given: who may manage people makes them by it."""
        if file.kind == "deals":
            if self.makes_people:
                people.ensure(sorted(set(sales.reps(self._rows("deals")))))
            self._products = self._known_products()

    def texts(self, file: ImportFile, texts: Texts) -> Texts:
        """The rows with their key, their currency, an account's owner and value, a deal's name."""
        made: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
            "customers": lambda row: sales.customer(row, self._book, self._annual),
            "deals": lambda row: sales.deal(row, self._products),
            "products": sales.product,
        }
        add = made.get(file.kind)
        if add is None:
            return texts
        rows = [add(dict(zip(texts, row, strict=True))) for row in zip(*texts.values(), strict=True)]
        return {name: [row[name] for row in rows] for name in rows[0]}

    @cached_property
    def _book(self) -> sales.Book:
        return sales.read_book(self._rows("deals"), self._rows("people"))

    @cached_property
    def _annual(self) -> dict[str, Decimal]:
        return self._book.annual_values()

    def _known_products(self) -> dict[str, str]:
        return {plain(name): name for name in Product.objects.values_list("name", flat=True)}

    def _rows(self, kind: str) -> Iterator[dict[str, str]]:
        file = self.files.get(kind)
        if file is None:
            return
        with file.file.open("rb") as stream:
            for _line, cells in rows(stream, file.name, Reading.kept(file.reading), len(file.headers)):
                if not isinstance(cells, RowProblem):
                    yield {field: cell for field, cell in zip(file.mapping, cells, strict=True) if field}


def preparers(run: Import) -> Callable[[ImportFile], Preparer]:
    """Which preparer a file of this run has."""
    plain_files = OrdinaryFiles(run)
    known: Preparer = SalesOpportunities(run) if run.preset == sales.NAME else plain_files
    return lambda file: known if file.preset else plain_files
