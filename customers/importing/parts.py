"""Records of other kinds in the rows of a file: the customers that its deals name, the people in a list of customers.

Such a part is a file of its own in the import, which shares the stored one, so that a person sees and corrects it like
any other. Only what is new is taken of it: nothing stored changes by it, and a row without any of it is no mistake.
"""

from collections.abc import Iterator, Sequence

from customers.importing import guessing, headers, lookups, mapping, values
from customers.importing.fields import KINDS
from customers.importing.problems import NO_RECORDS
from customers.importing.scope import Scope
from customers.importing.shape import Kind
from customers.models import Customer, ImportFile

#: What else may stand in the rows of a file that holds one kind of record.
BESIDE: dict[str, tuple[str, ...]] = {
    "customers": ("contacts",),
    "contacts": ("customers", "deals"),
    "deals": ("customers", "contacts"),
    "contracts": ("customers", "contacts"),
    "orders": ("customers",),
}
OWNER = ("owner", "owner_email", "owner_key")
REFERENCE = ("customer", "customer_key")
#: Of a part, the fields that a column tells whatever stands before its name; the others only beside these kinds, or
#: where the name of the column begins with the noun of the part.
ALWAYS: dict[str, frozenset[str]] = {
    "customers": frozenset({*OWNER, "members", "industry", "region", "territory", "address", "parent", "parent_key"}),
    "contacts": frozenset({"name", "first_name", "last_name", "title", "role", "email", "phone"}),
    "deals": frozenset({*OWNER, "name", "stage", "state", "amount", "currency", "probability", "expected_close_on"}),
}
ALSO: dict[tuple[str, str], frozenset[str]] = {
    ("customers", "contacts"): frozenset({"status", "grade"}),
    ("contacts", "customers"): frozenset({"note", "preferred_channel", "preferred_time"}),
    ("deals", "contacts"): frozenset({"closed_on", "product"}),
}
#: One field of each of these has to be there for the part to be worth taking.
NEEDED: dict[str, tuple[frozenset[str], ...]] = {
    "customers": (frozenset({"name"}),),
    "contacts": (frozenset(REFERENCE), frozenset({"name", "first_name", "last_name"})),
    "deals": (frozenset({"name"}), frozenset({"amount", "stage"})),
}
#: Why a row of a part is passed over without a word: it has nothing of it, it is known, or its file says why.
PASSED = NO_RECORDS | {
    *("empty_needed", "customer_missing", "repeated", "not_yours", "too_many_cells", "too_few_cells", "quote_open"),
    *("customer_unknown", "customer_ambiguous", "owner_unknown", "owner_missing", "owner_not_yours"),
}


def renew(file: ImportFile, others: Sequence[ImportFile]) -> None:
    """Find the parts of a stored file anew. The customers it names are one where most of them are not known here and
    none of the `others` in its import brings customers.
    """
    ImportFile.objects.filter(run=file.run, reading__part_of=file.pk).delete()
    for kind in BESIDE.get(file.kind, ()) if not file.preset else ():
        if kind == "customers" and (any(each.kind == kind for each in others) or not _are_new(file)):
            continue
        if fields := fields_of(file, KINDS[kind]):
            part = ImportFile(
                run=file.run,
                name=file.name,
                file=file.file.name,
                headers=file.headers,
                reading=file.reading | {"part_of": file.pk, "part": kind},
                sample=file.sample,
                notes=[{"code": f"part_{kind}", "params": {}}],
                rows=file.rows,
            )
            _take(part, kind, fields)
            mapping.ask_words(part)
            part.save()


def choose(part: ImportFile, kind: str, columns: Sequence[str], words: mapping.Words) -> None:
    """Take a person's word for a part: whether it is taken, the field of each column, the meaning of words."""
    if kind == part.kind:
        mapping.choose(part, kind, columns, words)
        return
    file = ImportFile.objects.get(pk=part.part_of)
    _take(part, kind, fields_of(file, KINDS[kind]) if kind else [""] * len(file.headers))


def _take(part: ImportFile, kind: str, fields: list[str]) -> None:
    part.kind, part.mapping, part.words = kind, fields, {}
    part.guesses = [{"field": field, "certainty": guessing.SURE if field else ""} for field in fields]


def fields_of(file: ImportFile, kind: Kind) -> list[str]:
    """Which column fills which field of a part: those that nothing is taken from yet, and those that tell the customer
    and the owner of both. Empty when there is no such part.
    """
    free = ["" if taken else header for header, taken in zip(file.headers, file.mapping, strict=True)]
    allowed = ALWAYS[kind.name] | ALSO.get((kind.name, file.kind), frozenset())
    fields = [
        field if field in allowed or (field and field != "name" and _is_of(header, kind)) else ""
        for header, field in zip(free, guessing.mapping(kind, free), strict=True)
    ]
    for place, field in _shared(file, kind):
        if field not in fields:
            fields[place] = field
    found = set(fields)
    return fields if all(found & some for some in NEEDED[kind.name]) else []


def _is_of(header: str, kind: Kind) -> bool:
    """Whether the name of a column begins with the noun of this kind: `Organization - Label`, `客户级别`."""
    return headers.plain(header).startswith(headers.nouns(kind.name)) or headers.is_own_id(header, kind.name)


def _shared(file: ImportFile, kind: Kind) -> Iterator[tuple[int, str]]:
    """The columns that tell the same of both, and the field of the part each fills."""
    own = guessing.mapping(kind, file.headers) if kind.name == "customers" else []
    for place, field in enumerate(file.mapping):
        if kind.name == "customers" and field in REFERENCE:
            told = own[place] if own[place] in ("code", "source_id") else "source_id"
            yield place, "name" if field == "customer" else told
        elif file.kind == "customers" and field in ("name", "source_id", "code"):
            yield place, "customer" if field == "name" else "customer_key"
        elif field in REFERENCE or (field in OWNER and kind.owned):
            yield place, field


def _are_new(file: ImportFile) -> bool:
    """Whether most of the customers a file names are not known to whoever imports it."""
    names = {name for name in mapping.cells(file, "customer") if not values.is_nothing(name)}
    known = lookups.customers(Scope(file.run.by).rows(Customer), names, file.run.source or "file")
    return 2 * sum(name.lower() in known for name in names) < len(names)
