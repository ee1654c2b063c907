"""REST of customers and the people there."""

import django_filters
from django.db.models import QuerySet

from customers.api.base import BookFilter, BookSerializer, BookViewSet
from customers.models import Contact, ContactRole, Customer, CustomerSearch, CustomerStatus, Grade
from web.api import IdFilter


class CustomerSerializer(BookSerializer):
    """A customer; `parent` is the customer it belongs to."""

    class Meta:
        model = Customer
        fields = [
            "id",
            "code",
            "name",
            "grade",
            "status",
            "industry",
            "region",
            "territory",
            "address",
            "annual_value",
            "currency",
            "parent",
            "owner",
            "next_step",
            "next_step_on",
            "last_contact_at",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["last_contact_at"]
        validators: list[object] = []


class CustomerFilter(BookFilter):
    """Filters of `customers/`."""

    owner = IdFilter("owner_id")
    parent = IdFilter("parent_id")
    grade = django_filters.MultipleChoiceFilter(choices=Grade.choices)
    status = django_filters.MultipleChoiceFilter(choices=CustomerStatus.choices)
    industry = django_filters.CharFilter("industry")
    region = django_filters.CharFilter("region")
    territory = django_filters.CharFilter("territory")
    code = django_filters.CharFilter("code")
    q = django_filters.CharFilter(method="search", label="Part of the name or code; one Chinese character is enough.")

    def search(self, rows: QuerySet[Customer], name: str, typed: str) -> QuerySet[Customer]:
        """Customers whose code or name contains each word."""
        return rows.filter(pk__in=CustomerSearch.objects.matching(typed).values("pk"))


class CustomerViewSet(BookViewSet):
    """Customers of the caller's scope."""

    queryset = Customer.objects.none()
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter


class ContactSerializer(BookSerializer):
    """A person at a customer."""

    class Meta:
        model = Contact
        fields = [
            "id",
            "customer",
            "name",
            "title",
            "role",
            "email",
            "phone",
            "preferred_channel",
            "preferred_time",
            "note",
            "source",
            "source_id",
            "created_at",
            "updated_at",
        ]
        validators: list[object] = []


class ContactFilter(BookFilter):
    """Filters of `contacts/`."""

    customer = IdFilter("customer_id")
    role = django_filters.MultipleChoiceFilter(choices=ContactRole.choices)
    email = django_filters.CharFilter(lookup_expr="iexact")
    q = django_filters.CharFilter("name", "icontains", label="Part of the name.")


class ContactViewSet(BookViewSet):
    """Contacts of the customers the caller sees."""

    queryset = Contact.objects.none()
    serializer_class = ContactSerializer
    filterset_class = ContactFilter
