"""References in the book: seats in account teams, imports that still run."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.permissions import Permission
from customers import access as book
from customers.models import AccountTeamMember, Customer, Import, ImportState
from handover.models import Departure, DepartureKind, ReferenceKind
from handover.references.kinds import EVERY, Kind, Rows, Shown, everybody, nobody


def _seats(leaver: int) -> Rows:
    return AccountTeamMember.objects.filter(user=leaver)


def _seen_seats(user: User, departure: Departure, rows: Rows) -> Rows:
    if user.may(Permission.SEE_ALL_BOOKS):
        return rows
    return rows.filter(customer__in=book.records(user, Customer).order_by().values("pk"))


def _changed_seats(user: User, departure: Departure, rows: Rows) -> Rows:
    if user.may(Permission.SEE_ALL_BOOKS) and user.may(Permission.EDIT_BOOK):
        return rows
    return rows.filter(pk__in=book.changeable(user, AccountTeamMember).order_by().values("pk"))


def _seat(seat: AccountTeamMember, reader: User) -> Shown:
    owner = _("%(name)s looks after the customer.") % {"name": seat.customer.owner.name}
    hint = f"{seat.role}{_('; ')}{owner}" if seat.role else owner
    sentence = _("Works with %(customer)s.") % {"customer": seat.customer.name}
    return Shown(sentence, hint, reverse("customer", args=[seat.customer_id]))


SEAT = Kind(
    kind=ReferenceKind.SEAT,
    fields=("customers.AccountTeamMember.user",),
    settled_in=EVERY - {DepartureKind.LEAVE},  # who comes back comes back to them; the owner looks after the customer
    title=gettext_lazy("Seats in account teams"),
    whose=gettext_lazy("The managers of those customers’ owners settle them, or an administrator."),
    rows=_seats,
    seen=_seen_seats,
    settled_by=_changed_seats,
    show=_seat,
    counted=lambda n: (
        ngettext("%(count)s seat in an account team", "%(count)s seats in account teams", n) % {"count": n}
    ),
    related=("customer__owner",),
    search=("customer__name", "customer__code", "customer__owner__name"),
)


def _imports(leaver: int) -> Rows:
    return Import.objects.filter(by=leaver, state__in=[ImportState.QUEUED, ImportState.RUNNING])


def _import(run: Import, reader: User) -> Shown:
    started = date_format(timezone.localtime(run.created_at), "SHORT_DATETIME_FORMAT")
    hint = _("Given on %(at)s; it ends by itself.") % {"at": started}
    url = reverse("import", args=[run.pk]) if reader.may(Permission.ADMINISTER) else ""
    return Shown(_("An import they started is still running."), hint, url)


IMPORT = Kind(
    kind=ReferenceKind.IMPORT,
    fields=("customers.Import.by",),
    settled_in=EVERY,  # it may still give them records
    title=gettext_lazy("Running imports"),
    whose=gettext_lazy("It ends by itself."),
    rows=_imports,
    seen=everybody,
    settled_by=nobody,
    show=_import,
    counted=lambda n: ngettext("%(count)s running import", "%(count)s running imports", n) % {"count": n},
)
