"""Logs show no secret: an address that carries a key or a token is written without it."""

import logging
import re
from contextlib import suppress
from typing import Final

#: Addresses whose last part opens something for whoever knows it.
_SECRET: Final = re.compile(r"(/(?:answer|notices/off|accounts/password/reset/key)/)(?!done/)[^/?\s\"]+")


def masked(text: str) -> str:
    """`text` with `…` in place of what is secret in its addresses."""
    return _SECRET.sub(r"\1…", text)


class MaskSecrets(logging.Filter):
    """A filter for handlers that masks each message."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, masked; of one whose arguments don't fit, the handler says so as ever."""
        with suppress(TypeError, ValueError, KeyError):
            record.msg, record.args = masked(record.getMessage()), ()
        return True
