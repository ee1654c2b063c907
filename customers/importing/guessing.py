"""Which column of a file is which field, guessed from names and examples; a person may correct it.

A name Baton knows is sure. A name that is only similar, or content that only one field can have, is likely when both
speak for it, else it is proposed and not used.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from customers.importing import abroad, addresses, content, headers, reconsidering, telling
from customers.importing.fields import KINDS
from customers.importing.headers import plain
from customers.importing.nouns import (
    NEVER,
    NOT_OURS,
    OTHER_AMOUNTS,
    OTHER_AMOUNTS_CHINESE,
    OTHERS,
    OTHERS_CHINESE,
    THEIRS_OR_OURS,
)
from customers.importing.shape import FOLLOWED, Field, Form, Kind
from customers.importing.synonyms import BY_KIND, COMMON

SURE, LIKELY, UNSURE = "sure", "likely", "unsure"
#: How alike two names have to be (of 100): to be taken by themselves, taken when the content fits, or proposed.
ALIKE, ALIKE_WITH_CONTENT, WORTH_ASKING = 90, 78, 70
#: Fields whose column some systems call an id although words stand in it: Odoo's `stage_id`.
ID_MAY_BE_NAME = frozenset({"stage", "state", "currency", "product", "industry", "kind", "team", "region", "address"})
#: What the customer is called where it is a lead.
LEAD = {"leadid": "customer id", "leadname": "customer name"}
#: A step of the ranking of names; it is larger than any list of them.
LEVEL = 1_000


@dataclass(frozen=True)
class Guess:
    """The field a column may be, and how certain that is; without a field, nothing is known of the column."""

    field: str = ""
    certainty: str = ""

    @property
    def taken(self) -> str:
        """The field it is used for as long as nobody says otherwise."""
        return "" if self.certainty == UNSURE else self.field


@cache
def _names(kind: str) -> dict[str, tuple[int, str]]:
    """Plain name → its rank among the names of its field, and the field, for one kind of record."""
    found: dict[str, tuple[int, str]] = {}
    for table in _tables(kind):
        for field in KINDS[kind].fields:
            words = table.get(field.name, "").split(",")
            for rank, word in enumerate([*words, field.name] if table is BY_KIND[kind] else words):
                if plain(word):
                    found.setdefault(plain(word), (rank, field.name))
    return found


def _tables(kind: str) -> tuple[dict[str, str], ...]:
    """What the fields of a kind are called, the surest names first."""
    return BY_KIND[kind], COMMON, abroad.BY_KIND[kind], abroad.COMMON


@cache
def _never() -> frozenset[str]:
    return frozenset(plain(word) for word in NEVER.split(","))


def _is_never(header: str, kind: Kind) -> bool:
    """Whether the name of a column is known to be none of our fields."""
    return telling.tells(header) or any(name in _never() for name in headers.spellings(header, kind.name))


def _candidates(header: str, kind: Kind) -> Iterator[tuple[int, str]]:
    """The fields a header names, each with its rank; the lowest is the surest."""
    names, fields = _names(kind.name), {field.name: field for field in kind.fields}
    if "source_id" in fields and headers.is_own_id(header, kind.name):
        yield LEVEL // 2, "source_id"
        return
    for level, name in enumerate(headers.spellings(header, kind.name)):
        if name in NOT_OURS:
            return
        if name in names and not (level and names[name][1] == "source"):
            rank, field = names[name]
            yield level * LEVEL + rank + (5 * LEVEL if field == "owner" and _of_another(name, kind) else 0), field
        for surer, base in headers.without_id(name):
            _rank, field = names.get(base, (0, ""))
            if f"{field}_key" in fields:
                yield level * LEVEL - surer, f"{field}_key"
                yield (level + 5) * LEVEL - surer, field
            elif field in ID_MAY_BE_NAME and name.endswith("id"):
                yield (level + 5) * LEVEL - surer, field
        if "address" in fields and (part := addresses.part(name)):
            yield (level + 1) * LEVEL + part, "address"


def _of_another(owner: str, kind: Kind) -> bool:
    """Whether the owner of another kind of record is meant: the account's beside the opportunity's."""
    others = (noun for name in KINDS if name != kind.name for noun in headers.nouns(name))
    mine = headers.nouns(kind.name)
    return not owner.startswith(mine) and owner.startswith(tuple(others))


def _with_leads(kind: Kind, columns: Sequence[str]) -> Sequence[str]:
    """The columns with those of the customer called so: where records have an id and that of a lead beside it, as in
    Close, the lead is the customer. Elsewhere a lead is the deal itself.
    """
    names = list(map(plain, columns))
    of_customers = any(field.form is Form.CUSTOMER for field in kind.fields)
    if (
        not of_customers
        or not {"id", *LEAD} <= {*names}
        or any(_names(kind.name).get(name, (0, ""))[1] == "customer" for name in names)
    ):
        return columns
    return [LEAD.get(name, column) for name, column in zip(names, columns, strict=True)]


def _exact(kind: Kind, columns: Sequence[str]) -> dict[int, str]:
    """Place → field, by names Baton knows; each field once, unless many columns may fill it."""
    columns = _with_leads(kind, columns)
    theirs = kind.name == "customers" and any(
        _names("contacts").get(plain(each), (0, ""))[1] == "email" for each in columns
    )
    lies_somewhere = kind.name == "customers" and addresses.are_in(columns)
    ranked = sorted(
        (rank, place, "address" if lies_somewhere and addresses.may_be_state(header) else field)
        for place, header in enumerate(columns)
        if not headers.own_column(header) and not (theirs and plain(header) in THEIRS_OR_OURS)
        for rank, field in _candidates(header, kind)
        if not _is_never(header, kind) or field in ("by", "recorded_on")
    )
    found: dict[int, str] = {}
    for _rank, place, field in ranked:
        if place not in found and (kind.field(field).many or field not in found.values()):
            found[place] = field
    if not any(plain(header) == "sourceid" for header in columns):  # else it is where a lead came from
        found = {
            place: field for place, field in found.items() if field != "source" or plain(columns[place]) != "source"
        }
    if any(field == "address" for field in found.values()):
        others = addresses.others({place: columns[place] for place, field in found.items() if field == "address"})
        found = {place: field for place, field in found.items() if place not in others}
    return found


def guess(kind: Kind, columns: Sequence[str], examples: Sequence[Sequence[str]], names: content.Known) -> list[Guess]:
    """A guess for each column, from its name and the `examples` in it (by place)."""
    made: dict[int, Guess] = {}
    for place, name in _exact(kind, columns).items():
        against = content.contradicts(kind.field(name), examples[place], names)
        made[place] = Guess(name, UNSURE if against else SURE)
    for place, header in enumerate(columns):
        if place not in made and not _is_settled(header, kind):
            free = [field for field in kind.fields if field.name not in {each.field for each in made.values()}]
            given = free, kind, examples[place], names
            found = _ending(header, *given) or _similar(header, *given) or _by_content(free, examples[place], names)
            if found:
                made[place] = found
    taken = {place: each.field for place, each in made.items() if each.taken}
    others = {
        place: [field for _rank, field in _candidates(header, kind)]
        for place, header in enumerate(columns)
        if place not in taken
    }
    for place, field in reconsidering.changes(kind, taken, others, examples, names).items():
        made[place] = Guess(field, LIKELY)
    return [made.get(place, Guess()) for place in range(len(columns))]


def _is_settled(header: str, kind: Kind) -> bool:
    """Whether the name of a column is known to be none of our fields, or another column has its field."""
    if headers.own_column(header) or _is_never(header, kind):
        return True
    return any(True for _found in _candidates(header, kind))


@cache
def _words(kind: str) -> dict[str, str]:
    """Each name of a field as words → the field."""
    from rapidfuzz import utils  # loaded by who maps columns, not by every process

    found: dict[str, str] = {}
    for table in _tables(kind):
        for field in KINDS[kind].fields:
            for word in table.get(field.name, "").split(","):
                found.setdefault(utils.default_process(word), field.name)
    found.pop("", None)
    return found


def _ending(
    header: str, free: Sequence[Field], kind: Kind, examples: Sequence[str], names: content.Known
) -> Guess | None:
    """The free field whose name this header ends with, after words that tell which of several it is: `Sales account
    owner`, `Linked Organisation`, `Masked deal value`. Only for fields that name another record, and for amounts.
    """
    fields = {field.name: field for field in free if _may_end(field, free, kind)}
    words = headers.spaced(headers.BRACKETS.sub("", header)).split()
    if OTHERS.intersection(words) or "".join(words).startswith(OTHERS_CHINESE):
        return None
    if not _are_amounts(examples) or OTHER_AMOUNTS.intersection(words) or any(map(header.count, OTHER_AMOUNTS_CHINESE)):
        fields = {name: field for name, field in fields.items() if field.form is not Form.MONEY}
    endings = [" ".join(words[place:]) for place in range(1, len(words))]
    if len(words) == 1 and not words[0].isascii():
        endings = [words[0][place:] for place in range(1, len(words[0]) - 1)]
    for ending in endings:
        field = fields.get(_words(kind.name).get(ending, ""))
        if field and not content.contradicts(field, examples, names):
            return Guess(field.name, LIKELY)
    return None


def _may_end(field: Field, free: Sequence[Field], kind: Kind) -> bool:
    """Whether the end of a header may tell this field; not where another column tells the same record already."""
    if field.name == "owner_key" or (field.form is Form.MONEY and field.name == "amount"):
        return True
    told = [each for each in kind.fields if each.into == field.name and each not in free]
    return field.form in (Form.PERSON, Form.CUSTOMER) and not told


def _are_amounts(examples: Sequence[str]) -> bool:
    told = [text for text in examples if text]
    return bool(told) and all(map(content.is_amount, told))


def _similar(
    header: str, free: Sequence[Field], kind: Kind, examples: Sequence[str], names: content.Known
) -> Guess | None:
    """The free field whose name is most like this header, if the examples do not speak against it."""
    from rapidfuzz import fuzz, process

    fields = {field.name: field for field in free if field.form is not Form.ID and field.name != "source"}
    words = {word: field for word, field in _words(kind.name).items() if field in fields}
    asked = headers.spaced(headers.BRACKETS.sub("", header)) or header
    if "owner" not in {field.name for field in kind.fields} and asked.endswith(("owner", "负责人", "所有人")):
        return None
    found = process.extract(asked, words.keys(), scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=WORTH_ASKING)
    for word, alike, _place in found:
        field = fields[words[word]]
        fitting = content.fits(field, examples, names)
        if content.contradicts(field, examples, names) or fitting == 0:
            continue
        helped = fitting is not None and fitting >= content.MOST
        likely = alike >= ALIKE or (helped and alike >= ALIKE_WITH_CONTENT)
        return Guess(field.name, LIKELY if likely else UNSURE)
    return None


def _by_content(free: Sequence[Field], examples: Sequence[str], names: content.Known) -> Guess | None:
    """The free field that such content tells: addresses and names Baton knows by themselves, the rest is proposed."""
    different = {text for text in examples if text}
    for field in free:
        telling = field.form in (Form.EMAIL, Form.CHOICE, *FOLLOWED) or field.name == "phone"
        if not telling or field.into or field.name in ("by", "contact"):
            continue
        enough = len(different) >= (1 if field.form is Form.EMAIL else 2)
        if enough and (content.fits(field, list(different), names) or 0) >= content.MOST:
            likely = field.form in (Form.EMAIL, Form.PERSON, Form.CUSTOMER)
            return Guess(field.name, LIKELY if likely else UNSURE)
    return _day_or_amount(free, different)


def _day_or_amount(free: Sequence[Field], different: set[str]) -> Guess | None:
    """The first free field for days or amounts, needed ones first, when the column holds nothing else."""
    if len(different) < content.ENOUGH:
        return None
    tests = {Form.DAY: content.is_day, Form.MOMENT: content.is_day, Form.MONEY: content.is_amount}
    for field in sorted(free, key=lambda field: not field.needed):
        if field.form in tests and field.name != "recorded_on" and all(map(tests[field.form], different)):
            return Guess(field.name, UNSURE)
    return None


def mapping(kind: Kind, columns: list[str]) -> list[str]:
    """A field for each header by its name alone, empty where none fits."""
    found = _exact(kind, columns)
    return [found.get(place, "") for place in range(len(columns))]
