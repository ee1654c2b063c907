"""Asking for customers to be handed on, and what came of it: WeCom settles it when 24 hours have passed, unless the
customer declines.

Customers of somebody who has left are asked for by one call, those of somebody who is still there by another, and only
WeCom knows for sure which it is: the list of members that an app is shown need not be whole. So the first is tried, and
where WeCom answers that the member has not left (40097, nothing is done by it), the second.
"""

from collections.abc import Mapping, Sequence

from customers.connectors.interface import Asked, ConnectorError, Fault, Outcome, Result
from customers.connectors.wecom import calls, errors
from customers.connectors.wecom.client import Client, Said, rows

#: Most customers of one call, and most letters of what they are told.
AT_ONCE, LONGEST_MESSAGE = 100, 200

DONE, WAITING, DECLINED, NO_ROOM = 1, 2, 3, 4
#: Any other status is that WeCom has no record of it.
RESULTS = {DONE: Result.DONE, WAITING: Result.ASKED, DECLINED: Result.REFUSED, NO_ROOM: Result.FULL}


class Hands:
    """From one member to another. Remembers for one piece of work who has not left."""

    def __init__(self, client: Client, message: str) -> None:
        self._client, self._message = client, message[:LONGEST_MESSAGE]
        self._still_there: set[str] = set()

    def give(self, asked: Sequence[Asked]) -> dict[str, Outcome]:
        """Ask for customers of one member to go to another one: what became of each, by its id.

        Raises `ConnectorError` when nothing was asked for; what fails after something was is an outcome.
        """
        if not asked[0].expected:
            return {each.id: Outcome(each, Result.CONFLICT, "nobody_has_it") for each in asked}
        outcomes: dict[str, Outcome] = {}
        rest = list(asked)
        if asked[0].expected not in self._still_there:
            said = self._transfer(calls.GIVE_LEFT, asked)
            rest = [each for each in asked if said[each.id] == errors.NOT_LEFT]
            begun = [each for each in asked if said[each.id] != errors.NOT_LEFT]
            outcomes = {each.id: errors.outcome(each, said[each.id]) for each in begun}
            if rest:
                self._still_there.add(asked[0].expected)
        if not rest:
            return outcomes
        try:
            said = self._transfer(calls.GIVE, rest)
        except ConnectorError as error:
            if not outcomes:
                raise
            return outcomes | failed(rest, error)
        return outcomes | {each.id: errors.outcome(each, said[each.id]) for each in rest}

    def _transfer(self, path: str, asked: Sequence[Asked]) -> dict[str, int]:
        """The code of each customer. A code for the two members is one for each of their customers."""
        body: Said = {
            "handover_userid": asked[0].expected,
            "takeover_userid": asked[0].wanted,
            "external_userid": [each.id for each in asked],
        }
        if path == calls.GIVE and self._message:
            body["transfer_success_msg"] = self._message
        try:
            said = rows(self._client.ask(path, body), "customer")
        except ConnectorError as error:
            if not error.code.isdigit() or int(error.code) not in {errors.NOT_LEFT, *errors.OF_THE_PAIR}:
                raise
            return dict.fromkeys((each.id for each in asked), int(error.code))
        told = {str(row.get("external_userid")): row.get("errcode") for row in said}
        # Of what is not told nobody knows whether it was begun: asked again, WeCom says that it is under way.
        return {each.id: code if isinstance(code := told.get(each.id), int) else errors.BUSY for each in asked}

    def progress(self, asked: Sequence[Asked]) -> dict[str, Outcome]:
        """What became of customers that were asked for, from one member to another.

        Whether the member had left when they were asked for is not known any more: both lists are read, and the one of
        those who have left wins, which comes after the other in anybody's life.
        """
        told = self._results(calls.RESULT, asked[0]) | self._results(calls.RESULT_LEFT, asked[0])
        return {each.id: _outcome(each, told.get(each.id)) for each in asked}

    def _results(self, path: str, asked: Asked) -> dict[str, int]:
        """The status of every customer of the two, the newest where one was handed on several times."""
        body = {"handover_userid": asked.expected, "takeover_userid": asked.wanted}
        newest: dict[str, tuple[int, int]] = {}
        try:
            for row in self._client.pages(path, body, "customer"):
                id_, status = str(row.get("external_userid")), row.get("status")
                when = int(row.get("takeover_time") or 0)
                if isinstance(status, int) and status in RESULTS and when >= newest.get(id_, (0, 0))[0]:
                    newest[id_] = when, status
        except ConnectorError as error:
            if error.code not in map(str, {errors.NOT_LEFT, *errors.NOBODY}):
                raise
            return {}
        return {id_: status for id_, (_when, status) in newest.items()}


def _outcome(asked: Asked, status: int | None) -> Outcome:
    if status is None:  # WeCom knows of no such request: it is to be made, after looking who has the customer
        return Outcome(asked, Result.LATER, "no_record")
    return Outcome(asked, RESULTS[status])


def failed(asked: Sequence[Asked], error: ConnectorError) -> dict[str, Outcome]:
    """The failure of a call as what became of each of its customers."""
    result = Result.PERMANENT if error.fault is Fault.PERMANENT else Result.LATER
    return {each.id: Outcome(each, result, error.code, error.detail) for each in asked}


def by_pair(asked: Sequence[Asked]) -> Mapping[tuple[str, str], list[Asked]]:
    """What is asked, by who has the customers and who is to have them."""
    pairs: dict[tuple[str, str], list[Asked]] = {}
    for each in asked:
        pairs.setdefault((each.expected, each.wanted), []).append(each)
    return pairs
