"""Days and moments as people write them. A column has one order of day and month: "dmy", "mdy", or "ymd" where the
year has two digits.
"""

import datetime
import re
import unicodedata
import zoneinfo
from functools import cache

from customers.importing.problems import RowProblem

LONGEST = 60
FIRST_YEAR, LAST_YEAR = 1900, 2200
#: Days as Excel counts them, of the years 1954 to 2091: nothing else in a column of dates looks like that.
SERIAL = re.compile(r"([2-6]\d{4})(\.\d+)?", re.ASCII)
SERIAL_BEGIN = datetime.datetime(1899, 12, 30, tzinfo=datetime.UTC)
EPOCH = re.compile(r"(1\d{9})(\d{3})?(?:\.0+)?", re.ASCII)
ISO = re.compile(
    r"(\d{4})\s?(?:-(\d{1,2})-|/(\d{1,2})/|\.\s?(\d{1,2})\.|[年년]\s?(\d{1,2})\s?[月월])\s?(\d{1,2})\s?[.日일号]?"
)
COMPACT = re.compile(r"((?:19|2[01])\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
NUMERIC = re.compile(r"(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
NAMED = (
    re.compile(
        r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|[.ºª])?[\s\-/]*(?:de\s|of\s)?\s*(?P<m>[^\W\d_]{2,12})\.?,?[\s\-/]*(?:del?\s)?\s*"
        r"(?P<y>\d{4}|\d{2})",
        re.I,
    ),
    re.compile(r"(?P<m>[^\W\d_]{2,12})\.?\s?(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>\d{4})", re.I),
    re.compile(r"(?P<y>\d{4})[\s\-/](?P<m>[^\W\d_]{2,12})\.?[\s\-/](?P<d>\d{1,2})", re.I),
)
MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janner feber maerz april mai juni juli august september oktober november dezember",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
)
SHORT = {"mrz": 3, "mrt": 3, "jly": 7, "sept": 9}
WEEKDAY = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mo|di|mi|do|fr|sa|so)|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:lun|mar|mercre|jeu|vendre|same)\.?(?:di)?|dimanche|dim|mer|ven|sam|"
    r"lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|mi[ée]|jue|vie|s[áa]b|dom)\.?,?\s+(?=.*\d)",
    re.I,
)
CHINESE_WEEKDAY = re.compile(r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?\s*")
TIME = re.compile(
    r"(?:T|\s+|,\s*|(?<=[日号])|\s(?:at|um|à|a las)\s)(?P<before>上午|下午|凌晨|早上|中午|晚上|[ap]\.?m\.?)?\s*"
    r"(?P<h>\d{1,2})(?::|时|点|h)(?P<m>\d{2})分?(?::?(?P<s>\d{2})(?:[.,]\d{1,9})?秒?)?\s*(?:uhr)?\s*"
    r"(?P<after>[ap]\.?\s?m\.?)?\s*(?P<zone>z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)?\s*(?:\[[\w/+-]+\])?$",
    re.I,
)

Order = str


def day(text: str, order: Order = "", zone: datetime.tzinfo = datetime.UTC) -> datetime.date:
    """A date; of a moment that says its own time zone the day it is in `zone`, but midnight is meant as it stands."""
    found, meant = _read(text, order)
    if meant is None or found.time() == datetime.time():
        return found.date()
    return found.replace(tzinfo=meant).astimezone(zone).date()


def moment(text: str, order: Order, zone: datetime.tzinfo) -> datetime.datetime:
    """A date with or without a time; without a zone of its own it is meant in `zone`."""
    found, meant = _read(text, order)
    return found.replace(tzinfo=meant or zone).astimezone(datetime.UTC)


def _read(text: str, order: Order) -> tuple[datetime.datetime, datetime.tzinfo | None]:
    """What stands there, as if it were UTC, and the zone it says."""
    body = CHINESE_WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text[: LONGEST + 1])).strip()
    try:
        if len(text) > LONGEST:
            raise ValueError
        if counted := _counted(body):
            return _in_time(counted[0]), counted[1]
        time = TIME.search(body)
        date = datetime.datetime(
            *_date(body[: time.start()].strip() if time else body, order, text), tzinfo=datetime.UTC
        )
        if time is None:
            return _in_time(date), None
        hour = _hour(int(time["h"]), (time["before"] or "") + (time["after"] or ""))
        made = date.replace(hour=hour, minute=int(time["m"]), second=int(time["s"] or 0))
        return _in_time(made), _zone(time["zone"])
    except (ValueError, OverflowError):
        raise RowProblem("not_a_date", value=text[:80]) from None


def _in_time(found: datetime.datetime) -> datetime.datetime:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError
    return found


def _counted(body: str) -> tuple[datetime.datetime, datetime.tzinfo | None] | None:
    """A moment counted from a beginning: by Excel in days, by programs in seconds or thousandths."""
    if serial := SERIAL.fullmatch(body):
        seconds = round(float(serial[2] or 0) * 86_400)
        return SERIAL_BEGIN + datetime.timedelta(days=int(serial[1]), seconds=seconds), None
    if epoch := EPOCH.fullmatch(body):
        return datetime.datetime.fromtimestamp(int(epoch[1]), datetime.UTC), datetime.UTC
    if compact := COMPACT.fullmatch(body):
        year, month, on, hour, minute, second = (int(part or 0) for part in compact.groups())
        return datetime.datetime(year, month, on, hour, minute, second, tzinfo=datetime.UTC), None
    return None


def _hour(hour: int, half: str) -> int:
    half = half.lower().replace(".", "").replace(" ", "")
    if not half:
        return hour
    if hour > 12 or (half == "晚上" and hour == 12) or half in ("amam", "pmpm", "ampm", "pmam"):
        if half in ("pm", "下午", "晚上") and 12 < hour < 24:
            return hour
        raise ValueError
    if half == "中午":
        return hour if hour >= 10 else hour + 12
    return hour % 12 + (12 if half in ("pm", "下午", "晚上") else 0)


def _zone(told: str | None) -> datetime.tzinfo | None:
    if not told:
        return None
    offset = re.sub(r"^(?:utc|gmt)", "", told, flags=re.I)
    if offset.lower() in ("", "z"):
        return datetime.UTC
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    sign = -1 if offset[0] == "-" else 1
    return datetime.timezone(sign * datetime.timedelta(hours=int(hours), minutes=int(minutes)))


def _date(body: str, order: Order, text: str) -> tuple[int, int, int]:
    if iso := ISO.fullmatch(body):
        return int(iso[1]), int(iso[2] or iso[3] or iso[4] or iso[5]), int(iso[6])
    if numeric := NUMERIC.fullmatch(body):
        return _ordered(numeric, order, text)
    bare = WEEKDAY.sub("", body, count=1) if WEEKDAY.match(body) else body
    for tried in dict.fromkeys((body, bare)):
        for pattern in NAMED:
            if (named := pattern.fullmatch(tried)) and (month := _month(named["m"].lower())):
                return _year(named["y"]), month, int(named["d"])
    if bare != body and (numeric := NUMERIC.fullmatch(bare)):
        return _ordered(numeric, order, text)
    raise ValueError


def _ordered(numeric: re.Match[str], order: Order, text: str) -> tuple[int, int, int]:
    if not order:
        same = numeric[1] == numeric[3] and "ymd" not in _possible(numeric)
        if not same:
            raise RowProblem("date_ambiguous", value=text[:80])
        order = "dmy"
    if order == "ymd":
        if len(numeric[4]) == 4:
            raise ValueError
        return _year(numeric[1].zfill(2)), int(numeric[3]), int(numeric[4])
    first, second, year = int(numeric[1]), int(numeric[3]), _year(numeric[4])
    return (year, first, second) if order == "mdy" else (year, second, first)


def _possible(numeric: re.Match[str]) -> set[Order]:
    """The orders in which this is a day that exists."""
    years = ("ymd",) if len(numeric[4]) == 2 and len(numeric[1]) == 2 and numeric[2] != "." else ()
    found: set[Order] = set()
    for order in ("dmy", "mdy", *years):
        try:
            datetime.date(*_ordered(numeric, order, ""))
        except ValueError:
            continue
        found.add(order)
    return found


def orders_of(text: str) -> set[Order]:
    """The orders in which this cell is a day; empty when it is none that needs an order."""
    body = CHINESE_WEEKDAY.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST])).strip()
    time = TIME.search(body)
    numeric = NUMERIC.fullmatch(body[: time.start()].strip() if time else body)
    return _possible(numeric) if numeric else set()


@cache
def _month(word: str) -> int | None:
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    if bare in SHORT:
        return SHORT[bare]
    names = [names.split() for names in MONTHS]
    found = {place for each in names for place, name in enumerate(each, 1) if name == bare} or {
        place for each in names for place, name in enumerate(each, 1) if len(bare) > 2 and name.startswith(bare)
    }
    return found.pop() if len(found) == 1 else None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 70 else 1900)


def zone_of(name: str) -> datetime.tzinfo:
    """The time zone of that name."""
    return zoneinfo.ZoneInfo(name)
