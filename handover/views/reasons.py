"""The administrator's list of reasons to send a customer back, one list a language."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover.actions import reasons as actions
from handover.forms.checking import ReasonsForm
from handover.models import ReturnReason


@opens_to(Permission.ADMINISTER)
def reasons(request: AuthenticatedRequest) -> HttpResponse:
    """Both lists, each with its own button."""
    sent = request.POST.get("language", "") if request.method == "POST" else ""
    forms = []
    for language, name in settings.LANGUAGES:
        form = ReasonsForm(request.POST, language=language) if language == sent else _kept(language)
        forms.append((language, name, form))
        if language == sent and form.is_valid():
            texts = form.cleaned_data["texts"]
            actions.save(language=language, texts=texts, by=request.user, at=timezone.now())
            messages.success(request, _("The reasons are saved."))
            return redirect("return_reasons")
    status = 422 if sent else 200
    return render(request, "handover/reasons.html", {"forms": forms}, status=status)


def _kept(language: str) -> ReasonsForm:
    texts = ReturnReason.objects.filter(language=language).values_list("text", flat=True)
    return ReasonsForm(initial={"texts": "\n".join(texts)}, language=language)
