"""Notices as the bell shows them: by day, and what is of one kind about one matter in one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from notices.models import Notice
from notices.rendering import Words


@dataclass
class Bundle:
    """The newest notice of a kind about a matter on a day, and the older ones behind it."""

    words: Words
    others: list[Words] = field(default_factory=list)

    @property
    def notice(self) -> Notice:
        """The newest."""
        return self.words.notice

    @property
    def keys(self) -> list[int]:
        """All of them, to be marked as read together."""
        return [words.notice.pk for words in (self.words, *self.others)]


def bundled(notices: Iterable[Notice]) -> list[Bundle]:
    """The notices in the order given, each bundle where its first stands. What is about nothing stands alone."""
    found: dict[object, Bundle] = {}
    for notice in notices:
        about = (notice.subject_kind, notice.subject_id) if notice.subject_id is not None else notice.pk
        key = (timezone.localtime(notice.created_at).date(), notice.kind, about)
        if key in found:
            found[key].others.append(Words(notice))
        else:
            found[key] = Bundle(Words(notice))
    return list(found.values())
