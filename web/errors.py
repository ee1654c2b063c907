"""The one kind of error a person is meant to read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Refused(ValidationError):
    """Baton will not do this, and says why in a sentence.

    `code` is stable and meant for programs; `params` fill the sentence's placeholders; `status` is the HTTP status
    an API answers with (409: not now, 422: not like this).
    """

    def __init__(
        self, message: "str | StrPromise", *, code: str, params: Mapping[str, Any] | None = None, status: int = 409
    ) -> None:
        super().__init__(message, code=code, params=dict(params or {}))
        self.status = status
        #: What a program may answer instead, when there is a choice.
        self.candidates: list[str] = []

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return " ".join(self.messages)
