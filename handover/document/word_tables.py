"""Tables of a Word document, written row by row: the library's own way reads the whole table for each cell."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from handover.document.tree import Table, Value, say

#: The width of a page between its margins, and of the labels beside facts.
PAGE, LABEL = Mm(174), Mm(44)
#: Half points.
SMALL, USUAL = 16, 19
PALE, LINE = "667382", "DCE1E7"
#: How high a row to sign in is, in twentieths of a point.
HIGH = 860


def facts(paper: Any, pairs: Iterable[tuple[str, Value]]) -> None:
    """Labels with values, without lines."""
    grid = _begin(paper, [LABEL, PAGE - LABEL], lined=False)
    for label, value in pairs:
        row = _row(grid)
        _cell(row, LABEL, label, USUAL, colour=PALE)
        _cell(row, PAGE - LABEL, say(value), USUAL)
    _end(paper)


def table(paper: Any, of: Table) -> None:
    """A list; its heads stand on each page again, and no row is torn apart."""
    shares = sum(column.share for column in of.columns)
    widths = [PAGE * column.share // shares for column in of.columns]
    grid = _begin(paper, widths, lined=True)
    head = _row(grid, repeats=True)
    for column, width in zip(of.columns, widths, strict=True):
        _cell(head, width, column.title, SMALL, colour=PALE, right=column.is_number)
    for values in of.rows:
        row = _row(grid)
        for column, width, value in zip(of.columns, widths, values, strict=True):
            _cell(row, width, say(value), SMALL, right=column.is_number)
    _end(paper)


def signatures(paper: Any, people: Iterable[tuple[str, str]]) -> None:
    """Who signs, a line for the name and one for the day."""
    widths = [Mm(44), Mm(76), Mm(6), Mm(14), Mm(34)]
    grid = _begin(paper, widths, lined=False)
    for role, name in people:
        row = _row(grid, height=HIGH)
        _cell(row, widths[0], f"{role}\n{say(name)}", USUAL, bottom=True)
        _cell(row, widths[1], "", USUAL, signed=True)
        _cell(row, widths[2], "", USUAL)
        _cell(row, widths[3], _("Date"), USUAL, colour=PALE, bottom=True)
        _cell(row, widths[4], "", USUAL, signed=True)
    _end(paper)


def rule(paragraph: Any, colour: str) -> None:
    """A line below a paragraph, with room after it."""
    borders = OxmlElement("w:pBdr")
    borders.append(_element("w:bottom", val="single", sz="10", space="14", color=colour))
    look = element(paragraph).get_or_add_pPr()
    look.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph.paragraph_format.space_after = Mm(5)


def _begin(paper: Any, widths: Sequence[int], *, lined: bool) -> Any:
    grid = paper.add_table(rows=0, cols=len(widths))
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    if lined:
        borders = OxmlElement("w:tblBorders")
        for side in ("bottom", "insideH"):
            borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
        element(grid).tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    room = OxmlElement("w:tblCellMar")
    for side, twips in (("left", "0"), ("right", "115")):
        room.append(_element(f"w:{side}", w=twips, type="dxa"))
    element(grid).tblPr.insert_element_before(room, "w:tblLook")
    return element(grid)


def element(of: Any) -> Any:
    """The XML of a paragraph or a table, for what the library has no words for."""
    return of._element  # noqa: SLF001


def _end(paper: Any) -> None:
    """Word joins tables that touch."""
    paper.add_paragraph().paragraph_format.space_after = 0


def _row(grid: Any, *, repeats: bool = False, height: int = 0) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if height:
        properties.append(_element("w:trHeight", val=str(height), hRule="atLeast"))
    if repeats:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    grid.append(row)
    return row


def _cell(
    row: Any,
    width: int,
    text: str,
    size: int,
    *,
    colour: str = "",
    right: bool = False,
    bottom: bool = False,
    signed: bool = False,
) -> None:
    """A cell of a row; `signed` has a line below it."""
    cell = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    properties.append(_element("w:tcW", w=str(width // 635), type="dxa"))
    if signed:
        borders = OxmlElement("w:tcBorders")
        borders.append(_element("w:bottom", val="single", sz="6", space="0", color="182433"))
        properties.append(borders)
    if bottom or signed:
        properties.append(_element("w:vAlign", val="bottom"))
    cell.append(properties)
    for line in text.split("\n"):
        cell.append(_line(line, size, colour, right=right))
    row.append(cell)


def _line(text: str, size: int, colour: str, *, right: bool) -> Any:
    paragraph = OxmlElement("w:p")
    look = OxmlElement("w:pPr")
    look.append(_element("w:spacing", before="30", after="30"))
    if right:
        look.append(_element("w:jc", val="right"))
    paragraph.append(look)
    paragraph.append(run(text, size, colour))
    return paragraph


def run(text: str, size: int, colour: str) -> Any:
    """Words in a size (half points) and a colour; none is the usual."""
    found = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    if colour:
        look.append(_element("w:color", val=colour))
    look.append(_element("w:sz", val=str(size)))
    found.append(look)
    words = OxmlElement("w:t")
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    words.text = text
    found.append(words)
    return found


def _element(name: str, **attributes: str) -> Any:
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    return found
