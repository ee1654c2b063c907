"""The list of people."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import access
from accounts.forms.people import PeopleFilter
from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import PLACEHOLDER_DOMAIN, User
from accounts.permissions import Permission
from web import keyset

SORTS = {"name": "name", "email": "email", "capacity": "capacity"}


def narrowed(rows: QuerySet[User], wanted: dict[str, Any]) -> QuerySet[User]:
    """`rows` that fit the cleaned values of a `PeopleFilter`."""
    if words := wanted.get("q"):
        rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(title__icontains=words))
    for name in ("team", "role", "office"):
        if value := wanted.get(name):
            rows = rows.filter(**{name: value})
    placeholder = Q(email__endswith="@" + PLACEHOLDER_DOMAIN)
    ended = Q(is_active=False) | Q(access_ends_at__lte=Now())
    match wanted.get("access"):
        case "open":
            rows = rows.filter(pk__in=User.objects.may_sign_in())
        case "ended":
            rows = rows.filter(ended)
        case "placeholder":
            rows = rows.filter(placeholder)
    return rows


@opens_to(Permission.SEE_PEOPLE)
@require_safe
def people(request: AuthenticatedRequest) -> HttpResponse:
    """Who is in the firm, narrowed by the URL."""
    filters = PeopleFilter(request.GET)
    page = keyset.page(
        narrowed(access.people(request.user), filters.wanted()), request.GET, sorts=SORTS, default="name"
    )
    context = {"page": page, "filters": filters, "now": timezone.now()}
    return render(request, "accounts/people.html", context)
