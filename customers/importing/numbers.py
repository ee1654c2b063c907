"""Numbers as people write them. A column has one convention: a "point" or a "comma" before the decimals."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from customers.importing.problems import RowProblem

#: A number as most files write it, in which there is nothing to think about.
PLAIN_NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,2})?", re.ASCII)
#: No number is longer as text.
LONGEST = 60
#: Numeric(16, 2), the widest amount the database keeps.
LARGEST = Decimal(10) ** 14
THOUSAND, MILLION, BILLION = 10**3, 10**6, 10**9
UNITS = {"万": 10**4, "萬": 10**4, "百万": MILLION, "千万": 10**7, "亿": 10**8, "億": 10**8, "万亿": 10**12} | {
    **dict.fromkeys(("千", "k", "tsd"), THOUSAND),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), MILLION),
    **dict.fromkeys(("bn", "billion", "mrd"), BILLION),
    "百": 100,
}
#: What stands beside an amount → the currencies it may mean, the likeliest first.
CURRENCIES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("us$", "usd", "美元", "美金"), ("USD",)),
    **dict.fromkeys(("cn¥", "cny", "rmb", "人民币", "元", "块"), ("CNY",)),
    **dict.fromkeys(("jp¥", "jpy", "日元", "円"), ("JPY",)),
    **dict.fromkeys(("hk$", "hkd", "港币", "港元"), ("HKD",)),
    **dict.fromkeys(("€", "eur", "euro", "欧元"), ("EUR",)),
    **dict.fromkeys(("£", "gbp", "英镑"), ("GBP",)),
    "¥": ("CNY", "JPY"),
    "$": ("USD", "HKD", "TWD", "SGD", "AUD", "CAD"),
    **dict.fromkeys(("nt$", "twd", "台币", "新台币"), ("TWD",)),
    **dict.fromkeys(("s$", "sgd", "新加坡元"), ("SGD",)),
    **dict.fromkeys(("a$", "au$", "aud", "澳元"), ("AUD",)),
    **dict.fromkeys(("c$", "ca$", "cad", "加元"), ("CAD",)),
    **dict.fromkeys(("r$", "brl"), ("BRL",)),
    **dict.fromkeys(("₹", "inr", "rs.", "rs", "卢比"), ("INR",)),
    **dict.fromkeys(("₩", "krw", "韩元"), ("KRW",)),
    **dict.fromkeys(("₽", "rub", "卢布"), ("RUB",)),
    **dict.fromkeys(("zł", "pln"), ("PLN",)),
    **dict.fromkeys(("kč", "czk"), ("CZK",)),
    **{code.lower(): (code,) for code in ("CHF", "SEK", "NOK", "DKK", "TRY", "MXN", "ZAR", "THB", "AED", "HUF")},
    **{code.lower(): (code,) for code in ("IDR", "MYR", "NZD", "PHP", "SAR", "VND")},
}
SIGN = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(sign)}(?![a-z])" if sign[0].isascii() and sign[0].isalpha() else re.escape(sign)
        for sign in sorted(CURRENCIES, key=len, reverse=True)
    ),
    re.I,
)
NUMBER = re.compile(
    rf"([+-]?)([\d.,]+|\d+(?:\.\d+)?e[+-]?\d{{1,2}})\s?({'|'.join(sorted(UNITS, key=len, reverse=True))})?\.?([+-]?)",
    re.I,
)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3}|\d{1,4}(,\d{4})+")
#: One separator of which nobody could say what it is for.
EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}|[1-9]\d{0,3}(,)\d{4}", re.ASCII)


def number(text: str, convention: str = "", factor: int | None = 1) -> Decimal:
    """1,234.50 · 1.234,50 · 1 234 · ¥3.5万 · 2亿 · (12) · 12- → a number. `convention` ("point", "comma") settles 1,234
    and 1.234, and refuses what contradicts it; one without a unit of its own is meant times `factor` (None: not clear).
    """
    if factor == 1 and PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    found, negative = _parsed(text)
    if not found or not found[2].strip(".,"):
        raise RowProblem("not_a_number", value=text[:80])
    unit = (found[3] or "").lower()
    plain = _plain(found[2], "point" if unit and not unit.isascii() else convention, text)
    if not unit and factor is None and plain:
        raise RowProblem("unit_unclear", value=text[:80])
    value = plain * (UNITS[unit] if unit else factor or 1)
    if abs(value) >= LARGEST:
        raise RowProblem("number_too_big", value=text[:80])
    return -value if negative else value


def convention_of(text: str) -> str:
    """What this cell shows of its column's convention: "point", "comma", "?" (it could be either), or nothing."""
    found, _negative = _parsed(text)
    if not found or (found[3] and not found[3].isascii()):
        return ""
    digits = found[2]
    if "e" in digits.lower() or not {",", "."} & set(digits):
        return ""
    if EITHER.fullmatch(digits):
        return "?"
    for convention in ("point", "comma"):
        try:
            _plain(digits, convention, text)
        except RowProblem:
            continue
        return convention
    return ""


def _parsed(text: str) -> tuple[re.Match[str] | None, bool]:
    """The number without what stands around it, and whether it is below zero."""
    if len(text) > LONGEST:
        return None, False
    body = SIGN.sub("", unicodedata.normalize("NFKC", text).replace("−", "-")).strip()
    negative = body.startswith("(") and body.endswith(")")
    body = re.sub(r"[\s'’_]", "", body[1:-1] if negative else body)
    found = NUMBER.fullmatch(body)
    if found and ((found[1] and found[4]) or (negative and (found[1] or found[4]))):
        return None, False
    return found, negative or bool(found and "-" in found[1] + found[4])


def _plain(digits: str, convention: str, text: str) -> Decimal:
    """Digits with their separators as a decimal."""
    if EITHER.fullmatch(digits) and not convention:
        raise RowProblem("number_ambiguous", value=text[:80])
    for point, comma, name in ((".", ",", "point"), (",", ".", "comma")):
        if convention not in ("", name) or digits.count(point) > 1:
            continue
        whole, _point, fraction = digits.partition(point)
        if comma in fraction or (
            comma in whole and (whole[0] == "0" or not GROUPED.fullmatch(whole.replace(comma, ",")))
        ):
            continue
        try:
            return Decimal(f"{whole.replace(comma, '') or 0}.{fraction}" if fraction else whole.replace(comma, ""))
        except InvalidOperation:
            continue
    raise RowProblem("not_a_number", value=text[:80])


def money(text: str, convention: str = "", factor: int | None = 1) -> Decimal:
    """An amount, not below zero, rounded to two decimals."""
    value = number(text, convention, factor).quantize(Decimal("0.01"))
    if value < 0:
        raise RowProblem("negative", value=text[:80])
    return value


def currencies(text: str) -> tuple[str, ...]:
    """The currencies an amount may be in by the sign beside it, the likeliest first; empty without a sign."""
    if len(text) > LONGEST:
        return ()
    found = SIGN.search(unicodedata.normalize("NFKC", text))
    return CURRENCIES[found[0].lower()] if found else ()


def percentage(text: str, convention: str = "", scale: str = "") -> int:
    """50, 50%, 0.5 → 50. `scale` of the column: "percent" (1 is 1 %) or "fraction" (1 is all)."""
    body = text.strip()
    bare = body.rstrip("%％ ")
    try:
        value = number(bare, convention or ("" if not EITHER.fullmatch(bare) else _decimal(bare)))
    except RowProblem:
        raise RowProblem("not_a_percentage", value=text[:80]) from None
    if bare == body:
        if value == 1 and not scale:
            raise RowProblem("share_ambiguous", value=text[:80])
        if scale == "fraction" or (not scale and 0 < value < 1):
            value *= 100
    if not 0 <= value <= 100:
        raise RowProblem("not_a_percentage", value=text[:80])
    return int(value.to_integral_value())


def _decimal(text: str) -> str:
    """No percentage has thousands, so that a lone separator is before the decimals."""
    return "comma" if "," in text else "point"
