"""REST: who is responsible for a customer now, or on a day to come."""

import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.caller import caller
from accounts.gate import opens_to
from accounts.models import User
from accounts.permissions import Permission
from customers.models import Contact
from handover import in_charge
from handover.in_charge import InCharge, Named
from web import serializers
from web.errors import Refused

LARGEST_ID = 2**63 - 1


class AskedSerializer(serializers.Serializer[Any]):
    """The customer, named in one of three ways."""

    customer = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, help_text="Its id.")
    code = serializers.CharField(required=False, max_length=40, help_text="Its code.")
    phone = serializers.CharField(
        required=False, max_length=40, help_text="The number of one of its contacts, with or without country code."
    )
    on = serializers.DateField(required=False, help_text="The day asked about, today or later; now when left out.")

    def validate_on(self, value: datetime.date) -> datetime.date:
        if value < timezone.localdate():
            raise serializers.ValidationError(_("Ask about today or a day to come."))
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs.keys() - {"on"}) != 1:
            raise serializers.ValidationError(_("Name the customer by one of: customer, code, phone."))
        return attrs


class AskedCustomerSerializer(serializers.Serializer[Any]):
    """The customer that was meant."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()


class PersonInChargeSerializer(serializers.Serializer[Any]):
    """A person to put a call through to."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()


class ResponsibleSerializer(PersonInChargeSerializer):
    """The responsible person. Without access they have left, and the customer waits for its successor."""

    has_access = serializers.BooleanField()


class InChargeSerializer(serializers.Serializer[Any]):
    """One customer, its one responsible person, and who takes over at `until` by an approved plan. Somebody who covers
    is responsible `instead_of` the owner, `covers_until` included.
    """

    customer = AskedCustomerSerializer()
    responsible = ResponsibleSerializer()
    next = PersonInChargeSerializer(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    instead_of = PersonInChargeSerializer(allow_null=True)
    covers_until = serializers.DateField(allow_null=True)


@opens_to(Permission.SEE_BOOK)
class Responsible(APIView):
    """Who is responsible for a customer now, or on a day to come."""

    @extend_schema(
        operation_id="responsible_retrieve",
        parameters=[AskedSerializer],
        responses={
            200: InChargeSerializer,
            404: OpenApiResponse(description="No customer the caller sees is named so."),
            409: OpenApiResponse(description="Several customers have a contact with this number."),
        },
    )
    def get(self, request: Request) -> Response:
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = _in_charge(caller(request), asked.validated_data)
        body = {
            "customer": {"id": found.customer.id, "code": found.customer.known_by, "name": found.customer.name},
            "responsible": _person(found.person) | {"has_access": found.has_access},
            "next": _person(found.next) if found.next else None,
            "until": timezone.localtime(found.until) if found.until else None,
            "instead_of": _person(found.instead_of) if found.instead_of else None,
            "covers_until": found.covers_until,
        }
        return Response(body)


def _in_charge(user: User, asked: dict[str, Any]) -> InCharge:
    """The answer, or `Http404` when the customer is none of the caller's; `Refused` when a number is of several."""
    now = timezone.now()
    at = _moment(asked.pop("on", None), now)
    if "phone" in asked:
        asked = {"ids": Contact.objects.customers_of(asked["phone"])}
    found = in_charge.of(user, at=at, now=now, **asked)
    if not found:
        raise Http404
    if len(found) > 1:
        raise Refused(_("Several customers have a contact with this number."), code="several_customers")
    return found[0]


def _moment(day: datetime.date | None, now: datetime.datetime) -> datetime.datetime:
    """Now, or noon of a day to come: who answers then, answers on most of that day."""
    if day is None or day == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _person(person: Named) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "email": person.known_by}
