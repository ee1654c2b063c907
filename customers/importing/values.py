"""A cell's text as it is meant, or a `RowProblem` that says why not. Numbers and dates have modules of their own."""

import html
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import strip_tags

from customers.importing.cells import UNSAVED
from customers.importing.problems import RowProblem

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
NOTHING = frozenset(
    {
        *("", "-", "--", "—", "/", "n/a", "n.a.", "na", "null", "none", "nil", "nan", "(null)", "\\n", "(blank)"),
        *("#n/a", "#value!", "#ref!", "#div/0!", "#name?", "#null!", "#num!", "#spill!", "#calc!", "#####"),
        *("#nv", "#n/v", "#wert!", "#bezug!", "#valeur!", "#valor!", "#¡valor!"),
        *("无", "暂无", "空", "(空)", "未分配", "待分配", "未指定", "无负责人", "(none)", "not closed", "unassigned"),
        *("(unassigned)", "not assigned", "no owner", "nicht zugewiesen", "non assigné"),
        *("sin asignar", "не назначен", "не закрыта"),
        *("-no sales employee-", "-kein vertriebsmitarbeiter-"),
    }
)  # fmt: skip
LONGEST_NOTHING = max(map(len, NOTHING))
#: What a system writes for no value, and what nobody would call a firm.
NULL = frozenset({"NULL", "\\N", "(null)"})
#: Text that is a page, the parts of one that nobody reads, and what ends a line in it.
PAGE = re.compile(r"<(?:!doctype|html|body|div|p|span|br|table|ul|ol|a|b|font|h[1-6])\b[^<>]*>", re.I)
UNREAD = re.compile(r"<(style|script|head|title)\b.*?</\1\s*>|<!--.*?-->", re.I | re.S)
LINE_END = re.compile(r"<(?:br\s*/?|/p|/div|/li|/tr|/h[1-6])\s*>", re.I)
#: Text that Excel is told to keep as text.
KEPT = re.compile(r'="([^"]*)"')


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    bare = text.strip()
    return len(bare) <= LONGEST_NOTHING and bare.casefold() in NOTHING


def clean(text: str) -> str:
    """Text without surrounding space and without ="…"; refuses what no database text may hold."""
    if (not text.isascii() or "\0" in text) and UNSTORABLE.search(text):
        raise RowProblem("unreadable_character")
    if "#" in text and UNSAVED in text:
        raise RowProblem("formula_unsaved")
    bare = text.strip()
    if bare.startswith('="') and (kept := KEPT.fullmatch(bare)):
        return kept[1].strip()
    return bare


def plain_texts(texts: list[str], limit: int) -> list[str | None] | None:
    """A column of text at one look, empty cells as None; None when a cell needs a look of its own."""
    whole = "\n".join(texts)
    if (
        "#" in whole
        or "\0" in whole
        or '="' in whole
        or "NULL" in whole
        or "\\N" in whole
        or not (whole.isascii() or UNSTORABLE.search(whole) is None)
    ):
        return None
    if limit and max(map(len, texts), default=0) > limit:
        return None
    return [text.strip() or None for text in texts]


def readable(text: str) -> str:
    """What a reader sees of a text, which may be a page: calendars and mail programs keep theirs so."""
    if "<" not in text or not PAGE.search(text):
        return text
    told = html.unescape(strip_tags(LINE_END.sub("\n", UNREAD.sub("", text).replace("\n", " "))))
    lines = [" ".join(line.split()) for line in told.replace("\xa0", " ").splitlines()]
    return "\n".join(line for line in lines if line and set(line) != {"_"})


def email(text: str) -> str:
    """An e-mail address in lower case."""
    try:
        validate_email(text)
    except ValidationError:
        raise RowProblem("not_an_email", value=text[:80]) from None
    return text.lower()
