"""Writes a document as PDF: Typst sets it, in a font that is embedded, from data that is never read as markup."""

import json
import re
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as fonts
import typst
from django.utils.translation import gettext as _

from handover.document.tree import Block, Cards, Document, Facts, Paragraph, Signatures, Table, Value, on_paper, say

LOOK = Path(__file__).parent / "pdf.typ"
FONTS = fonts.sans_path().parent
#: Up to so many rows a screen reader finds its way by tags; they take more room than all the rest.
MOST_TAGGED = 1_000
#: Words without a space that are longer may be broken, in a cell and on a whole line.
IN_CELL, ON_LINE = 20, 80
#: A space of no width.
BREAK = "\u200b"


def write(document: Document) -> bytes:
    """The file. The language of the document has to be active."""
    paper = on_paper(document)
    rows = sum(len(block.rows) for section in paper.sections for block in section.blocks if isinstance(block, Table))
    made = typst.compile(
        str(LOOK),
        root=str(LOOK.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_plain(paper), ensure_ascii=False)},
        pdf_tags=rows <= MOST_TAGGED,
    )
    return made if isinstance(made, bytes) else b"".join(made)


def _plain(document: Document) -> dict[str, Any]:
    language, _dash, script = document.language.partition("-")
    return {
        "title": _text(document.title),
        "subject": _text(document.subject),
        "lead": _text(document.lead),
        "mark": _text(document.mark),
        "by": _text(document.by),
        "day": _("Date"),
        "lang": language,
        "region": "CN" if script else "US",
        "cover": _pairs(document.cover.pairs),
        "sections": [
            {"title": section.title, "blocks": [_block(block) for block in section.blocks]}
            for section in document.sections
        ],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Facts(pairs):
            return {"kind": "facts", "pairs": _pairs(pairs)}
        case Paragraph(text):
            return {"kind": "paragraph", "text": _text(text)}
        case Signatures(people):
            return {"kind": "signatures", "people": [[role, _text(name)] for role, name in people]}
        case Table():
            return _table(block)
        case Cards():
            cards = [
                {"heading": _text(heading), "pairs": _pairs(block.filled(texts))} for heading, texts in block.cards
            ]
            return {"kind": "cards", "cards": cards, "nothing": block.nothing}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "heads": [column.title for column in table.columns],
        "shares": [column.share for column in table.columns],
        "numbers": [column.is_number for column in table.columns],
        "rows": [[_text(value, IN_CELL) for value in row] for row in table.rows],
        "nothing": table.nothing,
    }


def _pairs(pairs: Any) -> list[list[str]]:
    return [[label, _text(value)] for label, value in pairs]


def _text(value: Value, longest: int = ON_LINE) -> str:
    """A value in words, where a word that would run out of its cell may be broken."""
    return re.sub(rf"\S{{{longest}}}(?=\S)", rf"\g<0>{BREAK}", say(value))
