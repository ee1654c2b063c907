"""The administrator's settings: the hub, and the checklist's template."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.gate import AuthenticatedRequest, opens_to
from accounts.permissions import Permission
from handover.actions import templates as actions
from handover.forms.checklist import TemplateItemForm
from handover.models import Section, TemplateItem
from web import undo


@opens_to(Permission.ADMINISTER)
@require_safe
def settings(request: AuthenticatedRequest) -> HttpResponse:
    """What an administrator can set, each with a sentence."""
    return render(request, "handover/settings.html", {"lines": TemplateItem.objects.filter(is_active=True).count()})


@opens_to(Permission.ADMINISTER)
@require_safe
def templates(request: AuthenticatedRequest) -> HttpResponse:
    """The lines of the checklist's template, by section; the ones out of use last."""
    lines = list(TemplateItem.objects.order_by("-is_active", "position", "pk"))
    sections = [(section, [line for line in lines if line.section == section]) for section in Section]
    shown = [(section, found) for section, found in sections if found]
    return render(request, "handover/templates.html", {"sections": shown})


@opens_to(Permission.ADMINISTER)
def template(request: AuthenticatedRequest, pk: int | None = None) -> HttpResponse:
    """One line of the template: new, or to be changed."""
    line = get_object_or_404(TemplateItem, pk=pk) if pk else TemplateItem()
    form = TemplateItemForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        actions.save(template=form.save(commit=False), by=request.user, at=timezone.now())
        return redirect("checklist_templates")
    status = 422 if form.errors else 200
    return render(request, "handover/template_form.html", {"form": form, "line": line}, status=status)


@opens_to(Permission.ADMINISTER)
@require_POST
def template_use(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a line out of use, or back into it."""
    line, in_use = get_object_or_404(TemplateItem, pk=pk), request.POST.get("in_use") == "yes"
    actions.use(template=line, in_use=in_use, by=request.user, at=timezone.now())
    sentence = _("The line is used again.") if in_use else _("The line is out of use.")
    url = reverse("checklist_template_use", args=[pk])
    undo.said(request, sentence, url=url, in_use="no" if in_use else "yes")
    return redirect("checklist_templates")
