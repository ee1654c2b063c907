"""What is given as a whole: customers of one group or one buyer, a deal with its tasks."""

from dataclasses import dataclass

import numpy as np

from handover.proposing.book import NONE, Book, Ints


@dataclass(frozen=True)
class Units:
    """`of` is the unit of each lead, `pinned` the person (column) a unit has to go to, `NONE` for a free choice."""

    of: Ints
    pinned: Ints

    def __len__(self) -> int:
        return len(self.pinned)


def units(book: Book) -> Units:
    """Which leads go together. A group that nobody could hold even empty is given customer by customer; one that was
    given by hand to a single person, in part, goes to that person; one given to several has no pin.
    """
    leads = book.leads
    group = _groups(book)
    is_customer = leads.kind == 1
    sizes = np.bincount(group, weights=is_customer, minlength=len(leads))
    largest = max((person.capacity for person in book.people), default=0)
    too_large = is_customer & (sizes[group] > max(largest, 1))
    alone = np.arange(len(leads))
    of = np.unique(np.where(too_large, alone, group), return_inverse=True)[1]
    pinned = np.full(of.max(initial=-1) + 1, NONE)
    for row, person in _locked(book, too_large).items():
        pinned[of[row]] = person
    return Units(of, pinned)


def components(size: int, pairs: Ints) -> Ints:
    """The smallest index each of `size` nodes is connected with, by these pairs of indices."""
    label = np.arange(size)
    while len(pairs):
        low = np.minimum(label[pairs[:, 0]], label[pairs[:, 1]])
        after = label.copy()
        np.minimum.at(after, pairs[:, 0], low)
        np.minimum.at(after, pairs[:, 1], low)
        after = after[after]
        if np.array_equal(after, label):
            break
        label = after
    return label


def _groups(book: Book) -> Ints:
    leads = book.leads
    pairs = [_pairs(book, _nodes(book))[0]]
    loose = np.flatnonzero((leads.kind != 1) & (leads.customer > 0))
    pairs.append(_alike(loose, leads.customer[loose]))
    deals, tasks = np.flatnonzero(leads.kind == 2), np.flatnonzero(leads.deal > 0)
    pairs.append(_alike(np.r_[deals, tasks], np.r_[leads.record[deals], leads.deal[tasks]]))
    return components(len(leads), np.concatenate(pairs))


def _alike(rows: Ints, keys: Ints) -> Ints:
    """Pairs of neighbours among `rows` that have the same key."""
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    same = np.flatnonzero(keys[1:] == keys[:-1])
    return np.stack([rows[same], rows[same + 1]], axis=1)


def _nodes(book: Book) -> Ints:
    """The group of each customer named in `together`: rows of (customer, group), by customer."""
    nodes, pairs = np.unique(book.together, return_inverse=True)
    return np.stack([nodes, components(len(nodes), pairs.reshape(-1, 2))], axis=1)


def _pairs(book: Book, nodes: Ints) -> tuple[Ints, Ints]:
    """Pairs of customer rows of one group, and the group of each row (`NONE` without)."""
    leads = book.leads
    group = np.full(len(leads), NONE)
    if len(nodes):
        at = np.minimum(np.searchsorted(nodes[:, 0], leads.customer), len(nodes) - 1)
        group = np.where((leads.kind == 1) & (nodes[at, 0] == leads.customer), nodes[at, 1], NONE)
    rows = np.flatnonzero(group != NONE)
    return _alike(rows, group[rows]), group


def _locked(book: Book, too_large: Ints) -> dict[int, int]:
    """For rows of a group that one single person was given a part of by hand: that person's column."""
    nodes = _nodes(book)
    groups = dict(nodes.tolist())
    place = {person.id: column for column, person in enumerate(book.people)}
    holders: dict[int, set[int]] = {}
    for customer, person in book.locked.items():
        if customer in groups and person in place:
            holders.setdefault(groups[customer], set()).add(place[person])
    single = {group: next(iter(found)) for group, found in holders.items() if len(found) == 1}
    if not single:
        return {}
    group = _pairs(book, nodes)[1]
    wanted = np.flatnonzero(np.isin(group, list(single)) & ~too_large.astype(bool))
    return {int(row): single[int(group[row])] for row in wanted}
