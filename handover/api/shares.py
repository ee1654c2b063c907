"""REST: what each successor gets by a plan, and what they can carry."""

from handover.planning import balance, loads
from handover.planning.absences import Absence
from web import serializers


class LimitSerializer(serializers.Serializer[loads.Limit]):
    """So much a person can carry of one sort, in the person's currency for value; rough where others were converted."""

    sort = serializers.ChoiceField(choices=[(sort, sort) for sort in ("customers", "value", "visits", "seat")])
    today = serializers.DecimalField(16, 1)
    gain = serializers.DecimalField(16, 1)
    most = serializers.DecimalField(16, 1)
    percent = serializers.IntegerField()
    is_rough = serializers.BooleanField()


class AbsenceSerializer(serializers.Serializer[Absence]):
    """From when somebody is away; `until` is null when they leave."""

    first = serializers.DateField()
    until = serializers.DateField(allow_null=True)


class ShareSerializer(serializers.Serializer[balance.Share]):
    """What one successor gets, beside what they carry today."""

    user = serializers.IntegerField(source="person.pk")
    name = serializers.CharField(source="person.name")
    capacity = serializers.IntegerField(source="person.capacity")
    customers_today = serializers.IntegerField(source="today")
    gains = serializers.DictField(child=serializers.IntegerField())
    grade_a = serializers.IntegerField()
    value = serializers.DictField(child=serializers.DecimalField(16, 2))
    percent = serializers.IntegerField(help_text="How full the capacity is once the plan is carried out.")
    limits = LimitSerializer(many=True)
    absence = AbsenceSerializer(allow_null=True)
