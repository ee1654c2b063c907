"""What somebody who means harm, or slips, puts into the field of a form."""

from dataclasses import dataclass
from typing import Final

#: Kept with its markup this would run on somebody's page.
SCRIPT: Final = "<script>alert('baton')</script>"


@dataclass(frozen=True)
class File:
    """Something that is uploaded."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


Value = str | File
#: By name, what is sent under a field instead of what was there: nothing, one thing, or several.
ANYWHERE: dict[str, list[Value]] = {
    "left out": [],
    "empty": [""],
    "twice": ["1", "x"],
    "NUL": ["a\x00b"],
    "half a letter": ["a\ud800"],
    "very long": ["x" * 20_000],
    "a script": [SCRIPT],
    "a template": ["{{ 7*7 }}{% debug %}"],
    "placeholders": ["%(name)s %s %d {0} {name} %00"],
    "a mark from right to left": ["\u202eabc\u2066"],
    "nothing to see": ["\u200b\u00a0\u3000"],
    "another line": ["a\r\nBcc: x@example.com"],
    "a formula": ["=cmd|' /C calc'!A0"],
    "a path": ["../../../../etc/passwd"],
    "SQL": ["'; DROP TABLE x; --"],
    "beyond the first plane": ["𝒳😀" * 50],
    "a file where none is": [File("x.txt", b"x")],
}
NUMBERS: dict[str, list[Value]] = {
    "zero": ["0"],
    "negative": ["-1"],
    "beyond an integer": [str(2**31)],
    "beyond a long one": [str(2**63)],
    "beyond all": ["9" * 5000],
    "infinite": ["1e400"],
    "hardly anything": ["1e-400"],
    "no number": ["NaN"],
    "Infinity": ["Infinity"],
    "a huge exponent": ["1e999999999"],
    "another script's digit": ["٣"],
    "a superscript": ["²"],
    "a fraction": ["1.005"],
    "nobody's id": ["999999999"],
    "somebody's id": ["1"],
}
DATES: dict[str, list[Value]] = {
    "the first day": ["0001-01-01"],
    "the last day": ["9999-12-31"],
    "no day": ["2026-02-30"],
    "beyond the calendar": ["10000-01-01"],
    "the first moment": ["0001-01-01T00:00"],
    "the last moment": ["9999-12-31T23:59"],
    "no hour": ["2026-01-01T25:61"],
    "a week": ["2026-W01"],
}
FILES: dict[str, list[Value]] = {
    "no file": [],
    "text for a file": ["x"],
    "an empty file": [File("x.csv", b"")],
    "a program": [File("x.exe", b"MZ\x90\x00" + b"\x00" * 64, "application/x-msdownload")],
    "a program called a picture": [File("x.png", b"MZ\x90\x00" + b"\x00" * 64, "image/png")],
    "a broken picture": [File("x.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "image/png")],
    "a broken table": [File("x.xlsx", b"PK\x03\x04" + b"\x00" * 64)],
    "a page": [File("x.html", SCRIPT.encode(), "text/html")],
    "a path for a name": [File("../../x\x00.csv", b"a,b\n1,2\n", "text/csv")],
    "a long name": [File("x" * 300 + ".csv", b"a,b\n1,2\n", "text/csv")],
    "too large": [File("x.csv", b"a,b\n" * 600_000, "text/csv")],
    "many": [File(f"{number}.csv", b"a,b\n1,2\n", "text/csv") for number in range(120)],
}
#: What fits worst, by the kind of field.
OF_KINDS = {
    "number": NUMBERS,
    "range": NUMBERS,
    "date": DATES,
    "datetime-local": DATES,
    "month": DATES,
    "time": DATES,
    "select": NUMBERS,
    "radio": NUMBERS,
    "checkbox": NUMBERS,
    "hidden": NUMBERS,
    "submit": NUMBERS,
    "file": FILES,
}


def values(kind: str, turn: int, most: int) -> dict[str, list[Value]]:
    """So many values for a field, those its kind fits worst in turn with those that fit nowhere.

    Another `turn`, others: fields share what is tried, where not everything is.
    """
    first, rest = list(OF_KINDS.get(kind, {}).items()), list(ANYWHERE.items())
    others = [*NUMBERS.items(), *DATES.items()] if not first else []
    ways = [way[turn % len(way) :] + way[: turn % len(way)] for way in (first, rest, others) if way]
    mixed = [each for way in ways for each in enumerate(way)]
    return dict(value for _place, value in sorted(mixed, key=lambda each: each[0])[:most])
