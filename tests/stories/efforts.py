"""What a walk-through costs a person: clicks, keys and seconds, counted in the page itself; and the table of them."""

import datetime
import os
import platform
import time
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Page

from tests.stories.walk import Visitor

PAGE = Path(__file__).resolve().parents[2] / "docs" / "usability.md"
BEGIN, END = "<!-- walks -->", "<!-- end of walks -->"
#: Kept in the tab's session storage, which outlives each page. A choice in a list is two clicks (open it, pick); a
#: character no key stands for is one key.
COUNTING = """(() => {
  if (window.batonCounts) return;
  window.batonCounts = true;
  const more = (what, by) => sessionStorage.setItem(what, Number(sessionStorage.getItem(what) || 0) + by);
  const real = (name, deed) => addEventListener(name, event => event.isTrusted && deed(event), true);
  real('pointerdown', () => more('walk-clicks', 1));
  real('keydown', () => more('walk-keys', 1));
  real('beforeinput', event => /[^\\x00-\\x7f]/.test(event.data || '') && more('walk-keys', event.data.length));
  addEventListener('change', event => event.target.matches('select') && more('walk-clicks', 2), true);
})();"""
COUNTED = "['walk-clicks', 'walk-keys'].map(each => Number(sessionStorage.getItem(each) || 0))"
#: Seconds of a practised person by the keystroke-level model (Card, Moran and Newell 1983): one key; pointing and
#: pressing; and getting ready, once for each thing they decide on, here for each click.
KEY, CLICK, READY = 0.28, 1.3, 1.35


@dataclass(frozen=True)
class Effort:
    """What one walk-through took."""

    who: str
    steps: str
    firm: str
    look: str
    clicks: int
    keys: int
    seconds: float

    @property
    def by_hand(self) -> float:
        """Seconds a practised person is estimated to need."""
        return self.seconds + self.keys * KEY + self.clicks * (CLICK + READY)

    @property
    def cell(self) -> str:
        """What the table says of it."""
        return f"{self.clicks} · {self.keys} · {self.seconds:.0f} · {self.by_hand:.0f}"

    def with_hands_of(self, other: "Effort") -> "Effort":
        """The same job when somebody else did `other` while it went on: their clicks and keys count too."""
        return replace(self, clicks=self.clicks + other.clicks, keys=self.keys + other.keys)


class Counter:
    """Counts from now on what `visitor` does."""

    def __init__(self, visitor: Visitor) -> None:
        self.page: Page = visitor.page
        visitor.context.add_init_script(COUNTING)
        self.page.evaluate(COUNTING)
        self.began = time.monotonic()

    def done(self, who: str, steps: str, firm: str, look: str) -> Effort:
        """The effort up to now."""
        seconds = time.monotonic() - self.began
        clicks, keys = self.page.evaluate(COUNTED)
        return Effort(who, steps, firm, look, clicks, keys, seconds)


def write(efforts: list[Effort]) -> None:
    """Put the table of today's walk-throughs in the place of the former one: a line per person and firm, a column per
    look.
    """
    text = PAGE.read_text()
    before, after = text[: text.index(BEGIN)], text[text.index(END) :]
    cores = len(os.sched_getaffinity(0))
    today = datetime.datetime.now(datetime.UTC).date()
    looks = list(dict.fromkeys(each.look for each in efforts))
    lines = [
        f"{BEGIN}\nMeasured on {today} ({platform.system()} {platform.machine()}, {cores} cores), all in one run.",
        "Each cell: clicks · keys · seconds without a pause · seconds by hand, estimated.\n",
        f"| Job | Firm | {' | '.join(looks)} |",
        f"|---|---|{'---:|' * len(looks)}",
    ]
    for who, firm in dict.fromkeys((each.who, each.firm) for each in efforts):
        cells = {each.look: each.cell for each in efforts if (each.who, each.firm) == (who, firm)}
        lines.append(f"| {who} | {firm} | {' | '.join(cells.get(look, '') for look in looks)} |")
    steps = {each.who: each.steps for each in efforts}
    lines += ["", "What each of them does:", "", *(f"- **{who}.** {told}" for who, told in steps.items()), ""]
    PAGE.write_text(before + "\n".join(lines) + after)
