"""Where `static/js/drafts.js` keeps what somebody types, and finds it again. Nobody gets at another's drafts."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import drafts as actions
from accounts.gate import SIGNED_IN, AuthenticatedRequest, opens_to
from accounts.models import Draft
from web import exact_json
from web.errors import Refused
from web.typed import as_text

MOST_BYTES = 512 * 1024


@opens_to(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def drafts(request: AuthenticatedRequest) -> JsonResponse:
    """The drafts of the forms of one page (`?page=` its path); POST keeps one, or drops it when nothing is in it."""
    if request.method != "POST":
        page = as_text(request.GET.get("page", ""))
        kept = Draft.objects.filter(person=request.user, address__startswith=f"{page}#")[:50]
        return JsonResponse({"drafts": {one.address: _shown(one) for one in kept}})
    found = _sent(request)
    address, values = _text(found.get("address", "")), _texts(found, "values")
    if not values:
        return JsonResponse({"dropped": actions.drop(by=request.user, address=address)})
    about: dict[str, Any] = {"before": _texts(found, "before"), "page": _text(found.get("page", ""))}
    try:
        draft = actions.keep(by=request.user, address=address, values=values, **about, at=timezone.now())
    except Refused as refused:
        return JsonResponse({"code": refused.code, "detail": refused.sentence}, status=refused.status)
    return JsonResponse({"saved": _when(draft)})


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What a request holds; what makes no sense counts as nothing."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > MOST_BYTES:
        return {}
    try:
        found: Any = exact_json.read(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _texts(found: dict[str, Any], name: str) -> dict[str, str]:
    """The texts below `name`, by the fields they are of."""
    held = found.get(name)
    if not isinstance(held, dict):
        return {}
    return {as_text(field): text.replace("\x00", "") for field, text in held.items() if isinstance(text, str)}


def _text(found: object) -> str:
    return as_text(str(found))


def _shown(draft: Draft) -> dict[str, Any]:
    return {"values": draft.values, "before": draft.before, "saved": _when(draft)}


def _when(draft: Draft) -> str:
    return date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
