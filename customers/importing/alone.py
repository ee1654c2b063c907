"""People without a company: where somebody says so, each is a customer of their own, made by a part of their file."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from itertools import repeat

from customers.importing import joining, mapping, values
from customers.importing.batches import Batch
from customers.importing.records import Reader, Texts
from customers.models import ImportFile

#: How the id of such a customer begins, so that it is no company's at the same source.
PREFIX = "person:"
REFERENCE = ("customer", "customer_key")
LONGEST = 100


def is_one(part: ImportFile) -> bool:
    """Whether this part holds the customers that people without a company are."""
    return bool(part.reading.get("alone"))


def count(file: ImportFile, owners: Collection[int]) -> tuple[int, int]:
    """How many people of a list of contacts name no company, of the rows that are looked at beforehand; and how many of
    those have an owner, whom the columns at these places tell.
    """
    places = [place for place, name in enumerate(file.mapping) if name in REFERENCE]
    people = [row for row in mapping.some_rows(file) if all(values.is_nothing(row[place]) for place in places)]
    return len(people), sum(any(not values.is_nothing(row[place]) for place in owners) for row in people)


def filled(texts: Texts) -> Texts:
    """The texts of contacts; who has no company refers to the customer that is made of them."""
    if not texts:
        return texts
    size = len(next(iter(texts.values())))
    told = texts.get("customer") or [""] * size
    mine = _references(texts, size)
    texts["customer"] = [
        own if values.is_nothing(joining.shown(text)) else text for text, own in zip(told, mine, strict=True)
    ]
    return texts


def _references(texts: Texts, size: int) -> Iterator[str]:
    """By the id at the source, else the address, else the name and the phone number."""
    names, emails, phones, ids = (
        texts.get(name) or repeat("", size) for name in ("name", "email", "phone", "source_id")
    )
    for name, email, phone, own in zip(names, emails, phones, ids, strict=True):
        told = own.strip() or email.strip().lower() or f"{name} {phone}".strip().lower()
        if len(told) > LONGEST:
            told = hashlib.sha256(told.encode()).hexdigest()
        yield joining.PART.join([PREFIX + told, name.strip() or email.strip() or phone.strip()]) if told else ""


class OwnReader(Reader):
    """Reads the customers that people of a list of contacts are; `people` reads those."""

    people: Reader

    def texts(self, rows: Sequence[list[str]]) -> Texts:
        """The texts of the rows; without a name where there is no such customer."""
        told = super().texts(rows)
        names, ids = [""] * len(rows), [""] * len(rows)
        taken: Batch = self.people.batch(list(enumerate(rows)))
        for place, who in zip(taken.lines, taken.records(), strict=True):
            key, _rest = joining.parts_of(who["customer"])
            if key.startswith(PREFIX):
                names[place], ids[place] = who["name"], key
        return told | {"name": names, "source_id": ids}
