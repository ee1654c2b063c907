"""The catalogues: extracted with Babel, Django templates read by enmerkar, no gettext programs needed.

`python -m launch.catalogues update` brings every catalogue up to date; `… check` says what is missing in which.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from launch.paths import ROOT, shown
from launch.say import say

MUST_BE_COMPLETE = True
LANGUAGES = ["zh_Hans"]
SOURCES = ["accounts", "config", "customers", "handover", "notices", "web", "templates"]
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**.html", "django"), ("**.txt", "django")]
KEYWORDS = DEFAULT_KEYWORDS | {
    "numbered": (1, 2),
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "pgettext_lazy": ((1, "c"), 2),
}


def path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted() -> Catalog:
    """Every message of the product, as its sources say it now."""
    catalogue = Catalog(project="Baton", charset="utf-8")
    for folder in SOURCES:
        found = extract_from_dir(str(ROOT / folder), METHODS, keywords=KEYWORDS, comment_tags=("Translators:",))
        for name, _line, message, comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{name}", 0)], auto_comments=comments, context=context, flags=())
    return catalogue


def load(language: str) -> Catalog:
    """The catalogue of a language, an empty one when it does not exist yet."""
    if not path(language).exists():
        return Catalog(locale=language, project="Baton", charset="utf-8", fuzzy=False)
    with path(language).open("rb") as lines:
        return read_po(lines, locale=language)


def update() -> int:
    """Bring every catalogue up to date: new messages empty, gone ones dropped, nothing guessed; the exit code."""
    template = extracted()
    for language in LANGUAGES:
        catalogue = load(language)
        template.creation_date = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path(language).parent.mkdir(parents=True, exist_ok=True)
        with path(language).open("wb") as out:
            write_po(out, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
        missing = sum(not translated(message.string) for message in catalogue if message.id)
        say(f"{shown(path(language))}: {len(catalogue)} messages, {missing} still to translate.")
    return 0


def problems() -> Iterator[str]:
    """What keeps a catalogue from being complete, one sentence each."""
    template = extracted()
    for language in LANGUAGES:
        catalogue = load(language)
        for wanted in template:
            if not wanted.id:
                continue
            found = catalogue.get(wanted.id, wanted.context)
            text = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
            if found is None:
                yield f"{language} lacks: {text}"
            elif found.fuzzy:
                yield f"{language} is unsure of: {text}"
            elif not translated(found.string):
                yield f"{language} leaves empty: {text}"
            else:
                yield from (f"{language}, {text}: {error}" for error in found.check(catalogue))


def translated(string: str | list[str] | tuple[str, ...] | None) -> bool:
    """Whether a translation, in each of its plural forms, says something."""
    return bool(string) if isinstance(string, str | None) else all(string)


def check() -> int:
    """Print every problem; the exit code."""
    found = sorted(set(problems()))
    for sentence in found:
        say(sentence)
    if not found:
        return 0
    if MUST_BE_COMPLETE:
        return 1
    say(f"{len(found)} messages are not translated yet (told only, while MUST_BE_COMPLETE is off).")
    return 0


if __name__ == "__main__":
    raise SystemExit(check() if sys.argv[1:] == ["check"] else update())
