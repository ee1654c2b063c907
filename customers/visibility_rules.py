"""What opens more of the book to a person than is theirs or their teams': apps above say it, and stay unknown here.

A supervisor reads what the leaver owns, a successor what is to come, whoever covers a customer reads it meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from customers.models import Owned
from customers.reach import Reach

#: Given a person, the rows that decide whether and what is opened to them.
Deciding = Callable[[User], QuerySet[Any]]
#: Given a person, a model of the book and the ids of these rows, what of it is opened.
Opens = Callable[[User, type[Owned], list[int]], Reach]


@dataclass(frozen=True)
class VisibilityRule:
    """One rule. Nobody is asked what it opens where nothing decides for it, as for nearly everybody."""

    decided_by: Deciding
    opens: Opens


rules: list[VisibilityRule] = []


def opens_more(decided_by: Deciding) -> Callable[[Opens], Opens]:
    """Register a rule. Called from `AppConfig.ready`."""

    def register(opens: Opens) -> Opens:
        rules.append(VisibilityRule(decided_by, opens))
        return opens

    return register
