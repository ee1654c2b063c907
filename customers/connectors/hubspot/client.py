"""Calls to HubSpot: the fixed token of a private app, lists, batches, and answers that are errors."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from customers.connectors.http import Http
from customers.connectors.hubspot import errors
from customers.connectors.interface import Account, ConnectorError, Fault
from customers.connectors.masking import masked

BASE: Final = "https://api.hubapi.com/crm/v3/"
#: Most records in one page of a list, and in one batch.
PER_PAGE: Final = 100

Row = dict[str, Any]


class Client:
    """One HubSpot account."""

    def __init__(self, account: Account) -> None:
        token = (account.secrets.get("token") or "").strip()
        if not token:
            raise ConnectorError(Fault.CONFIG, "settings", "token")
        self._secrets, self._http = [token], Http()
        self._headers = {"Authorization": f"Bearer {token}"}

    def read(self, path: str, params: Mapping[str, str | int] | None = None) -> Row:
        """What is at `path`."""
        return self._ask("GET", path, params=dict(params or {}))

    def post(self, path: str, body: Mapping[str, Any]) -> Row:
        """What is said of a body; of a batch also when it was done in part."""
        return self._ask("POST", path, json=dict(body))

    def listed(self, path: str, params: Mapping[str, str | int]) -> Iterator[Row]:
        """All there is in a list."""
        after: str | None = None
        while True:
            body = self.read(path, {**params, "limit": PER_PAGE} | ({"after": after} if after else {}))
            yield from rows(body)
            after = onward(body, after)
            if after is None:
                return

    def batch(self, path: str, ids: Sequence[str], **more: Any) -> list[Row]:
        """What a batch finds of these records, as many calls as it takes; what is not there is left out."""
        found: list[Row] = []
        for start in range(0, len(ids), PER_PAGE):
            inputs = [{"id": id_} for id_ in ids[start : start + PER_PAGE]]
            body = self.post(path, {"inputs": inputs, **more})
            found += rows(body)
            if any(errors.code_of(entry) == errors.LIMITS for entry in errors.of_rows(body)):
                raise ConnectorError(Fault.LATER, errors.LIMITS)
        return found

    def sentence(self, entry: errors.Entry) -> str:
        """What is said of one record, fit to be shown."""
        return masked(str(entry.get("message") or ""), self._secrets)

    def _ask(self, method: str, path: str, **given: Any) -> Row:
        answer, body = self._http.json(method, BASE + path, headers=self._headers, **given)
        if answer.status_code not in (200, 201, 207):
            raise errors.error(answer, body, self._secrets)
        if not isinstance(body, dict):
            raise ConnectorError(Fault.LATER, "no_result", sent=True)
        return body


def rows(body: Row) -> list[Row]:
    """The results of a list, a search or a batch. Raises `ConnectorError` when there is no list of them."""
    found = body.get("results")
    if not isinstance(found, list):
        raise ConnectorError(Fault.LATER, "no_list", sent=True)
    return [row for row in found if isinstance(row, dict)]


def onward(body: Row, before: str | None) -> str | None:
    """Where the next page begins; the last one says nothing of it."""
    paging = body.get("paging")
    following = paging.get("next") if isinstance(paging, dict) else None
    after = following.get("after") if isinstance(following, dict) else None
    if after is not None and str(after) == before:
        raise ConnectorError(Fault.LATER, "page_repeated")
    return None if after is None else str(after)
