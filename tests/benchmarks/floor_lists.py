"""The floor of the lists: bare views that fetch a page by SQL written by hand for each kind of reader.

A URLconf with these views beside Baton's own, behind the same middleware; programs are let in by the same token. They
fill the same template, or write the same JSON, and count as far as Baton does.
"""

import datetime
import json
from types import SimpleNamespace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.authentication import BearerAuthentication
from accounts.gate import ANYONE, AuthenticatedRequest, opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.forms.filters import CustomerFilter, DealFilter
from customers.models import Customer, Deal
from customers.models.customer import CustomerStatus
from customers.models.deal import DealState, Stage
from web import keyset
from web.shapes import Total

FEW = 50
PAGE, COUNTED = 51, 10_001
TEAM = """
    WITH RECURSIVE led AS (SELECT id FROM accounts_team WHERE manager_id = %s UNION
        SELECT team.id FROM accounts_team team JOIN led ON team.parent_id = led.id)
    SELECT id FROM accounts_user WHERE id = %s OR team_id IN (SELECT id FROM led)
"""
SEATS = "SELECT customer_id FROM customers_accountteammember WHERE user_id = %(me)s"
OF_REP = {
    "customer": f"r.id IN (SELECT id FROM customers_customer WHERE owner_id = %(me)s UNION {SEATS})",
    "deal": "r.id IN (SELECT id FROM customers_deal WHERE owner_id = %(me)s UNION "
    "SELECT d.id FROM customers_customer c JOIN customers_deal d ON d.customer_id = c.id "
    "WHERE c.owner_id = %(me)s UNION "
    f"SELECT id FROM customers_deal WHERE customer_id IN ({SEATS}))",
}
OF_MANY = {
    "customer": f"(r.owner_id = ANY(%(owners)s) OR r.id IN ({SEATS}))",
    "deal": f"(r.owner_id = ANY(%(owners)s) OR r.customer_id IN ({SEATS}) OR EXISTS (SELECT FROM customers_customer c "
    "WHERE c.id = r.customer_id AND c.owner_id = ANY(%(owners)s)))",
}
#: The narrowed deals of a few owners: theirs, those of their customers, those of customers the reader works with.
DEALS_OF_FEW = f"""r.id IN (
    SELECT r.id FROM customers_deal r WHERE r.owner_id = ANY(%(owners)s) AND {{narrowed}}
    UNION SELECT r.id FROM customers_deal r WHERE r.customer_id = ANY(ARRAY(
        SELECT id FROM customers_customer WHERE owner_id = ANY(%(owners)s))) AND {{narrowed}}
    UNION SELECT r.id FROM customers_deal r WHERE r.customer_id IN ({SEATS}) AND {{narrowed}})"""
BY_OWNER = (
    """
    SELECT top.id FROM unnest(%(owners)s) o CROSS JOIN LATERAL (SELECT id, updated_at FROM customers_customer r
        WHERE owner_id = o AND {narrowed} ORDER BY updated_at DESC, id DESC LIMIT 51) top
    UNION SELECT r.id FROM customers_customer r WHERE {narrowed} AND r.id IN ("""
    + SEATS
    + ")"
)
COLUMNS = {
    "customer": "id, code, name, grade, status, industry, region, territory, address, annual_value, currency, "
    "parent_id, owner_id, next_step, next_step_on, last_contact_at, source, source_id, created_at, updated_at",
    "deal": "id, name, customer_id, product_id, owner_id, stage, state, amount, currency, probability, opened_on, "
    "expected_close_on, closed_on, source, source_id, created_at, updated_at",
}
VALUES = """
    SELECT customer_id, currency, sum(amount) FROM customers_deal
    WHERE state = 'open' AND amount > 0 AND customer_id = ANY(%s) GROUP BY 1, 2 ORDER BY 3 DESC
"""
LABELS = {"status": dict(CustomerStatus.choices), "state": dict(DealState.choices), "stage": dict(Stage.choices)}


def fetch(sql: str, params: Any) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Question:
    """One page as one reader asks for it, in SQL."""

    def __init__(self, user: User, kind: str, asked: Any) -> None:
        self.kind, self.table, self.by_name = kind, f"customers_{kind}", asked.get("sort") == "name"
        self.params: dict[str, Any] = {"me": user.pk, "owners": [user.pk], "q": asked.get("q", "")}
        self.params |= {"grade": asked.get("grade"), "state": asked.get("state")}
        self.sees_all = user.may(Permission.SEE_ALL_BOOKS)
        if not self.sees_all and user.may(Permission.SEE_TEAM_BOOKS):
            self.params["owners"] = [row["id"] for row in fetch(TEAM, [user.pk, user.pk])]
        self.narrowed = " AND ".join(
            ["true", *(f"r.{name} = %({name})s" for name in ("grade", "state") if name in asked)]
        )
        if "q" in asked:
            how = "grams @> ARRAY[%(q)s]::varchar[]" if len(asked["q"]) < 3 else "text LIKE '%%' || %(q)s || '%%'"
            self.narrowed += f" AND r.id IN (SELECT {kind}_id FROM customers_{kind}search WHERE {how})"

    @property
    def owners(self) -> list[int]:
        return list(self.params["owners"])

    def scope(self) -> str:
        """Whose rows."""
        if self.sees_all:
            return "true"
        if self.kind == "deal" and 1 < len(self.owners) <= FEW and self.narrowed != "true":
            return DEALS_OF_FEW.format(narrowed=self.narrowed)
        return (OF_REP if len(self.owners) == 1 else OF_MANY)[self.kind]

    def ids(self, order: str) -> str:
        """The ids of the page."""
        if not self.by_name and self.kind == "customer" and 1 < len(self.owners) <= FEW:
            found = f"SELECT r.id FROM {self.table} r WHERE r.id IN ({BY_OWNER.format(narrowed=self.narrowed)})"
        else:
            named = f"JOIN customers_{self.kind}search s ON s.{self.kind}_id = r.id" if self.by_name else ""
            found = f"SELECT r.id FROM {self.table} r {named} WHERE {self.scope()} AND {self.narrowed}"
        return f"{found} ORDER BY {'s.name, r.id' if self.by_name else order} LIMIT {PAGE}"

    def page(self, select: str, joins: str = "", order: str = "r.updated_at DESC, r.id DESC") -> list[dict[str, Any]]:
        """The rows of the page."""
        last = "r.name, r.id" if self.by_name else order
        sql = f"SELECT {select} FROM {self.table} r {joins} WHERE r.id IN ({self.ids(order)}) ORDER BY {last}"
        return fetch(sql, self.params)

    def count(self) -> int:
        """How many there are, at most one more than are counted."""
        own = "true" if self.sees_all else "r.owner_id = ANY(%(owners)s)"
        number = 0
        for scope in [own] if self.sees_all else [own, self.scope()]:
            sql = f"SELECT r.id FROM {self.table} r WHERE {scope} AND {self.narrowed} LIMIT {COUNTED}"
            number = fetch(f"SELECT count(*) FROM ({sql}) found", self.params)[0]["count"]
            if number == COUNTED:
                break
        return number


def _shown(row: dict[str, Any]) -> SimpleNamespace:
    found = SimpleNamespace(**row, pk=row["id"], owner=SimpleNamespace(name=row["owner_name"]))
    if "customer_name" in row:
        found.customer = SimpleNamespace(name=row["customer_name"]) if row["customer_name"] else None
    for name, labels in LABELS.items():
        if name in row:
            setattr(found, f"get_{name}_display", labels[row[name]])
    return found


def _page(question: Question, model: type, rows: list[SimpleNamespace]) -> "keyset.Page[Any]":
    name, sort = ("name", "name") if question.by_name else ("-changed", "updated_at")
    order = keyset.Order(model._default_manager.all(), name, keyset.Sort(sort), name.startswith("-"))
    more = order.cursor(rows[49]) if len(rows) == PAGE else None
    return keyset.Page(rows[:50], name, None, more, Total(question.count()))


@opens_to(Permission.SEE_BOOK)
def customers(request: AuthenticatedRequest) -> HttpResponse:
    """The floor of the customers' page."""
    question = Question(request.user, "customer", request.GET)
    rows = [
        _shown(row) for row in question.page("r.*, u.name AS owner_name", "JOIN accounts_user u ON u.id = r.owner_id")
    ]
    page = _page(question, Customer, rows)
    values: dict[int, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(VALUES, [[row.pk for row in page.rows]])
        for customer, currency, amount in cursor.fetchall():
            values.setdefault(customer, []).append((currency, amount))
    shown = [(row, values.get(row.pk, [])) for row in page.rows]
    context = {"filters": CustomerFilter(request.GET, request.user), "page": page, "rows": shown}
    return render(request, "customers/customers.html", context)


@opens_to(Permission.SEE_BOOK)
def deals(request: AuthenticatedRequest) -> HttpResponse:
    """The floor of the deals' page."""
    question = Question(request.user, "deal", request.GET)
    joins = "JOIN accounts_user u ON u.id = r.owner_id LEFT JOIN customers_customer c ON c.id = r.customer_id"
    rows = [_shown(row) for row in question.page("r.*, u.name AS owner_name, c.name AS customer_name", joins)]
    context = {"filters": DealFilter(request.GET, request.user), "page": _page(question, Deal, rows)}
    return render(request, "customers/deals.html", context)


@opens_to(ANYONE)
def rest(request: HttpRequest, kind: str) -> HttpResponse:
    """The floor of a REST list: the same token, the same fields."""
    user, _token = BearerAuthentication().authenticate(request)  # type: ignore[arg-type,misc]  # reads headers only
    rows = Question(user, kind, request.GET).page(COLUMNS[kind], order="r.id DESC")
    results = [
        {name.removesuffix("_id") if name != "source_id" else name: row[name] for name in row} for row in rows[:50]
    ]
    body = {"next": request.build_absolute_uri("?cursor=" + "x" * 20), "previous": None, "results": results}
    return HttpResponse(json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False), content_type="application/json")


@opens_to(Permission.SEE_BOOK)
class Nothing(APIView):
    """An endpoint that lets somebody in and has nothing to say."""

    def get(self, request: Request) -> Response:
        return Response({})


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_id"): value for name, value in row.items()}


def cursor_at(kind: str, place: int) -> str:
    """The cursor of the row at `place` in the usual order."""
    row = fetch(
        f"SELECT id, updated_at FROM customers_{kind} ORDER BY updated_at DESC, id DESC OFFSET %s LIMIT 1", [place]
    )
    model: type[Any] = Customer if kind == "customer" else Deal
    order = keyset.Order(model.objects.all(), "-changed", keyset.Sort("updated_at"), descending=True)
    at: datetime.datetime = row[0]["updated_at"]
    return order.cursor(SimpleNamespace(updated_at=at, pk=row[0]["id"]))  # type: ignore[arg-type]


urlpatterns = [
    path("floor/customers/", customers),
    path("floor/deals/", deals),
    path("floor/api/v1/customers/", rest, {"kind": "customer"}),
    path("floor/api/v1/deals/", rest, {"kind": "deal"}),
    path("floor/api/v1/nothing/", Nothing.as_view()),
    path("", include("config.urls")),
]
