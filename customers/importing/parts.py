"""Records of other kinds in the rows of a file: the customers that its deals name, the people in a list of customers;
and rows of another kind, the companies in a list of people.

Such a part is a file of its own in the import, which shares the stored one, so that a person sees and corrects it like
any other. Only what is new is taken of it: nothing stored changes by it, and a row without any of it is no mistake.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from customers.importing import alone, guessing, headers, lookups, mapping, mixed, values
from customers.importing.fields import KINDS
from customers.importing.problems import NO_RECORDS
from customers.importing.questions import LEAVE, OWN
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
#: The part with the companies of a table that has people too.
FIRMS = ("customers", False, True)
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
#: What a person who is a customer has of one.
OF_THEIR_OWN = frozenset({*OWNER, "members", "region", "territory", "address", "status", "grade"})
#: Why a row of a part is passed over without a word: it has nothing of it, it is known, or its file says why.
PASSED = NO_RECORDS | {
    *("empty_needed", "customer_missing", "repeated", "not_yours", "too_many_cells", "too_few_cells", "quote_open"),
    *("customer_unknown", "customer_ambiguous", "owner_unknown", "owner_missing", "owner_not_yours"),
}


def renew(file: ImportFile, others: Sequence[ImportFile], *, is_given: bool = False) -> None:
    """Find the parts of a stored file anew; one that nobody wanted stays so. The customers it names are one where most
    of them are not known here and none of the `others` in its import brings customers. Of a file whose columns a
    program named (`is_given`) there are only those it asked for.
    """
    before = {_role(part): part for part in ImportFile.objects.filter(run=file.run, reading__part_of=file.pk)}
    is_asked = is_given or bool(file.preset)
    firms = [] if is_asked else list(_firms(file, before.get(FIRMS)))
    found = firms if is_asked else [*firms, *_beside(file, others, firms)]
    asked = file.reading.get("said", {}).get("without_company", "")
    if file.kind == "contacts" and not (is_given and asked != OWN):
        found += _alone(file, asked)
    for part in found:
        if old := before.pop(_role(part), None):
            part.pk = old.pk
            if not old.kind and not alone.is_one(part):
                _take(part, "", [""] * len(file.headers))
        mapping.ask_words(part)
        part.save()
    for part in before.values():
        part.delete()


def _role(part: ImportFile) -> tuple[str, bool, bool]:
    return part.reading["part"], alone.is_one(part), mixed.is_one(part)


def _firms(file: ImportFile, old: ImportFile | None) -> Iterator[ImportFile]:
    """The companies of a list of contacts that has rows of both; the file keeps the others."""
    found = mixed.find(file) if file.kind == "contacts" else None
    if not (found or old):
        return
    part = _part(file, "customers", {})
    mixed.share_out(file, found, old.rows if old and file.reading.get("only") else 0)
    if found:
        mixed.fill(part, found)
        _take(part, "customers", mixed.fields_of(part))
        file.rows -= part.rows
        yield part
    file.save(update_fields=["reading", "sample", "rows"])


def _beside(file: ImportFile, others: Sequence[ImportFile], firms: Sequence[ImportFile]) -> Iterator[ImportFile]:
    for kind in BESIDE.get(file.kind, ()):
        if kind == "customers" and (any(each.kind == kind for each in others) or not _are_new(file, firms)):
            continue
        if fields := fields_of(file, KINDS[kind]):
            part = _part(file, kind, {"code": f"part_{kind}", "params": {}})
            _take(part, kind, fields)
            yield part


def _alone(file: ImportFile, asked: str) -> Iterator[ImportFile]:
    """The customers that people without a company are, if there are such people: taken where somebody says so, or where
    the file tells who looks after at least half of them.
    """
    fields = _own_fields(file)
    rows, owned = alone.count(file, [place for place, name in enumerate(fields) if name in OWNER])
    if rows:
        note = {"code": "without_company", "params": {"rows": rows, "owned": owned}}
        part = _part(file, "customers", note, alone=True)
        is_taken = asked == OWN or (not asked and 2 * owned >= rows)
        _take(part, "customers" if is_taken else "", fields if is_taken else [""] * len(fields))
        yield part


def _part(file: ImportFile, kind: str, note: dict[str, Any], **more: bool) -> ImportFile:
    return ImportFile(
        run=file.run,
        name=file.name,
        file=file.file.name,
        headers=file.headers,
        reading=file.reading | {"part_of": file.pk, "part": kind} | more,
        sample=file.sample,
        notes=[note],
        rows=file.rows,
    )


def choose(part: ImportFile, kind: str, columns: Sequence[str], words: mapping.Words) -> None:
    """Take a person's word for a part: whether it is taken, the field of each column, the meaning of words."""
    if kind == part.kind:
        mapping.choose(part, kind, columns, words)
        return
    file = ImportFile.objects.get(pk=part.part_of)
    if alone.is_one(part):
        mapping.answer(file, {}, {"without_company": OWN if kind else LEAVE})
        file.save(update_fields=["reading"])
    found = _found(part, file, kind) if kind else []
    _take(part, kind, found if kind else [""] * len(file.headers))


def _found(part: ImportFile, file: ImportFile, kind: str) -> list[str]:
    """Which column fills which field of a part that somebody wants after all."""
    if mixed.is_one(part):
        return mixed.fields_of(part)
    return _own_fields(file) if alone.is_one(part) else fields_of(file, KINDS[kind])


def _take(part: ImportFile, kind: str, fields: list[str]) -> None:
    part.kind, part.mapping, part.words = kind, fields, {}
    part.guesses = [{"field": field, "certainty": guessing.SURE if field else ""} for field in fields]


def fields_of(file: ImportFile, kind: Kind) -> list[str]:
    """Which column fills which field of a part: those that nothing is taken from yet, and those that tell the customer
    and the owner of both. Empty when there is no such part.
    """
    fields = _free_fields(file, kind)
    if any(field == "email" and _is_of(header, kind) for header, field in zip(file.headers, fields, strict=True)):
        fields = [  # else the address of the firm stands before that of the person
            "" if field == "email" and not _is_of(header, kind) else field
            for header, field in zip(file.headers, fields, strict=True)
        ]
    for place, field in _shared(file, kind):
        if field not in fields:
            fields[place] = field
    found = set(fields)
    return fields if all(found & some for some in NEEDED[kind.name]) else []


def _free_fields(file: ImportFile, kind: Kind) -> list[str]:
    """Which columns that nothing is taken from yet fill a field of a part."""
    free = ["" if taken else header for header, taken in zip(file.headers, file.mapping, strict=True)]
    allowed = ALWAYS[kind.name] | ALSO.get((kind.name, file.kind), frozenset())
    return [
        field if field in allowed or (field and field != "name" and _is_of(header, kind)) else ""
        for header, field in zip(free, guessing.mapping(kind, free), strict=True)
    ]


def _own_fields(file: ImportFile) -> list[str]:
    """Which columns tell of the customers that people without a company are; their names are those of the people."""
    return [field if field in OF_THEIR_OWN else "" for field in _free_fields(file, KINDS["customers"])]


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


def _are_new(file: ImportFile, firms: Sequence[ImportFile]) -> bool:
    """Whether most of the customers a file names are not known to whoever imports it, nor among its own companies."""
    names = {name for name in mapping.cells(file, "customer") if not values.is_nothing(name)}
    known = lookups.customers(Scope(file.run.by).rows(Customer), names, file.run.source or "file")
    told = known.keys() | {name.lower() for part in firms for name in mapping.cells(part, "name")}
    return 2 * sum(name.lower() in told for name in names) < len(names)
