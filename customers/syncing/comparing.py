"""Baton says, the CRM says: the rows of the reconciliation, with names in place of ids."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from customers.kinds import LinkedKind
from customers.models import Connection, Contact, Customer, LinkState, Owned, RecordLink
from customers.models.record_link import OPEN, UNDER_WAY, Place
from customers.syncing.candidates import candidates
from customers.syncing.links import records as of_kind
from customers.syncing.wording import difference
from web import plots

BATCH = 2_000
#: What is not compared any more.
SET_ASIDE = (LinkState.SETTLED, LinkState.GONE)


@dataclass(frozen=True)
class Row:
    """One record on both sides. `record` is None when it is gone here, `there` empty for nobody. `next_best` is who
    could have it where the CRM would not give it to whom Baton says.
    """

    link: RecordLink
    record: Owned | Contact | None
    here: str
    there: str
    why: str
    next_best: User | None = None


@dataclass(frozen=True)
class Standing:
    """How many links there are in each state."""

    by_state: dict[str, int]

    @property
    def compared(self) -> int:
        """The records both sides should agree about."""
        return sum(n for state, n in self.by_state.items() if state not in SET_ASIDE)

    @property
    def agreed(self) -> int:
        """Those they agree about."""
        return self.by_state.get(LinkState.AGREED, 0)

    @property
    def percent(self) -> int:
        """The share that agrees, rounded down, so that 100 means all."""
        return 100 * self.agreed // self.compared if self.compared else 100

    @property
    def under_way(self) -> int:
        """Those still to be written or asked about."""
        return sum(self.by_state.get(state, 0) for state in UNDER_WAY)

    @property
    def open(self) -> int:
        """Those a person has to look at."""
        return sum(self.by_state.get(state, 0) for state in OPEN)

    def slices(self, url: str) -> list[plots.Slice]:
        """All links as a bar of their states, each leading to those of its state on the page at `url`."""
        return plots.stack(
            plots.Part(_look(state), str(state.label), self.by_state.get(state, 0), url=f"{url}?state={state}")
            for state in LinkState
        )


def _look(state: LinkState) -> str:
    if state == LinkState.AGREED:
        return "done"
    if state in UNDER_WAY:
        return "part"
    return "bad" if state in OPEN else "rest"


def standing(connection: Connection) -> Standing:
    """How many links of a connection are in each state (one query)."""
    return standings([connection]).get(connection.pk, Standing({}))


def standings(connections: Iterable[Connection]) -> dict[int, Standing]:
    """The same for several connections (one query)."""
    rows = RecordLink.objects.filter(connection__in=list(connections)).order_by()
    found: dict[int, Standing] = {}
    for pk, state, n in rows.values_list("connection", "state").annotate(n=Count("*")):
        found.setdefault(pk, Standing({})).by_state[state] = n
    return found


def gone(customer: Customer) -> RecordLink | None:
    """The link of a customer that is deleted in the CRM it came from."""
    links = RecordLink.objects.filter(kind=LinkedKind.CUSTOMER, record_id=customer.pk, gone_at__isnull=False)
    return links.select_related("connection").first()


def rows(connection: Connection, links: Sequence[RecordLink]) -> list[Row]:
    """The links with the names on both sides, and the next candidates: the same few queries for any number."""
    records: dict[tuple[int, int], Owned | Contact] = {}
    for kind in {link.kind for link in links}:
        found, owner = of_kind(kind)
        wanted = [link.record_id for link in links if link.kind == kind]
        records |= {(kind, record.pk): record for record in found.filter(pk__in=wanted).select_related(owner)}
    people = connection.people.filter(vendor_id__in={link.owner_there for link in links})
    names = dict(people.values_list("vendor_id", "name"))
    following = candidates(connection, links)
    return [_row(link, records.get((link.kind, link.record_id)), names, following) for link in links]


def _row(link: RecordLink, record: Owned | Contact | None, names: dict[str, str], following: dict[int, User]) -> Row:
    there = names.get(link.owner_there, link.owner_there)
    next_best = following.get(link.pk) if record else None
    owned = record.customer if isinstance(record, Contact) else record
    return Row(link, record, owned.owner.name if owned else "", there, difference(link), next_best)


def report(connection: Connection, links: QuerySet[RecordLink]) -> Iterator[list[str]]:
    """The report: a header and a row for each link. Memory does not grow with it."""
    head = [_("Kind"), _("Record"), _("Id there"), _("Baton says"), _("The CRM says"), _("State"), _("Reason")]
    yield [*head, _("Next candidate"), _("Compared")]
    for batch in _batches(links):
        for row in rows(connection, batch):
            link = row.link
            yield [
                *(link.get_kind_display(), str(row.record or ""), link.source_id, row.here, row.there),
                *(link.get_state_display(), row.why, row.next_best.name if row.next_best else ""),
                link.seen_at.isoformat(timespec="seconds"),
            ]


def _batches(links: QuerySet[RecordLink]) -> Iterator[list[RecordLink]]:
    """In the order of the page: what differs first."""
    for place in Place:
        last = 0
        while batch := list(links.filter(place=place, pk__gt=last).order_by("pk")[:BATCH]):
            last = batch[-1].pk
            yield batch
