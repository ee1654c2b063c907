"""An empty firm, on Home: where the book comes from."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Permission
from customers.models import Customer
from handover.agenda.look import Look, Matter


def empty_book(look: Look) -> Iterator[Matter]:
    """Whoever may connect a CRM is told to as long as there is no customer."""
    if not look.user.may(Permission.ADMINISTER) or Customer.objects.exists():
        return
    hint = _("Baton reads customers, deals and their owners from there. You can also import files, by the menu.")
    yield Matter(_("No customer is here yet: connect your CRM."), reverse("connections"), hint)
