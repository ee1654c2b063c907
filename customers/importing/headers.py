"""What a header says: its name in every spelling worth trying, and what stands around it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from customers.importing import units
from customers.importing.nouns import NOUNS

#: What exports put around a name: "(required)", "（必填）", "*", and Salesforce's and Fxiaoke's marks of custom fields.
BRACKETS = re.compile(r"\s*[(\[【{<][^()\[\]【】{}<>]*[)\]】}>]\s*$")
LOCKED = re.compile(r"^\s*\(do not modify\)\s*", re.I)
STARS = re.compile(r"^[\s*★●]+|[\s*★●]+$")
CUSTOM = re.compile(r"__(c|r|pc)(?=$|\.)", re.I)
BEFORE = re.compile(r"^([^-–—:：]+?)\s*(?:\s[-–—]\s|[:：])\s*(.+)$")
#: The first of several: "Name 1", "Phone 1".
FIRST = re.compile(r"(?<=[^\W\d])\s*1$")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: How the column with the id of another record is told from the one with its name.
IDS = (
    "externalid",
    "databaseid",
    "recordid",
    "uniqueid",
    "guid",
    "ids",
    "id",
    "value",
    "number",
    "code",
    "编号",
    "编码",
)
OWN_IDS = ("id", "guid", "recordid", "externalid", "唯一id")
#: The two columns Baton adds to the refused rows it gives back; the second number is the file they are from.
OWN = re.compile(r"^Baton\b.*?(?:#(\d+))?\s*$")


def plain(word: str) -> str:
    """A header without case, width, spaces and punctuation: `Deal_Stage ` and `deal stage` are one."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", word).casefold())


def bare(header: str) -> str:
    """A header without what stands around its name, plain."""
    return plain(BRACKETS.sub("", STARS.sub("", unicodedata.normalize("NFKC", header))))


def spaced(header: str) -> str:
    """A header as words: `annualContractValue__c` is `annual contract value`."""
    bare = CAMEL.sub(" ", CUSTOM.sub("", unicodedata.normalize("NFKC", header)))
    return " ".join(re.split(r"[\W_]+", bare)).strip().casefold()


@cache
def nouns(kind: str) -> tuple[str, ...]:
    """The plain nouns of a kind of record, the longest first."""
    return tuple(sorted({plain(word) for word in NOUNS[kind].split(",")}, key=len, reverse=True))


def spellings(header: str, kind: str) -> Iterator[str]:
    """The plain names a header may mean on this kind of record, the surest first."""
    text = STARS.sub("", unicodedata.normalize("NFKC", header))
    bare = LOCKED.sub("", text)
    tried = [bare]
    while (shorter := BRACKETS.sub("", tried[-1])) != tried[-1] and shorter:
        tried.append(shorter)
    tried += filter(None, [units.without(tried[-1]), FIRST.sub("", tried[-1])])
    seen: set[str] = set()
    for text in [form for each in tried for form in (each, CUSTOM.sub("", each))]:
        for form in _around(text, kind):
            if form and form not in seen:
                seen.add(form)
                yield form


def _around(text: str, kind: str) -> Iterator[str]:
    """A name itself, then without the noun of its own kind of record before it."""
    yield plain(text)
    parted = BEFORE.match(text)
    if parted and plain(parted[1]) in nouns(kind):
        yield plain(parted[2])
        yield from (plain(parted[2]).removeprefix(noun) for noun in nouns(kind))
    whole = plain(text)
    for noun in nouns(kind):
        if whole.startswith(noun) and len(whole) > len(noun):
            yield whole.removeprefix(noun)


def is_own_id(header: str, kind: str) -> bool:
    """Whether this is the id of the record itself: `Opportunity ID`, `contactid`, `(Do Not Modify) Account`."""
    text = STARS.sub("", unicodedata.normalize("NFKC", header))
    if LOCKED.match(text):
        return plain(LOCKED.sub("", text)) in nouns(kind)
    whole = plain(BRACKETS.sub("", text) or text)
    return any(whole in (noun + ending, "recordid" + noun) for noun in nouns(kind) for ending in OWN_IDS)


def without_id(name: str) -> Iterator[tuple[int, str]]:
    """What is left of a plain name when it ends like the column of an id, and how sure that is: `partner_id/id` is one
    for certain beside `partner_id`.
    """
    for ending in IDS:
        if name.endswith(ending) and len(name) > len(ending):
            base = name.removesuffix(ending)
            yield 0, base
            if base.endswith("id") and len(base) > len("id"):
                yield 1, base.removesuffix("id")


def own_column(header: str) -> bool:
    """Whether Baton itself added this column to refused rows."""
    return OWN.match(header) is not None
