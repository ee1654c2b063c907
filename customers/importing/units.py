"""In which unit and currency amounts are: what their column's name says, and what is said above the table."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from customers.importing import numbers
from customers.importing.styles import ASKED, UNITS, Styles

#: What a bare number is multiplied by.
FACTORS = {
    "ones": 1,
    "thousands": 10**3,
    "ten_thousands": 10**4,
    "millions": 10**6,
    "ten_millions": 10**7,
    "hundred_millions": 10**8,
    "billions": 10**9,
}
SCALES = {
    **dict.fromkeys(("千", "thousand", "thousands", "tsd", "tausend", "milliers", "miles", "000", "000s"), "thousands"),
    **dict.fromkeys(("k", "t"), "thousands"),
    **dict.fromkeys(("万", "萬"), "ten_thousands"),
    **dict.fromkeys(("百万", "million", "millions", "millionen", "mio", "mln", "mn", "mm", "m"), "millions"),
    "千万": "ten_millions",
    **dict.fromkeys(("亿", "億"), "hundred_millions"),
    **dict.fromkeys(("billion", "billions", "milliarden", "mrd", "bn"), "billions"),
}
#: Scales that are letters of other words too.
SHORT = frozenset({"k", "t", "m", "mm"})
#: Words that say of what the unit is.
ABOUT = (
    "单位", "金额", "币种", "货币", "数据", "本表", "表内", "均", "以", "为", "计", "列示", "表示",
    "amounts", "amount", "values", "value", "figures", "sums", "numbers", "prices", "currency", "unit", "units",
    "all", "the", "are", "is", "shown", "stated", "expressed", "reported", "given", "in", "of",
    "alle", "beträge", "werte", "angaben", "montants", "en", "de", "importes", "valores", "em",
)  # fmt: skip
WORD = re.compile(
    "|".join(re.escape(word) for word in sorted({*SCALES, *ABOUT, *numbers.CURRENCIES, "dollars"}, key=len)[::-1])
)
#: The end of a column's name that may tell a unit: `(万元)`, `/万元`, `in T€`, `TEUR`.
END = re.compile(r"(?:\s*[(\[]([^()\[\]]+)[)\]]|[/,:]([^/,:]+)|\s(in\s\S+(?:\s\S+)?)|\s(\S+))\s*$", re.I)
PIECES = re.compile(r"[()\[\]【】|;,，。]|\s{2,}")
#: What may be a unit, or only speak of an amount.
PERHAPS = re.compile(
    r"(?<![\d.一二三四五六七八九十百千几数])(?:百万|千万|万|亿|千)(?:元|美元|欧元|港元|日元)(?![以级户强])|"
    r"(?<![a-z\d.,])(?<!\d\s)(?:thousands?|tsd|millions?|millionen|mio|billions?|mrd|[tk](?:€|eur))(?![a-z])",
    re.I,
)
MONEY_WORDS = {"人民币": "CNY", "美元": "USD", "欧元": "EUR", "港币": "HKD", "港元": "HKD", "日元": "JPY"}


@dataclass(frozen=True)
class Said:
    """The unit of amounts ("" where none is said, `ASKED` where it is not clear) and their currency ("": not said)."""

    unit: str = ""
    currency: str = ""


def _read(phrase: str, least: int = 1) -> Said | None:
    """What a phrase of so many words at least says that is about nothing but units and currencies; None for others."""
    text = unicodedata.normalize("NFKC", phrase).casefold()
    words = WORD.findall(text)
    if len(words) < least or re.search(r"\w|[$€£¥₹₩]", WORD.sub(" ", text)):
        return None
    scales = {SCALES[word] for word in words if word in SCALES}
    codes = {numbers.CURRENCIES[word][0] for word in words if word in numbers.CURRENCIES}
    lonely = not codes and ("t" in words or (len(words) > 1 and SHORT.intersection(words) and "in " not in text))
    if lonely or len(scales) > 1 or len(codes) > 1 or not (scales or codes):
        return None
    return Said(*(scales or {"ones"}), *codes)


def _in_name(header: str) -> Said:
    """What the end of a column's name says."""
    text = unicodedata.normalize("NFKC", header).strip()
    while found := END.search(text):
        bracket, behind, within, last = found.groups()
        said = _read(bracket or behind or within or last)
        if said and (said.currency or not last):
            return said if said.unit != "ones" or "元" in found[0] else Said("", said.currency)
        if not bracket:
            break
        text = text[: found.start()].strip()
    return Said()


def without(header: str) -> str:
    """A column's name without the unit and the currency at its end; empty where there are none."""
    found = END.search(unicodedata.normalize("NFKC", header).strip())
    said = _read(next(filter(None, found.groups()))) if found else None
    return header[: found.start()].strip() if found and said else ""


def unit(header: str) -> str:
    """The unit a column's name tells (a key of `FACTORS`), or nothing."""
    return _in_name(header).unit


def currency(header: str) -> str:
    """The currency a column's name tells, or nothing."""
    text = unicodedata.normalize("NFKC", header)
    if word := next((code for word, code in MONEY_WORDS.items() if word in text), ""):
        return word
    sign = numbers.SIGN.search(text)
    return numbers.CURRENCIES[sign[0].lower()][0] if sign else _in_name(header).currency


def said_above(lines: Iterable[Sequence[str]]) -> Said:
    """What the lines above a header say of all amounts below it."""
    found: set[Said] = set()
    perhaps = False
    for cells in lines:
        texts = [unicodedata.normalize("NFKC", text) for text in (*cells, " ".join(filter(None, cells)))]
        said = [_read(piece, 2) for text in texts for piece in (text, *PIECES.split(text))]
        found.update(each for each in said if each)
        perhaps |= not any(said) and any(map(PERHAPS.search, texts))
    scales, codes = {each.unit for each in found}, {each.currency for each in found} - {""}
    if len(scales) > 1:
        scales = scales - {"ones"} if len(scales - {"ones"}) == 1 else {ASKED}
    told = next(iter(scales)) if scales else ASKED if perhaps else ""
    return Said("" if told == "ones" else told, codes.pop() if len(codes) == 1 else "")


def styled(styles: Styles, columns: Sequence[str], said: str) -> Styles:
    """The styles with the unit that is said of the whole table, for the columns whose names tell none."""
    if not said:
        return styles
    places = [str(place) for place, header in enumerate(columns) if not unit(header)]
    return {**styles, **{place: {**styles.get(place, {}), UNITS: said} for place in places}}


def factor(header: str, style: Mapping[str, str]) -> int | None:
    """What the bare numbers of a column are multiplied by; None where that is asked and nobody has said."""
    told = unit(header) or style.get(UNITS) or "ones"
    return FACTORS.get(told)
