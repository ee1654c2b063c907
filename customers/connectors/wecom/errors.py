"""What WeCom's error codes mean: of a whole call for who made it, of one customer for what becomes of it."""

import datetime

from customers.connectors.interface import Asked, ConnectorError, Fault, Outcome, Result

#: The token is not taken; a fresh one may be.
TOKEN = frozenset({40014, 42001})
BUSY = -1
FREQUENCY, CONCURRENCY = 45009, 45033
#: The secret, the corporation, the addresses Baton may call from, the rights of its app: for an administrator.
SETUP = frozenset({40001, 40013, 48002, 60020, 84074, *TOKEN})
#: Codes that a call about one pair of people answers because of them, whoever the customers are.
OF_THE_PAIR = frozenset({40003, 40098, 40099, 40130, 60011, 60111, 84074})
#: The person is none, or none any more.
NOBODY = frozenset({40003, 60111})
#: The app is not shown members.
NO_RIGHT = frozenset({48002, 60011})
NOT_LEFT = 40097
NO_CUSTOMER, NO_RELATION = 40096, 84061
#: Being transferred already is what was asked for: a request of ours whose answer was lost, or somebody's in WeCom.
UNDER_WAY = frozenset({40100, 40129})
FULL = 40099

#: What a customer's code is called in Baton; every other one keeps its number.
NAMES = {
    40003: "no_such_member",
    40096: "no_such_customer",
    40098: "taker_not_verified",
    40128: "handed_over_too_often",
    40130: "same_member",
    60011: "no_right_on_member",
    60111: "no_such_member",
    84061: "not_their_customer",
    84074: "no_customer_contact",
}


def fault(code: int, detail: str) -> ConnectorError:
    """The error behind a code that is not 0."""
    if code == FREQUENCY:
        return ConnectorError(Fault.LATER, str(code), detail, after=datetime.timedelta(minutes=1))
    if code == CONCURRENCY:
        return ConnectorError(Fault.LATER, str(code), detail, after=datetime.timedelta(seconds=10))
    if code == BUSY:
        return ConnectorError(Fault.LATER, str(code), detail, sent=True)
    return ConnectorError(Fault.CONFIG if code in SETUP else Fault.PERMANENT, str(code), detail)


def outcome(asked: Asked, code: int) -> Outcome:
    """What became of one customer that was to be handed on; 0 is a request that has begun."""
    if code == 0 or code in UNDER_WAY:
        return Outcome(asked, Result.ASKED)
    if code == FULL:
        return Outcome(asked, Result.FULL)
    if code in (BUSY, FREQUENCY, CONCURRENCY):
        return Outcome(asked, Result.LATER, str(code))
    if code == NO_RELATION:  # somebody else has the customer by now: reading says who
        return Outcome(asked, Result.CONFLICT, NAMES[code], str(code))
    return Outcome(asked, Result.PERMANENT, NAMES.get(code, str(code)), str(code) if code in NAMES else "")
