"""REST of deals, and the products they are about."""

import django_filters
from django.db.models import QuerySet
from rest_framework import mixins
from rest_framework.viewsets import GenericViewSet

from accounts.gate import opens_to
from accounts.permissions import Permission
from customers.api.base import BookFilter, BookSerializer, BookViewSet
from customers.models import Deal, DealSearch, DealState, Product, Stage
from web import serializers
from web.api import IdFilter


class DealSerializer(BookSerializer):
    """A deal. Deciding it without `closed_on` closes it today."""

    class Meta:
        model = Deal
        fields = [
            "id",
            "name",
            "customer",
            "product",
            "owner",
            "stage",
            "state",
            "amount",
            "currency",
            "probability",
            "opened_on",
            "expected_close_on",
            "closed_on",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        validators: list[object] = []


class DealFilter(BookFilter):
    """Filters of `deals/`."""

    owner = IdFilter("owner_id")
    customer = IdFilter("customer_id")
    product = IdFilter("product_id")
    state = django_filters.MultipleChoiceFilter(choices=DealState.choices)
    stage = django_filters.MultipleChoiceFilter(choices=Stage.choices)
    closing_from = django_filters.DateFilter("expected_close_on", "gte")
    closing_until = django_filters.DateFilter("expected_close_on", "lte")
    q = django_filters.CharFilter(method="search", label="Part of the name or source id.")

    def search(self, rows: QuerySet[Deal], name: str, typed: str) -> QuerySet[Deal]:
        """Deals whose name or source id contains each word."""
        return rows.filter(pk__in=DealSearch.objects.matching(typed).values("pk"))


class DealViewSet(BookViewSet):
    """Deals of the caller's scope."""

    queryset = Deal.objects.none()
    serializer_class = DealSerializer
    filterset_class = DealFilter


class ProductSerializer(serializers.ModelSerializer[Product]):
    """Something we sell."""

    class Meta:
        model = Product
        fields = ["id", "name", "series", "list_price", "currency"]


@opens_to(Permission.SEE_BOOK)
class ProductViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Product]):
    """What deals and orders are about."""

    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    filterset_fields = ["name", "series"]
    lookup_value_regex = r"\d{1,18}"
