"""Access tokens that are fetched: by one worker at a time, and kept for all of them."""

import datetime
from collections.abc import Callable

from customers.connectors.interface import Tokens

#: Asks the vendor for a token: it, and how long to keep it.
Fetch = Callable[[], tuple[str, datetime.timedelta]]


class SignIn:
    """The access token of one connection."""

    def __init__(self, tokens: Tokens, fetch: Fetch) -> None:
        self._tokens, self._fetch = tokens, fetch

    def token(self, refused: str = "") -> str:
        """The token in use; a new one when there is none, or when it is the one that the vendor `refused`."""
        kept = self._tokens.get()
        if kept and kept != refused:
            return kept
        with self._tokens.fetching():
            kept = self._tokens.get()
            if kept and kept != refused:
                return kept
            if kept:
                self._tokens.forget()
            token, lifetime = self._fetch()
            self._tokens.put(token, lifetime)
            return token
