"""A typed cell of a spreadsheet as the text a CSV would hold. Imports nothing, so that any process may use it."""

import datetime
import re
from typing import Any

#: A number of which nobody could say whether its point groups thousands; one more digit says so.
THREE_PLACES = re.compile(r"-?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def as_text(cell: Any) -> str:
    """ISO dates, numbers without a trailing .0, TRUE and FALSE."""
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        told = repr(cell)
        return told + "0" if THREE_PLACES.fullmatch(told) else told
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return ("FALSE", "TRUE")[cell] if isinstance(cell, bool) else str(cell).strip()
