"""A cell's text as a value, or a `RowProblem` that says why not. Nothing is guessed from one cell that its column
decides: the order of day and month comes from the whole column.
"""

import datetime
import re
import unicodedata
import zoneinfo
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from customers.importing.problems import RowProblem

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
NOTHING = frozenset({"", "-", "--", "—", "/", "n/a", "#n/a", "na", "null", "none", "nil", "nan", "#value!", "#ref!"})
LONGEST_NOTHING = max(map(len, NOTHING))
#: A number as most files write it, in which there is nothing to think about.
PLAIN_NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,2})?", re.ASCII)
#: Numeric(16, 2), the widest amount the database keeps.
LARGEST = Decimal(10) ** 14
FIRST_YEAR, LAST_YEAR = 1900, 2200
UNITS = {"万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12, "千": 10**3, "百": 10**2}
SIGNS = re.compile(r"US\$|CN¥|JP¥|HK\$|[$€£¥￥]|\b(?:CNY|RMB|USD|EUR|GBP|JPY|HKD)\b|人民币|美元|欧元|港币|元|圆", re.I)
NUMBER = re.compile(r"([+-]?)([\d.,]*\d[\d.,]*|\d+(?:\.\d+)?e[+-]?\d{1,2})(百万|千万|万亿|万|亿|千|百)?", re.I)
GROUPED = re.compile(r"\d{1,3}(,\d{3})+|\d{1,2}(,\d{2})+,\d{3}|\d{1,4}(,\d{4})+")
ISO = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
NAMED = (
    re.compile(r"(?P<d>\d{1,2})[ \-]?(?P<m>[a-z]{3,9})\.?,?[ \-]?(?P<y>\d{4}|\d{2})", re.I),
    re.compile(r"(?P<m>[a-z]{3,9})\.? (?P<d>\d{1,2}),? (?P<y>\d{4})", re.I),
)
MONTHS = {name: place for place, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
TIME = re.compile(r"(?:[T ]|,\s?)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(z|[+-]\d{2}:?\d{2})?$", re.I)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    bare = text.strip()
    return len(bare) <= LONGEST_NOTHING and bare.casefold() in NOTHING


def clean(text: str) -> str:
    """Text without surrounding space; refuses what no database text may hold."""
    if (not text.isascii() or "\0" in text) and UNSTORABLE.search(text):
        raise RowProblem("unreadable_character")
    return text.strip()


def plain_texts(texts: list[str], limit: int) -> list[str | None] | None:
    """A column of text at one look, empty cells as None; None when a cell needs a look of its own."""
    whole = "\n".join(texts)
    if "#" in whole or "\0" in whole or not (whole.isascii() or UNSTORABLE.search(whole) is None):
        return None
    bare = [text.strip() or None for text in texts]
    return None if limit and max((len(text) for text in bare if text), default=0) > limit else bare


def number(text: str) -> Decimal:
    """1,234.50 · 1.234,50 · 1 234 · ¥3.5万 · 2亿 · (12) → a number. A lone comma groups thousands when it can."""
    if PLAIN_NUMBER.fullmatch(text):
        return Decimal(text)
    body = SIGNS.sub("", unicodedata.normalize("NFKC", text)).strip()
    negative = body.startswith("(") and body.endswith(")")
    body = re.sub(r"[\s'’_]", "", body.strip("()") if negative else body).replace("−", "-")
    found = NUMBER.fullmatch(body)
    plain = found and _plain(found[2])
    if not found or plain is None:
        raise RowProblem("not_a_number", value=text[:80])
    value = plain * UNITS.get(found[3] or "", 1)
    if abs(value) >= LARGEST:
        raise RowProblem("number_too_big", value=text[:80])
    return -value if negative or found[1] == "-" else value


def _plain(digits: str) -> Decimal | None:
    """Digits with their separators as a decimal, or None when the separators make no sense."""
    if "," in digits and "." in digits:
        decimal_point = max(",.", key=digits.rindex)
        whole, _point, fraction = digits.rpartition(decimal_point)
        whole = whole.replace("." if decimal_point == "," else ",", ",")
        if not GROUPED.fullmatch(whole):
            return None
        digits = f"{whole.replace(',', '')}.{fraction}"
    elif GROUPED.fullmatch(digits) or (GROUPED.fullmatch(digits.replace(".", ",")) and digits.count(".") > 1):
        digits = re.sub(r"[,.]", "", digits)
    elif digits.count(",") == 1:
        digits = digits.replace(",", ".")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def money(text: str) -> Decimal:
    """An amount, not below zero, rounded to two decimals."""
    value = number(text).quantize(Decimal("0.01"))
    if value < 0:
        raise RowProblem("negative", value=text[:80])
    return value


def percentage(text: str) -> int:
    """50, 50%, 0.5 → 50."""
    body = text.strip()
    try:
        value = number(body.rstrip("%％ "))
    except RowProblem:
        raise RowProblem("not_a_percentage", value=text[:80]) from None
    if not body.endswith(("%", "％")) and 0 < value < 1:
        value *= 100
    if not 0 <= value <= 100:
        raise RowProblem("not_a_percentage", value=text[:80])
    return int(value.to_integral_value())


def email(text: str) -> str:
    """An e-mail address in lower case."""
    try:
        validate_email(text)
    except ValidationError:
        raise RowProblem("not_an_email", value=text[:80]) from None
    return text.lower()


def day(text: str, order: str = "") -> datetime.date:
    """A date in ISO, Chinese, named-month or numeric form; `order` ("dmy", "mdy") settles 3/4/2026."""
    found, _rest = _day_and_rest(unicodedata.normalize("NFKC", text).strip(), order, text)
    return found


def moment(text: str, order: str, zone: datetime.tzinfo) -> datetime.datetime:
    """A date with or without a time; without a zone of its own it is meant in `zone`."""
    body = unicodedata.normalize("NFKC", text).strip()
    found, rest = _day_and_rest(body, order, text)
    hour, minute, second, half, offset = rest or ("0", "0", None, None, None)
    hours = int(hour) % 12 + (12 if half.lower() == "pm" else 0) if half else int(hour)
    try:
        made = datetime.datetime(
            found.year, found.month, found.day, hours, int(minute), int(second or 0), tzinfo=_zone(offset, zone)
        )
    except ValueError:
        raise RowProblem("not_a_date", value=text[:80]) from None
    return made.astimezone(datetime.UTC)


def _zone(offset: str | None, zone: datetime.tzinfo) -> datetime.tzinfo:
    if not offset:
        return zone
    if offset in "zZ":
        return datetime.UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "")
    return datetime.timezone(sign * datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _day_and_rest(body: str, order: str, text: str) -> tuple[datetime.date, tuple[str, ...] | None]:
    time = TIME.search(body)
    parts = _parts(body[: time.start()].strip() if time else body, order, text)
    try:
        found = datetime.date(*parts)
    except ValueError:
        raise RowProblem("not_a_date", value=text[:80]) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise RowProblem("not_a_date", value=text[:80])
    return found, time.groups() if time else None


def _parts(body: str, order: str, text: str) -> tuple[int, int, int]:
    if iso := ISO.fullmatch(body):
        return int(iso[1]), int(iso[2] or iso[3] or iso[4] or iso[5]), int(iso[6])
    if compact := COMPACT.fullmatch(body):
        return int(compact[1]), int(compact[2]), int(compact[3])
    for pattern in NAMED:
        if (named := pattern.fullmatch(body)) and (month := MONTHS.get(named["m"][:3].lower())):
            return _year(named["y"]), month, int(named["d"])
    if not (numeric := NUMERIC.fullmatch(body)):
        raise RowProblem("not_a_date", value=text[:80])
    first, second, year = int(numeric[1]), int(numeric[3]), _year(numeric[4])
    if not order and first != second:
        raise RowProblem("date_ambiguous", value=text[:80])
    return (year, first, second) if order == "mdy" else (year, second, first)


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def date_order(texts: Iterable[str]) -> str:
    """The one order of day and month in which all of a column's dates are real: "dmy", "mdy", or "" when the column
    does not tell (or contradicts itself).
    """
    day_first = month_first = False
    for text in texts:
        body = unicodedata.normalize("NFKC", text).strip()
        if found := NUMERIC.match(body):
            day_first |= int(found[1]) > 12
            month_first |= int(found[3]) > 12
    if day_first == month_first:
        return ""
    return "dmy" if day_first else "mdy"


def zone_of(name: str) -> datetime.tzinfo:
    """The time zone of that name."""
    return zoneinfo.ZoneInfo(name)
