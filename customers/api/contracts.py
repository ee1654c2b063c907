"""REST of contracts and orders."""

import django_filters

from customers.api.base import BookFilter, BookSerializer, BookViewSet
from customers.models import Contract, ContractState, Order
from web.api import IdFilter


class ContractSerializer(BookSerializer):
    """A contract; `paid` is how much of `amount` has come in."""

    class Meta:
        model = Contract
        fields = [
            "id",
            "customer",
            "number",
            "title",
            "owner",
            "state",
            "starts_on",
            "ends_on",
            "renewal_notice_on",
            "amount",
            "paid",
            "currency",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        validators: list[object] = []


class ContractFilter(BookFilter):
    """Filters of `contracts/`."""

    owner = IdFilter("owner_id")
    customer = IdFilter("customer_id")
    state = django_filters.MultipleChoiceFilter(choices=ContractState.choices)
    number = django_filters.CharFilter("number")
    ends_until = django_filters.DateFilter("ends_on", "lte")
    renewal_until = django_filters.DateFilter("renewal_notice_on", "lte")


class ContractViewSet(BookViewSet):
    """Contracts of the caller's scope."""

    queryset = Contract.objects.none()
    serializer_class = ContractSerializer
    filterset_class = ContractFilter


class OrderSerializer(BookSerializer):
    """Something a customer bought."""

    class Meta:
        model = Order
        fields = [
            "id",
            "customer",
            "number",
            "product",
            "description",
            "ordered_on",
            "amount",
            "currency",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        validators: list[object] = []


class OrderFilter(BookFilter):
    """Filters of `orders/`."""

    customer = IdFilter("customer_id")
    product = IdFilter("product_id")
    number = django_filters.CharFilter("number")
    ordered_from = django_filters.DateFilter("ordered_on", "gte")
    ordered_until = django_filters.DateFilter("ordered_on", "lte")


class OrderViewSet(BookViewSet):
    """Orders of the customers the caller sees."""

    queryset = Order.objects.none()
    serializer_class = OrderSerializer
    filterset_class = OrderFilter
