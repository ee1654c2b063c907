"""What is wrong with a page that can be seen on any page: its look, its words, its weight, its accessibility."""

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The rules of these whose answer hangs on the width or the language: what is left to ask of a page seen before.
ANEW = ["target-size", "scrollable-region-focusable", "html-has-lang", "html-lang-valid", "document-title"]
#: The most a page and all it loads may weigh, in bytes, compressed. Plots may weigh more.
MOST = 200_000
PLOTS = "echarts"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
#: Words that stay as they are in Chinese: names, formats and what people type.
KEPT = re.compile(
    r"\S+@\S+|https?://\S+|/\S*/|\b[A-Z]\w+(?:/[\w +-]+)+|^[A-Z]{2}$"
    r"|\b(?:Baton|REST|API|OpenAPI|CSV|TSV|XLSX?|PDF|Word|Excel|PNG|JPE?G|GIF|ID|HR|UTF(?:-\d+)?(?:-[LB]E)?|GB18030|CRM|English|Ctrl|Esc"
    r"|Tab|Enter|Shift|kB|MB|GB|UTC|VIP|CFO|CEO|URL|Zoho|Salesforce|HubSpot|SHA-256|Slack|Microsoft|Teams|GET|POST"
    r"|Apprise|WCAG)\b",
    re.IGNORECASE,
)
#: What separates parts of a line that come from different records.
PARTS = re.compile(r" · |、|, ")
SAID = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('script,style,template,code,pre,[lang=en],[translate=no]')) continue;
    found.push(walker.currentNode.data);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (!one.closest('[lang=en],[translate=no]')) found.push(one.getAttribute(name));
  return found.map(each => each.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""
LOADED = "() => performance.getEntriesByType('resource').map(each => each.name)"
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE_RUN = "only => axe.run(document, {runOnly: only, resultTypes: ['violations']})"
OPEN_ALL = "() => document.querySelectorAll('details').forEach(each => { each.open = true; })"


@cache
def _axe() -> str:
    return AXE.read_text()


def untranslated(page: Page, data: str) -> list[str]:
    """Visible English of a Chinese page which is neither a name that stays nor found in `data`, the firm's records."""
    wrong = []
    for said in page.evaluate(SAID):
        left = [] if CHINESE.search(said) or _is_data(said, data) else PARTS.split(said)
        if any(WORD.search(KEPT.sub("", part)) and not _is_data(part, data) for part in left):
            wrong.append(f"still says “{said}”")
    return wrong


def _is_data(said: str, data: str) -> bool:
    return said.strip(" .:()·：").casefold() in data


def inaccessible(page: Page, *, again: bool = False) -> list[str]:
    """What axe finds, with everything unfolded that can be; `again`, only what may differ from another look."""
    page.evaluate(OPEN_ALL)
    page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(AXE_RUN, ANEW if again else RULES)
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """Whether the page can be pushed sideways."""
    wide = page.evaluate(SIDEWAYS)
    return [f"can be pushed sideways by {wide} px"] if wide > 0 else []


class Scales:
    """Weighs pages; what several pages load is asked for once."""

    def __init__(self) -> None:
        self.weights: dict[str, int] = {}

    def too_heavy(self, page: Page) -> list[str]:
        """Whether the page and all it loads are more than `MOST`."""
        loaded = [url for url in page.evaluate(LOADED) if url.startswith("http")]
        if any(PLOTS in url for url in loaded):
            return []
        own = len(gzip.compress(page.content().encode()))
        total = own + sum(self._weight(page, url) for url in set(loaded))
        return [f"weighs {total // 1000} kB"] if total > MOST else []

    def _weight(self, page: Page, url: str) -> int:
        if url not in self.weights:
            self.weights[url] = len(gzip.compress(page.request.get(url).body()))
        return self.weights[url]
