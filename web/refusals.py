"""What is refused, shown on the page that comes next.

A deed of one button needs `said` alone: the page says why. A small form that stands on a page and is sent to an address
of its own stands there again as it was: the view names its field and leads back. The page then says it above all else,
with the focus and a link to the field (`templates/components/messages.html`), and `{% words %}` draws the field with
what was typed and what is wrong. Forms sent to the address of their own page need none of this: they are drawn again
at once.
"""

from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

_KEY = "refused"


def place(url: str, name: str, which: str = "") -> str:
    """The id of the field `name` of the form sent to `url`; of several with one address `which` tells them apart."""
    return "-".join(part for part in (name, *url.strip("/").split("/"), which) if part)


@dataclass
class Refusal:
    """Why a form was refused, as sentences about its field at `place`, and what was typed there. `is_at_field` once it
    was drawn there.
    """

    place: str
    sentences: list[str]
    typed: str
    is_at_field: bool = False


@dataclass(frozen=True)
class Said:
    """Does what stands within; when it is refused, the page that comes next says why (`leave`)."""

    request: HttpRequest
    name: str
    which: str

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> bool:
        if isinstance(why, ValidationError):
            leave(self.request, why, name=self.name, which=self.which)
        return isinstance(why, ValidationError)


def said(request: HttpRequest, *, name: str = "", which: str = "") -> Said:
    """With this, a refusal ends what stands within, and what follows leads to the page that says it."""
    return Said(request, name, which)


def leave(request: HttpRequest, problem: ValidationError | BaseForm, *, name: str = "", which: str = "") -> None:
    """Keep why what was sent with `request` is refused, for the page that comes next; with `name`, also what was typed
    into that field, which stands there again.
    """
    if isinstance(problem, BaseForm):
        sentences = [str(error) for errors in problem.errors.values() for error in errors]
    else:
        sentences = problem.messages
    if not name:
        messages.error(request, " ".join(sentences))
        return
    typed = request.POST.get(name, "")
    request.session[_KEY] = {"place": place(request.path, name, which), "sentences": sentences, "typed": typed}


def is_left(request: HttpRequest) -> bool:
    """Whether what was sent with `request` was refused in this way."""
    return _KEY in request.session


def taken(request: HttpRequest | None) -> Refusal | None:
    """What was refused before this page, once; the same for all who ask while it is drawn."""
    if request is None or not hasattr(request, "session"):
        return None
    if not hasattr(request, "refusal"):
        kept: dict[str, Any] | None = request.session.pop(_KEY, None)
        request.refusal = Refusal(**kept) if kept else None  # type: ignore[attr-defined]
    found: Refusal | None = request.refusal  # type: ignore[attr-defined]
    return found
