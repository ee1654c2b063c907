"""One person: what they are, and what an administrator or HR does about it."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import access, mail
from accounts.actions import people, tokens
from accounts.forms.people import AddressForm, EndAccessForm, InviteForm, PersonForm
from accounts.gate import AuthenticatedRequest, opens_to
from accounts.models import ApiToken, User
from accounts.permissions import ROLES, Permission, Role
from web.errors import Refused

FORM = ["GET", "HEAD", "POST"]


def _page(request: AuthenticatedRequest, person: User, form: PersonForm | None = None) -> HttpResponse:
    manages = request.user.may(Permission.MANAGE_PEOPLE)
    context = {
        "person": person,
        "sentence": ROLES[Role(person.role)].sentence,
        "now": timezone.now(),
        "form": (form or PersonForm(instance=person)) if manages else None,
        "address_form": AddressForm(initial={"email": "" if person.is_placeholder else person.email}),
        "access_form": EndAccessForm(initial={"ends_at": person.access_ends_at}),
        "plans_for": access.plans_for(request.user, person),
        "teams_led": access.teams(request.user).filter(manager=person),
        "tokens": ApiToken.objects.live().filter(user=person) if request.user.may(Permission.ADMINISTER) else None,
    }
    return render(request, "accounts/person.html", context)


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
    return _page(request, somebody, form)


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
    if mail.send_link(somebody, "invitation"):
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
    try:
        people.invite(person=somebody, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        _send(request, somebody)
    return redirect("person", pk)


@opens_to(Permission.ADMINISTER)
@require_POST
def address(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Set the address somebody signs in with."""
    somebody = access.person(request.user, pk)
    form = AddressForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["email"])))
        return redirect("person", pk)
    email, at = form.cleaned_data["email"], timezone.now()
    deed = partial(people.set_address, person=somebody, email=email, by=request.user, at=at)
    return _do(request, pk, deed, _("The address is saved."))


@opens_to(Permission.MANAGE_PEOPLE)
@require_POST
def access_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """End somebody's access, now or at a moment."""
    somebody = access.person(request.user, pk)
    form = EndAccessForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["ends_at"])))
        return redirect("person", pk)
    at = timezone.now()
    deed = partial(people.end_access, person=somebody, ends_at=form.moment(at), by=request.user, at=at)
    return _do(request, pk, deed, _("The end of the access is set."))


@opens_to(Permission.MANAGE_PEOPLE)
@require_POST
def access_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give somebody their access back."""
    somebody = access.person(request.user, pk)
    deed = partial(people.give_access_back, person=somebody, by=request.user, at=timezone.now())
    return _do(request, pk, deed, _("The access is open again."))


def _do(request: AuthenticatedRequest, pk: int, deed: Callable[[], User], done: str) -> HttpResponse:
    """Do what a form on the person's page asks for, say what came of it, and lead back there."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, done)
    return redirect("person", pk)


@opens_to(Permission.ADMINISTER)
@require_POST
def token_revoke(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take back anybody's token."""
    token = access.token_of(request.user, pk)
    tokens.revoke(token=token, by=request.user, at=timezone.now())
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("person", token.user_id)
