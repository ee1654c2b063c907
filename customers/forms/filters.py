"""What the lists are narrowed by. Everything stands in the URL; what is not understood counts as not given."""

import calendar
import datetime
import re
from typing import Any

from django import forms
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from customers import access
from customers.models import Customer, CustomerSearch, CustomerStatus, Deal, DealSearch, DealState, Grade, Stage
from web.forms import Filter, SearchInput
from web.typed import as_id, as_text

OPTIONS_KEPT = 300  # seconds
MOST_OPTIONS = 200
#: From so many people on a name is typed, not chosen.
MOST_PEOPLE = 100
NOBODY = 0  # an id nobody has


def _any(label: Any, choices: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [("", label), *choices]


class BookFilter(Filter):
    """Search, owner and "mine", which every list of the book has."""

    q = forms.CharField(label=_("Search"), required=False, max_length=80, widget=SearchInput(_("Search")))
    owner = forms.CharField(label=_("Owner"), required=False, max_length=80)
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data)
        self.user = user
        people = list(access.people(user).order_by("name", "pk").values_list("pk", "name")[: MOST_PEOPLE + 1])
        self.takes_names = len(people) > MOST_PEOPLE
        choices = _any(_("Any owner"), people)
        self.fields["owner"].widget = SearchInput(_("Owner")) if self.takes_names else forms.Select(choices=choices)

    def clean_owner(self) -> list[int]:
        """The ids of the people meant: by an id, as chosen or linked to, or by a part of the name."""
        typed = as_text(self.cleaned_data["owner"])
        people = access.people(self.user).order_by()
        if typed and self.takes_names and not typed.isdigit():
            return list(people.filter(name__icontains=typed).values_list("pk", flat=True)) or [NOBODY]
        return list(people.filter(pk=as_id(typed)).values_list("pk", flat=True)) if typed else []

    def condition(self, *exact: str) -> Q:
        """The rows asked for by owner and by the fields named, but for the search."""
        wanted = self.wanted()
        found = Q(**{name: wanted[name] for name in exact if name in wanted})
        if "owner" in wanted:
            found &= Q(owner__in=wanted["owner"])
        return found & Q(owner=self.user) if "mine" in wanted else found


class CustomerFilter(BookFilter):
    """What the customers' list is narrowed by."""

    grade = forms.ChoiceField(label=_("Grade"), required=False, choices=_any(_("Any grade"), Grade.choices))
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_any(_("Any status"), CustomerStatus.choices))
    industry = forms.ChoiceField(label=_("Industry"), required=False)
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    field_order = ["q", "grade", "status", "industry", "territory", "owner", "mine"]

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, user)
        for name, label in (("industry", _("Any industry")), ("territory", _("Any territory"))):
            field: Any = self.fields[name]
            field.choices = _any(
                label, [(value, value) for value in _values(user, name, as_text(self.data.get(name, "")))]
            )

    def narrow(self, rows: "QuerySet[Customer]") -> "QuerySet[Customer]":
        """`rows` as asked for."""
        rows = rows.filter(self.condition("grade", "status", "industry", "territory"))
        if typed := self.wanted().get("q"):
            rows = rows.filter(pk__in=CustomerSearch.objects.matching(typed).values("pk"))
        return rows


class DealFilter(BookFilter):
    """What the deals' list is narrowed by."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=_any(_("Any state"), DealState.choices))
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=_any(_("Any stage"), Stage.choices))
    closing = forms.CharField(label=_("Closing in month"), required=False, max_length=7)
    field_order = ["q", "state", "stage", "closing", "owner", "mine"]

    def __init__(self, data: Any, user: User) -> None:
        super().__init__(data, user)
        month: Any = self.fields["closing"].widget
        month.input_type, month.attrs["title"] = "month", _("Closing in month")

    def clean_closing(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day of the month given as 2026-11."""
        found = re.fullmatch(r"(2\d{3})-(0[1-9]|1[0-2])", self.cleaned_data["closing"], re.ASCII)
        if not found:
            return None
        year, month = int(found[1]), int(found[2])
        return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])

    def narrow(self, rows: "QuerySet[Deal]") -> "QuerySet[Deal]":
        """`rows` as asked for."""
        rows = rows.filter(self.condition("state", "stage"))
        if days := self.wanted().get("closing"):
            rows = rows.filter(expected_close_on__range=days)
        if typed := self.wanted().get("q"):
            rows = rows.filter(pk__in=DealSearch.objects.matching(typed).values("pk"))
        return rows


def _values(user: User, name: str, chosen: str) -> list[str]:
    """The values of a column among the customers `user` sees, remembered for a while, and the one chosen."""

    def look() -> list[str]:
        rows = access.records(user, Customer).exclude(**{name: ""}).order_by(name)
        return list(rows.values_list(name, flat=True).distinct()[:MOST_OPTIONS])

    known: list[str] = cache.get_or_set(f"book.{user.pk}.{name}", look, OPTIONS_KEPT) or []
    return known if not chosen or chosen in known else [*known, chosen]
