"""Writes a document as Word: headings, tables whose heads repeat, page numbers, and a watermark behind each page."""

import io
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from handover.document import word_tables
from handover.document.tree import Block, Cards, Document, Facts, Paragraph, Section, Signatures, Table, on_paper, say
from handover.document.word_tables import element

ACCENT, PALE, INK = RGBColor(0x1F, 0x6F, 0x5C), RGBColor(0x66, 0x73, 0x82), RGBColor(0x18, 0x24, 0x33)
LATIN, CHINESE = "Arial", "Microsoft YaHei"
#: The shape of Word for words that fill a box.
WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
    + "".join(
        f'<v:f eqn="{how}"/>'
        for how in (
            "sum #0 0 10800",
            "prod #0 2 1",
            "sum 21600 0 @1",
            "sum 0 0 @2",
            "sum 21600 0 @3",
            "if @0 @3 0",
            "if @0 21600 @1",
            "if @0 0 @2",
            "if @0 @4 21600",
            "mid @5 @6",
            "mid @8 @5",
            "mid @7 @8",
            "mid @6 @7",
            "sum @6 0 @5",
        )
    )
    + '</v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
)


def write(document: Document) -> bytes:
    """The file. The language of the document has to be active."""
    paper = docx.Document()
    _set_up(paper, document)
    _cover(paper, document)
    paper.add_page_break()
    for section in on_paper(document).sections:
        _section(paper, section)
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _set_up(paper: Any, document: Document) -> None:
    paper.core_properties.title = f"{say(document.title)} · {say(document.subject)}"[:255]
    paper.core_properties.author = "Baton"
    paper.core_properties.language = document.language
    for name, size in (("Normal", 9.5), ("Heading 1", 15), ("Heading 2", 11), ("Title", 26)):
        style = paper.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), CHINESE)
    _set_headings(paper)
    _set_language(paper.styles["Normal"], document.language)
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(20)
    element(page.header.paragraphs[0]).append(_watermark(say(document.mark)))
    _foot(page.footer.paragraphs[0], say(document.by), paper.styles["Normal"])


def _set_headings(paper: Any) -> None:
    """Headings in the colours of the document, with room below them, and no line that a template of Word brings."""
    for name, colour, after in (("Heading 1", ACCENT, 5), ("Heading 2", INK, 2), ("Title", INK, 4)):
        style = paper.styles[name]
        style.font.color.rgb, style.font.bold = colour, name == "Heading 2"
        style.paragraph_format.space_after = Pt(after)
        paper.styles[f"{name} Char"].font.color.rgb = colour
        look = style.element.get_or_add_pPr()
        for line in look.findall(qn("w:pBdr")):
            look.remove(line)


def _set_language(style: Any, language: str) -> None:
    """What Word checks the spelling by and breaks lines by, in Latin letters and in Chinese ones."""
    found = OxmlElement("w:lang")
    found.set(qn("w:val"), "zh-CN" if language.startswith("zh") else "en-US")
    found.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(found)


def _watermark(text: str) -> Any:
    """Pale words across the page, as Word itself makes them."""
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml" '
        f'xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>{WORD_ART}'
        '<v:shape id="watermark" type="#_x0000_t136" fillcolor="#e4e7eb" stroked="f" '
        'style="position:absolute;margin-left:0;margin-top:0;width:460pt;height:40pt;rotation:325;z-index:-251658752;'
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        'mso-position-vertical:center;mso-position-vertical-relative:margin">'
        f'<v:fill opacity=".6"/><v:textpath style="font-family:&quot;{CHINESE}&quot;;font-size:1pt" '
        f"string={quoteattr(text)}/></v:shape></w:pict></w:r>"
    )


def _foot(paragraph: Any, by: str, usual: Any) -> None:
    """For whom it was made, and the number of the page."""
    paragraph.style = usual
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(174), WD_TAB_ALIGNMENT.RIGHT)
    _run(paragraph, f"{by}\t", size=7.5)
    for code in ("PAGE", "NUMPAGES"):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        field.append(word_tables.run("1", 15, word_tables.PALE))
        element(paragraph).append(field)
        if code == "PAGE":
            _run(paragraph, " / ", size=7.5)


def _run(paragraph: Any, text: str, size: float = 0) -> Any:
    run = paragraph.add_run(text)
    run.font.color.rgb = PALE
    if size:
        run.font.size = Pt(size)
    return run


def _cover(paper: Any, document: Document) -> None:
    space = paper.add_paragraph()
    space.paragraph_format.space_before = Mm(30)
    _run(space, say(document.title), size=11)
    heading = paper.add_paragraph(say(document.subject), style="Title")
    heading.paragraph_format.space_after = Pt(6)
    lead = paper.add_paragraph()
    _run(lead, say(document.lead), size=11)
    word_tables.rule(lead, str(ACCENT))
    word_tables.facts(paper, document.cover.pairs)


def _section(paper: Any, section: Section) -> None:
    paper.add_heading(say(section.title), level=1)
    for block in section.blocks:
        _block(paper, block)


def _block(paper: Any, block: Block) -> None:
    match block:
        case Facts(pairs):
            word_tables.facts(paper, pairs)
        case Paragraph(text):
            paper.add_paragraph(say(text))
        case Table() if block.rows:
            word_tables.table(paper, block)
        case Cards() if block.cards:
            for heading, texts in block.cards:
                paper.add_heading(say(heading), level=2)
                word_tables.facts(paper, block.filled(texts))
        case Signatures(people):
            word_tables.signatures(paper, people)
        case Table() | Cards():
            _run(paper.add_paragraph(), block.nothing)
