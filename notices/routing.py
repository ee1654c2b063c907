"""Which way a notice leaves: by its kind, by what its reader chose, and by which groups listen."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from notices import kinds
from notices.kinds import Kind, Mode
from notices.models import Channel, ChatChannel, NoticeChoice

#: (person, kind, channel) → mode.
Chosen = dict[tuple[int, str, str], str]


@dataclass(frozen=True)
class Ways:
    """How notices for some people leave, found with two queries however many they are."""

    people: frozenset[int]

    def mail(self, person: int, kind: str) -> str:
        """The mode in which this kind reaches this person by mail."""
        return self._chosen.get((person, kind, Channel.EMAIL)) or kinds.named(kind).mail

    def chats(self, person: int, kind: str) -> list[int]:
        """The chats that are told: the person's own when they want it, and each group that listens to the kind."""
        may = kinds.named(kind).in_groups
        told = [chat.pk for chat in self._chats if chat.person_id is None and may and kind in chat.kinds]
        mode = self._chosen.get((person, kind, Channel.CHAT)) or kinds.named(kind).chat
        return told + [chat.pk for chat in self._chats if chat.person_id == person and mode == Mode.NOW]

    @cached_property
    def _chosen(self) -> Chosen:
        return chosen_by(self.people)

    @cached_property
    def _chats(self) -> list[ChatChannel]:
        return list(ChatChannel.objects.in_use())


def chosen_by(people: Iterable[int]) -> Chosen:
    """What these people chose otherwise than everybody has it; a choice a kind no longer allows counts for nothing."""
    rows = NoticeChoice.objects.filter(person__in=people).values_list("person_id", "kind", "channel", "mode")
    return {(person, kind, channel): mode for person, kind, channel, mode in rows if kinds.named(kind).allows(mode)}


@dataclass(frozen=True)
class Lines:
    """A group of kinds as its reader has them."""

    group: kinds.Group
    lines: "list[Line]"

    def count(self, mode: str) -> int:
        """How many come by mail in this mode."""
        return sum(line.mail == mode for line in self.lines)

    @property
    def at_once(self) -> int:
        """How many come by mail at once."""
        return self.count(Mode.NOW)

    @property
    def daily(self) -> int:
        """How many come in the daily mail."""
        return self.count(Mode.DAILY)

    @property
    def off(self) -> int:
        """How many show in the bell only."""
        return self.count(Mode.OFF)


@dataclass(frozen=True)
class Line:
    """One kind as its reader has it: the mode by mail, and by their own chat (empty when they have none)."""

    kind: Kind
    mail: str
    chat: str


def lines(person: User, has_chat: bool) -> list[Lines]:
    """Every kind `person` may get, by group, as they have it."""
    chosen = chosen_by([person.pk])

    def line(kind: Kind) -> Line:
        mail = chosen.get((person.pk, kind.name, Channel.EMAIL)) or kind.mail
        chat = chosen.get((person.pk, kind.name, Channel.CHAT)) or kind.chat
        return Line(kind, mail, chat if has_chat else "")

    def may_get(kind: Kind) -> bool:
        return kind.only_for is None or person.may(kind.only_for)

    shown = [(group, [line(kind) for kind in found if may_get(kind)]) for group, found in kinds.groups()]
    return [Lines(group, found) for group, found in shown if found]
