"""What a program says when it registers a departure, or changes one."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from handover.models import DepartureKind, Reason
from web import serializers

GIVEN_DATES = ("notice_on", "last_day_on", "access_ends_at", "effective_at")
ANSWERS = ("leaver", "kind", "reason", "already_gone", "source", "source_id")


class DatesSerializer(serializers.Serializer[Any]):
    """What can be changed while a departure is open. The last two follow the last working day until they are set."""

    refuses_others = True
    reason = serializers.ChoiceField(choices=Reason.choices)
    notice_on = serializers.DateField()
    last_day_on = serializers.DateField()
    access_ends_at = serializers.DateTimeField(required=False, allow_null=True)
    effective_at = serializers.DateTimeField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(self.initial_data) - set(self.fields):
            raise serializers.ValidationError({name: [_("This can't be given here.")] for name in sorted(unknown)})
        return attrs


class RegistrationSerializer(DatesSerializer):
    """Who leaves, how, why and when."""

    leaver = serializers.PrimaryKeyRelatedField(queryset=User.objects.select_related("office", "team__manager"))
    kind = serializers.ChoiceField(choices=DepartureKind.choices)
    already_gone = serializers.BooleanField(default=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`source` is a name DRF's own fields use, so it is added here."""
        system = "Your system, such as `hr`; with `source_id` or not at all."
        its_id = "What your system calls this departure. The same pair again answers the same departure."
        return super().get_fields() | {
            "source": serializers.CharField(max_length=40, default="", allow_blank=True, help_text=system),
            "source_id": serializers.CharField(max_length=100, default="", allow_blank=True, help_text=its_id),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["source"]) != bool(attrs["source_id"]):
            raise serializers.ValidationError({"source_id": [_("Give source and source_id together.")]})
        return super().validate(attrs)
