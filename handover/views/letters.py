"""Letters to customers: writing one, and the administrator's templates."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover import tasks
from handover.actions import letters as actions
from handover.forms.letter import ChoiceOfLetter, LetterForm, LetterTemplateForm
from handover.inheriting import access, letters
from handover.models import Inheritance, LetterTemplate, SentLetter
from web.errors import Refused


@opens_to(Permission.EDIT_BOOK)
def letter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A letter to an inherited customer, drafted from its template; sent by mail or copied."""
    found = access.inheritance(request.user, pk)
    if not (kinds := letters.kinds(found, request.user)):
        raise Http404
    choice = ChoiceOfLetter(request.GET, found, kinds)
    chosen: dict[str, Any] = choice.wanted()
    form = LetterForm(request.POST or None, initial=vars(_draft(found, chosen)) | {"copies": True})
    if request.method == "POST" and form.is_valid():
        try:
            return _write(request, found, chosen, form)
        except Refused as refused:
            form.add_error(None, refused)
    context = {
        "heir": found,
        "choice": choice,
        "form": form,
        "contact": chosen.get("contact"),
        "address": letters.address(chosen.get("contact")),
        "other": found.successor if request.user.pk == found.from_owner_id else found.from_owner,
    }
    return render(request, "handover/letter.html", context, status=422 if form.errors else 200)


def _draft(found: Inheritance, chosen: dict[str, Any]) -> letters.Draft:
    return letters.draft(found, chosen.get("kind", ""), chosen.get("language", ""), chosen.get("contact"))


def _write(request: AuthenticatedRequest, found: Inheritance, chosen: dict[str, Any], form: LetterForm) -> HttpResponse:
    said = {"kind": chosen.get("kind", ""), "language": chosen.get("language", "en"), "contact": chosen.get("contact")}
    written = actions.write(inheritance=found, **said, **form.cleaned_data, by=request.user, at=timezone.now())
    if form.cleaned_data["by_hand"]:
        messages.success(request, _("The letter to %(name)s stands on the timeline.") % {"name": written.to_name})
    else:
        tasks.nudge_letters()
        messages.success(request, _("The letter to %(name)s is on its way.") % {"name": written.to_name})
    return redirect(found)


@opens_to(Permission.ADMINISTER)
@require_safe
def templates(request: AuthenticatedRequest) -> HttpResponse:
    """The templates of letters, with how often each was used."""
    counts = SentLetter.objects.order_by().values_list("kind", "language").annotate(count=Count("pk"))
    written = {(kind, language): count for kind, language, count in counts}
    rows = [(row, written.get((row.kind, row.language), 0)) for row in LetterTemplate.objects.order_by("pk")]
    return render(request, "handover/letter_templates.html", {"rows": rows})


@opens_to(Permission.ADMINISTER)
def template(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One template: changed and looked at; `preview` shows what was typed without keeping it."""
    found = get_object_or_404(LetterTemplate, pk=pk)
    form = LetterTemplateForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            actions.save_template(template=form.save(commit=False), by=request.user, at=timezone.now())
            messages.success(request, _("The template is kept. Letters written from now on begin with it."))
            return redirect("letter_templates")
        except Refused as refused:
            form.add_error(None, refused)
    typed = found if form.is_bound and not form.is_valid() else form.instance
    preview = letters.sample(typed.subject, typed.body, found.language, timezone.localdate())
    context = {"form": form, "line": found, "preview": preview, "placeholders": letters.PLACEHOLDERS.items()}
    return render(request, "handover/letter_template.html", context, status=422 if form.errors else 200)
