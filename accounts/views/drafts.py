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
        return JsonResponse({"drafts": {one.address: {"values": one.values, "saved": _when(one)} for one in kept}})
    address, values = _sent(request)
    if not values:
        return JsonResponse({"dropped": actions.drop(by=request.user, address=address)})
    try:
        draft = actions.keep(by=request.user, address=address, values=values, at=timezone.now())
    except Refused as refused:
        return JsonResponse({"code": refused.code, "detail": " ".join(refused.messages)}, status=refused.status)
    return JsonResponse({"saved": _when(draft)})


def _sent(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The address and the texts of a request; what makes no sense counts as nothing."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > MOST_BYTES:
        return "", {}
    try:
        found: Any = exact_json.read(request.body)
    except ValueError:
        return "", {}
    if not isinstance(found, dict) or not isinstance(found.get("values"), dict):
        return "", {}
    values = {
        as_text(name): text.replace("\x00", "") for name, text in found["values"].items() if isinstance(text, str)
    }
    return as_text(str(found.get("address", ""))), values


def _when(draft: Draft) -> str:
    return date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
