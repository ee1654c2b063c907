"""JSON as RFC 7493 (I-JSON) has it: what another reader would take otherwise, or could not write down, is refused.

Numbers beyond what is counted with, nesting without end and halves of letters end here, so that no field has to expect
them.
"""

import json
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

#: Nothing Baton takes is nested deeper than this by far.
DEEPEST = 32
TOO_DEEP = f"nested deeper than {DEEPEST} levels"
#: Half of a pair that stands for one letter; alone it is no text.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def read(content: bytes) -> Any:
    """What JSON in UTF-8 says; `ValueError` with the reason for what is none."""
    text = content.decode()
    try:
        told = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError as error:
        raise ValueError(TOO_DEEP) from error
    if _is_deeper_than(told, DEEPEST):
        raise ValueError(TOO_DEEP)
    if _HALF.search(text):
        json.dumps(told, ensure_ascii=False).encode()
    return told


class ExactJSONParser(JSONParser):
    """How the API reads JSON."""

    def parse(self, stream: IO[bytes], media_type: Any = None, parser_context: Any = None) -> Any:
        """What was sent; `ParseError` (400) for what is no such JSON."""
        try:
            return read(stream.read())
        except ValueError as error:
            raise ParseError(_("This is no JSON that Baton reads: %(why)s") % {"why": error}) from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    found = float(digits)
    if found in (float("inf"), float("-inf")):
        _refuse(digits[:40])
    return found


def _is_deeper_than(told: Any, most: int) -> bool:
    level = [told]
    for _level in range(most):
        inner = [each for each in level if isinstance(each, (Mapping, list))]
        level = [below for each in inner for below in (each.values() if isinstance(each, Mapping) else each)]
        if not level:
            return False
    return any(isinstance(each, (Mapping, list)) for each in level)
