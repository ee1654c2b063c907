"""What Fxiaoke's error codes mean for who called, and for how long to wait."""

import datetime
import zoneinfo

from customers.connectors.fxiaoke.calls import CHANGE_OWNER
from customers.connectors.fxiaoke.calls import TOKEN as TOKEN_PATH
from customers.connectors.interface import ConnectorError, Fault

#: Fxiaoke counts the calls of a day there.
CHINA = zoneinfo.ZoneInfo("Asia/Shanghai")

#: The access token is not, or no longer, taken.
TOKEN = frozenset({20005, 20016})
#: Too many calls of one kind; it looks at 20 seconds.
RATE = frozenset({14001, 30004})
PAUSE = datetime.timedelta(seconds=20)
#: The calls bought for today are used up.
QUOTA = 30002
#: Busy, or no end in time: it may have done what it was asked.
BUSY = frozenset({-1, 50009})
#: The app, its rights, its quota, whom it acts for: an administrator has to mend that.
SETUP = frozenset({15003, 20006, 20012, 20014, 20015, 20017, 20020, 20021, 20022, 20023, 30003, *TOKEN})
#: The employee is not there: a new owner, or else the one in whose name Baton calls.
NO_EMPLOYEE = "30027"
#: Parameters that are missing or wrong. Of the call for a token they are what the administrator filled in.
PARAMETERS = range(10001, 12000)


def fault(code: int, detail: str, now: datetime.datetime, path: str) -> ConnectorError:
    """The error behind a code that is not 0, of a call to `path` that was made at `now`."""
    if code in RATE:
        return ConnectorError(Fault.LATER, str(code), detail, after=PAUSE)
    if code == QUOTA:
        return ConnectorError(Fault.LATER, str(code), detail, after=until_midnight(now))
    if code in BUSY:
        return ConnectorError(Fault.LATER, str(code), detail, sent=True)
    if code in SETUP or _is_set_up_wrong(code, path):
        return ConnectorError(Fault.CONFIG, str(code), detail)
    return ConnectorError(Fault.PERMANENT, str(code), detail)


def _is_set_up_wrong(code: int, path: str) -> bool:
    """Whether the settings are to blame: the app in a call for a token, or the employee in whose name Baton calls."""
    return (path == TOKEN_PATH and code in PARAMETERS) or (path != CHANGE_OWNER and str(code) == NO_EMPLOYEE)


def until_midnight(now: datetime.datetime) -> datetime.timedelta:
    """How long until the calls of a day are counted anew: 0:00 in China."""
    there = now.astimezone(CHINA)
    tomorrow = datetime.datetime.combine(there.date() + datetime.timedelta(days=1), datetime.time(), CHINA)
    return tomorrow - there
