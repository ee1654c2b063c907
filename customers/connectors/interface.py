"""What a connector to another system can be asked: the only thing the rest of Baton knows of a vendor.

A connector translates. It decides nothing, keeps nothing in the database and never retries on its own account beyond
what `http.py` does: who calls it keeps the state, reads owners before writing them and tries again later.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from django.utils.functional import Promise

from customers.kinds import LinkedKind


class Fault(StrEnum):
    """What a failed call means for who made it."""

    LATER = "later"  # busy, limits, network: the same call may work later
    PERMANENT = "permanent"  # this call will never work; others may
    CONFIG = "config"  # nothing works until an administrator mends the connection
    CONFLICT = "conflict"  # the record was changed by somebody else


class ConnectorError(Exception):
    """A call as a whole failed. `code` is the vendor's own, `after` how long to wait at least, if the vendor said.

    `detail` is the vendor's sentence with every secret left out; it may be shown to administrators.
    """

    def __init__(
        self, fault: Fault, code: str, detail: str = "", *, after: datetime.timedelta | None = None, sent: bool = False
    ) -> None:
        super().__init__(f"{fault}: {code} {detail}".strip())
        self.fault, self.code, self.detail, self.after = fault, code, detail, after
        #: Whether the call may have taken effect although it failed (a lost answer): read before writing again.
        self.sent = sent


class Result(StrEnum):
    """What became of one record that was to change its owner, or of one note."""

    DONE = "done"
    ASKED = "asked"  # the vendor settles it later; ask `progress`
    REFUSED = "refused"  # the customer said no
    FULL = "full"  # the receiver can take no more
    CONFLICT = "conflict"  # it belongs to a third person by now
    LATER = "later"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"  # of a note: it may have been written; look before writing it again


@dataclass(frozen=True)
class Asked:
    """Make `wanted` the owner of a record that should be `expected`'s now, or nobody's since it was. All are the
    vendor's ids.
    """

    kind: LinkedKind
    id: str
    expected: str
    wanted: str


@dataclass(frozen=True)
class Outcome:
    """What the vendor says of one asked change; `code` and `detail` are its own words, empty when done."""

    asked: Asked
    result: Result
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Note:
    """A text to leave on a record there. `mark` stands in `text` and in no other note."""

    kind: LinkedKind
    id: str
    title: str
    text: str
    mark: str


@dataclass(frozen=True)
class Noted:
    """What the vendor says of one note: DONE, UNKNOWN, or not written (LATER, PERMANENT). The words are its own."""

    note: Note
    result: Result
    code: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody who owns records there. `email` may be empty; the inactive still own records."""

    id: str
    name: str
    email: str = ""
    active: bool = True


@dataclass(frozen=True)
class Record:
    """One record as the vendor has it.

    `kind` and the names in `texts` are those of `customers/importing/fields.py`; values are text an import reads
    without asking (ISO dates with zone, plain numbers, codes of Baton's choices where the vendor's are known). A
    reference to another record (`customer`, `deal`, `contact`) is that record's id there. `owner` is a `Person.id`,
    empty for nobody.
    """

    kind: str
    id: str
    owner: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """Some changed records, ids that are gone, and where to go on: `after` is None at the end."""

    records: Sequence[Record]
    gone: Sequence[str] = ()
    after: str | None = None


@dataclass(frozen=True)
class Can:
    """What a vendor is able to do, as data: pages say it, the engine keeps to it."""

    #: Kinds of `fields.py` it reads, in the order they are to be taken.
    reads: tuple[str, ...]
    #: Kinds whose owner it changes, parents first.
    gives: tuple[LinkedKind, ...]
    #: Most records in one `change_owners` call, and in one `owners` call.
    at_once: int
    owners_at_once: int
    #: Kinds of record a note can be left on, most notes in one `write_notes` call, and whether `find_notes` works.
    notes: tuple[LinkedKind, ...] = ()
    notes_at_once: int = 1
    finds_notes: bool = False
    #: Whether a change is only asked for and settled by the customer later.
    settles_later: bool = False
    #: Whether `changed` names records that were deleted.
    tells_gone: bool = False
    #: The documented limits, for the page: (what, how many), as text.
    limits: tuple[tuple[str | Promise, str], ...] = ()


@dataclass(frozen=True)
class Setting:
    """One thing an administrator fills in to connect. A `secret` one is kept encrypted and never shown again."""

    name: str
    label: str | Promise
    help: str | Promise = ""
    secret: bool = False
    needed: bool = True
    choices: tuple[tuple[str, str | Promise], ...] = ()
    default: str = ""


class Tokens(Protocol):
    """Where a connector keeps the access token it was given: shared by all workers, encrypted."""

    def get(self) -> str | None:
        """The token, or None when it has run out or was never fetched."""

    def put(self, token: str, lifetime: datetime.timedelta) -> None:
        """Keep a token for that long."""

    def forget(self) -> None:
        """Drop the token: the vendor did not take it."""

    def fetching(self) -> "AbstractLock":
        """Held by the one worker that fetches a token; the others wait and then `get`."""


class AbstractLock(Protocol):
    """A lock for a `with` block."""

    def __enter__(self) -> object: ...

    def __exit__(self, *given: object) -> object: ...


@dataclass(frozen=True)
class Account:
    """One connection as its connector sees it: what was filled in (secrets decrypted), and where its token is kept."""

    settings: Mapping[str, str]
    tokens: Tokens
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Connector(Protocol):
    """One vendor. Made for one connection and one piece of work; every method may raise `ConnectorError`."""

    name: ClassVar[str]
    label: ClassVar[str | Promise]
    can: ClassVar[Can]
    settings: ClassVar[tuple[Setting, ...]]

    def __init__(self, account: Account) -> None: ...

    def test(self) -> str:
        """Who we are there (the organisation's or the user's name), when the connection works."""

    def people(self) -> Iterator[Person]:
        """Everybody who owns or may own records there, the inactive included."""

    def changed(self, kind: str, *, since: datetime.datetime | None, after: str | None) -> Page:
        """A page of the records of a kind changed since (None: all), going on where a page before said `after`.

        The same record may come twice; none that changed before the first page was asked for is left out.
        """

    def owners(self, kind: LinkedKind, ids: Sequence[str]) -> dict[str, str]:
        """Who owns these records now, at most `can.owners_at_once`. An id that is gone there is left out."""

    def change_owners(self, asked: Sequence[Asked]) -> list[Outcome]:
        """Change the owners of records of one kind, at most `can.at_once`; one outcome each, in the same order.

        Asks nothing first: who calls has read the owners. Changes nothing beside the owner, no child record either.
        """

    def progress(self, asked: Sequence[Asked]) -> list[Outcome]:
        """What became of changes that were `ASKED`; only for vendors that settle later.

        `LATER` says that the vendor knows of no such request: it is to be made anew, after reading the owner.
        """
        raise ConnectorError(Fault.PERMANENT, "not_offered")

    def write_notes(self, notes: Sequence[Note]) -> list[Noted]:
        """Leave notes on records of `can.notes`, at most `can.notes_at_once`; one outcome each, in the same order.

        A `ConnectorError` that is not `sent` says that none was written.
        """
        raise ConnectorError(Fault.PERMANENT, "not_offered")

    def find_notes(self, notes: Sequence[Note], *, since: datetime.datetime) -> set[str]:
        """The marks of those of these notes that are there, written since; only where `can.finds_notes`."""
        raise ConnectorError(Fault.PERMANENT, "not_offered")
