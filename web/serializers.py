"""DRF's serializers, exact about what JSON says: a number is no text, and nothing but true and false is yes or no."""

import datetime
from typing import Any, ClassVar, TypeVar

from django.db import models
from rest_framework import serializers as usual
from rest_framework.serializers import (
    ChoiceField,
    DateField,
    DictField,
    EmailField,
    Field,
    FileField,
    FloatField,
    IntegerField,
    ListField,
    PrimaryKeyRelatedField,
    Serializer,
    SerializerMethodField,
    URLField,
    ValidationError,
)

from web.typed import refuse_beyond_clocks

__all__ = [
    "BooleanField",
    "CharField",
    "ChoiceField",
    "DateField",
    "DateTimeField",
    "DecimalField",
    "DictField",
    "EmailField",
    "Field",
    "FileField",
    "FloatField",
    "IntegerField",
    "ListField",
    "ModelSerializer",
    "PrimaryKeyRelatedField",
    "Serializer",
    "SerializerMethodField",
    "URLField",
    "ValidationError",
    "WholeSerializer",
]

Stored = TypeVar("Stored", bound=models.Model)


class CharField(usual.CharField):
    """Text; a number in its place is a mistake of the caller's, not its digits."""

    def to_internal_value(self, data: Any) -> str:
        """The text; `ValidationError` for anything else."""
        if not isinstance(data, str):
            self.fail("invalid")
        text: str = super().to_internal_value(data)
        return text


class BooleanField(usual.BooleanField):
    """True or false, and no words or numbers for them."""

    def to_internal_value(self, data: Any) -> bool:
        """It; `ValidationError` for anything else."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class DecimalField(usual.DecimalField):
    """A number as text; empty text is none, where none may be given too."""

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Whether there is nothing to read; `ValidationError` for text without a number."""
        if isinstance(data, str) and not data.strip():
            self.fail("invalid")
        found: tuple[bool, Any] = super().validate_empty_values(data)
        return found


class WholeSerializer(Serializer[Any]):
    """What is given as a whole, by PATCH too: everything it requires has to be there."""

    @property
    def partial(self) -> bool:
        """Never, whoever says otherwise."""
        return False

    @partial.setter
    def partial(self, value: bool) -> None:
        """Nothing comes of it."""


class DateTimeField(usual.DateTimeField):
    """A moment that every clock can show."""

    def to_internal_value(self, value: Any) -> datetime.datetime:
        """The moment; `ValidationError` for any other."""
        moment: datetime.datetime = super().to_internal_value(value)
        refuse_beyond_clocks(moment)
        return moment


class ModelSerializer(usual.ModelSerializer[Stored]):
    """A serializer of a model with these fields."""

    serializer_field_mapping: ClassVar[Any] = usual.ModelSerializer.serializer_field_mapping | {
        models.CharField: CharField,
        models.TextField: CharField,
        models.BooleanField: BooleanField,
        models.DateTimeField: DateTimeField,
        models.DecimalField: DecimalField,
    }
