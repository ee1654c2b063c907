"""Somebody who has a keyboard and nothing else. After each key the focus is looked for: it is somewhere, drawn, in view
and under nothing.
"""

from pathlib import PurePath

from playwright.sync_api import Locator, Page, expect

#: How often somebody presses Tab before they give up.
MOST = 300
#: Nothing the page asked for is still on its way, or about to be put in its place.
STILL = ".htmx-request, .htmx-swapping, .htmx-settling"
#: What is wrong with the focus; nothing when all is well. A page that has just opened may not have it anywhere yet.
LOOK = """fresh => {
  const here = document.activeElement;
  if (!here || here === document.body) return fresh ? '' : 'is nowhere';
  const said = what => `${what}: ${here.outerHTML.replace(/\\s+/g, ' ').slice(0, 160)}`;
  const boxes = [...here.getClientRects()].filter(box => box.width > 1 && box.height > 1);
  if (!boxes.length) return said('is on what nobody sees');
  const style = getComputedStyle(here);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  if (!ring && here.tabIndex >= 0) return said('is not marked');
  const box = boxes[0];
  const [left, right] = [Math.max(box.left, 0) + 3, Math.min(box.right, innerWidth) - 3];
  const [top, bottom] = [Math.max(box.top, 0) + 3, Math.min(box.bottom, innerHeight) - 3];
  if (right < left || bottom < top) return said('is out of view');
  const points = [[left, top], [right, top], [left, bottom], [right, bottom], [(left + right) / 2, (top + bottom) / 2]];
  const over = points.map(([x, y]) => document.elementFromPoint(x, y))
    .filter(hit => hit && !here.contains(hit) && !hit.contains(here) && !hit.closest('label')?.contains(here));
  return over.length > 2 ? said(`is under ${over[0].outerHTML.slice(0, 80)}`) : '';
}"""
IS_HERE = "one => one === document.activeElement"


class Keyboard:
    """The keys of one page. Steps that lead to another page say so; there the focus begins anew."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.fresh = True

    def open(self, path: str) -> None:
        """Type an address, and skip what stands above the content."""
        self.page.goto(path)
        self._arrived()

    def press(self, key: str) -> None:
        """One key that leaves the page where it is."""
        self.page.keyboard.press(key)
        expect(self.page.locator(STILL)).to_have_count(0)
        self.look()

    def go(self, key: str = "Enter") -> None:
        """One key that leads to another page."""
        with self.page.expect_event("load"):
            self.page.keyboard.press(key)
        self._arrived()

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)
        self.look()

    def to(self, target: Locator, *, back: bool = False) -> None:
        """Press Tab (or Shift+Tab) until the focus is there."""
        expect(target).to_have_count(1)
        for _step in range(MOST):
            if target.evaluate(IS_HERE):
                return
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{MOST} times Tab did not lead to {target}.")

    def choose(self, label: str, typed: str) -> None:
        """Go to a list and type the beginning of what is wanted."""
        field = self.page.get_by_label(label)
        self.to(field)
        self.page.keyboard.type(typed)
        expect(field.locator("option:checked")).to_contain_text(typed)
        self.look()

    def write(self, label: str, text: str) -> None:
        """Go to a field and type into it."""
        self.to(self.page.get_by_label(label, exact=True))
        self.type(text)

    def button(self, name: str) -> None:
        """Go to a button."""
        self.to(self.page.get_by_role("main").get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        """Go to a link."""
        self.to(self.page.get_by_role("main").get_by_role("link", name=name, exact=True).first)

    def files(self, *paths: PurePath) -> None:
        """Give files to the field that has the focus: choosing them is the system's window, not the page's."""
        chosen = self.page.locator("input[type=file]")
        assert chosen.evaluate(IS_HERE)
        chosen.set_input_files([str(path) for path in paths])

    def look(self) -> None:
        """The focus is where it can be seen."""
        wrong = self.page.evaluate(LOOK, self.fresh)
        assert not wrong, f"On {self.page.url} the focus {wrong}"
        self.fresh = False

    def _arrived(self) -> None:
        self.fresh = True
        self.look()
        self.fresh = True
        if self.page.evaluate("!document.activeElement || document.activeElement === document.body"):
            self.press("Tab")
            assert self.page.locator("a.skip").evaluate(IS_HERE)
            self.press("Enter")
            assert self.page.locator("#main").evaluate(IS_HERE)
        self.fresh = False
