"""One person: what they are, and what an administrator or HR does about it."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, mail
from accounts.actions import people, tokens
from accounts.forms.people import AddressForm, EndAccessForm, InviteForm, PersonForm
from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import ApiToken, User
from accounts.permissions import ROLES, Permission, Role
from web import refusals, undo
from web.errors import Refused

FORM = ["GET", "HEAD", "POST"]


def _page(request: AuthenticatedRequest, person: User, **refused: BaseForm) -> HttpResponse:
    """The page; a form that was `refused` stands there as it was sent."""
    manages = request.user.may(Permission.MANAGE_PEOPLE)
    context = {
        "person": person,
        "sentence": ROLES[Role(person.role)].sentence,
        "now": timezone.now(),
        "form": PersonForm(instance=person) if manages else None,
        "address_form": AddressForm(initial={"email": "" if person.is_placeholder else person.email}),
        "access_form": EndAccessForm(initial={"ends_at": person.access_ends_at}),
        "plans_for": access.plans_for(request.user, person),
        "teams_led": access.teams(request.user).filter(manager=person),
        "tokens": ApiToken.objects.live().filter(user=person) if request.user.may(Permission.ADMINISTER) else None,
    }
    return render(request, "accounts/person.html", context | refused, status=422 if refused else 200)


@opens_to(Permission.SEE_PEOPLE)
@require_http_methods(["GET", "HEAD"])
def person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Read about a person."""
    return _page(request, access.person(request.user, pk))


@opens_to(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change role, team, office and what they can carry; the form is on the person's page."""
    somebody = access.person(request.user, pk)
    if request.method != "POST":
        return redirect("person", pk)
    form = PersonForm(request.POST, instance=access.person(request.user, pk))
    if form.is_valid():
        try:
            people.change(person=somebody, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("person", pk)
    return _page(request, somebody, form=form)


@opens_to(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def invite(request: AuthenticatedRequest) -> HttpResponse:
    """Add somebody and send them the link to choose a password."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            somebody = people.create(by=request.user, at=timezone.now(), **fields)
            people.invite(person=somebody, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("email" if refusal.code in {"address_taken", "placeholder_address"} else None, refusal)
        else:
            _send(request, somebody)
            return redirect("person", somebody.pk)
    return render(request, "accounts/invite.html", {"form": form})


def _send(request: AuthenticatedRequest, somebody: User) -> None:
    if mail.invite(somebody):
        sentence = _("An invitation is on its way to %(email)s.")
        messages.success(request, sentence % {"email": somebody.email})
    else:
        sentence = _("The invitation to %(email)s could not be sent. Try again when the mail works.")
        messages.error(request, sentence % {"email": somebody.email})


@opens_to(Permission.MANAGE_PEOPLE)
@require_POST
def invitation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Send the invitation, again if need be."""
    somebody = access.person(request.user, pk)
    with refusals.said(request):
        people.invite(person=somebody, by=request.user, at=timezone.now())
        _send(request, somebody)
    return redirect("person", pk)


@opens_to(Permission.ADMINISTER)
@require_http_methods(FORM)
def address(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Set the address somebody signs in with; the form is on the person's page."""
    somebody = access.person(request.user, pk)
    if request.method != "POST":
        return redirect("person", pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            people.set_address(person=somebody, email=email, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("email", refusal)
        else:
            messages.success(request, _("The address is saved."))
            return redirect("person", pk)
    return _page(request, access.person(request.user, pk), address_form=form)


@opens_to(Permission.MANAGE_PEOPLE)
@require_http_methods(FORM)
def access_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End somebody's access, now or at a moment; the form is on the person's page."""
    somebody = access.person(request.user, pk)
    if request.method != "POST":
        return redirect("person", pk)
    form = EndAccessForm(request.POST)
    now = timezone.now()
    if form.is_valid():
        is_first = somebody.access_ends_at is None and somebody.is_active
        try:
            people.end_access(person=somebody, ends_at=form.moment(now), by=request.user, at=now)
        except Refused as refusal:
            form.add_error("ends_at", refusal)
        else:
            said = _("The end of the access is set.")
            if is_first:
                undo.said(request, said, url=reverse("person_access_back", args=[pk]))
            else:
                messages.success(request, said)
            return redirect("person", pk)
    return _page(request, access.person(request.user, pk), access_form=form)


@opens_to(Permission.MANAGE_PEOPLE)
@require_POST
def access_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give somebody their access back."""
    somebody = access.person(request.user, pk)
    with refusals.said(request):
        people.give_access_back(person=somebody, by=request.user, at=timezone.now())
        messages.success(request, _("The access is open again."))
    return redirect("person", pk)


@opens_to(Permission.ADMINISTER)
@require_POST
def token_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take back anybody's token."""
    token = access.token_of(request.user, pk)
    tokens.revoke(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("person", token.user_id)
