"""What a cell means where Baton has a choice: the words of many systems, in every language Baton speaks."""

import re
from collections.abc import Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils import translation

from customers.importing.choice_words import CHOICES
from customers.importing.headers import plain
from customers.importing.shape import Field
from customers.models import Currency, DealState, Stage

#: Won and lost as a stage; such a deal is closed.
WON, LOST = f"{Stage.CLOSED}:{DealState.WON}", f"{Stage.CLOSED}:{DealState.LOST}"
#: What systems put around a word: "2-Qualify", "3. Proposal", "E. Demo", "Negotiation (80%)", "Won (Sales Pipeline)".
NUMBERED = re.compile(r"^\s*(?:\d{1,2}|[A-Za-z](?=[.)]))\s*[-.、:)）]\s*|\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")
#: A stage that no list knows, but that says how it ended.
ENDED = (
    (re.compile(r"\blost\b|输单|丢单|失单|失注", re.I), LOST),
    (re.compile(r"\bwon\b|赢单|受注", re.I), WON),
)

#: What keeps such a word from saying so: not yet, perhaps, one of both.
NOT_SURE = re.compile(
    r"\b(?:not|non|pending|review|expect\w*|risk)\b|won['’]t|\bwon\W+lost|未|非|预计|待|即将|风险|前|予定|見込|確度",
    re.I,
)

#: Words a person has given a meaning: field → word as `key` writes it → choice.
Words = Mapping[str, Mapping[str, str]]


def key(word: str) -> str:
    """A word as it is compared."""
    return plain(word) or word.strip()


def meaning(field: Field, text: str, words: Words | None = None) -> str | None:
    """The choice a cell means, "" for a word that leaves it open; None when nobody knows the word."""
    known = _meanings_of(field.words, field.choices or Currency)
    told = key(text)
    if words and told in words.get(field.name, {}):
        return words[field.name][told]
    if told not in known:
        told = key(NUMBERED.sub("", text))
    if told not in known and field.name == "stage" and not NOT_SURE.search(text):
        return next((found for pattern, found in ENDED if pattern.search(text)), None)
    return known.get(told)


def known_word(field: Field, text: str) -> bool:
    """Whether a cell is one of the words of this field."""
    return meaning(field, text) is not None


@cache
def _meanings_of(words_of: str, choices: type[TextChoices]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in choices.values:
        labels = []
        for language in ("en", "zh-hans"):
            with translation.override(language):
                labels.append(str(choices(value).label))
        for word in (value, *labels, *CHOICES.get(words_of, {}).get(value, "").split(",")):
            if word.strip():
                found.setdefault(key(word), value)
    if words_of == "stage":  # many systems keep won and lost among the stages
        for value, words in CHOICES["deal_state"].items():
            for word in (value, *words.split(",")):
                found.setdefault(key(word), f"{Stage.CLOSED}:{value}" if value != DealState.OPEN else "")
    return found
