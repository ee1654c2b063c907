"""People who use Baton, and people who only own records in it."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.team import Team
from accounts.permissions import ROLES, Permission, Role
from web.currency import NOT_NEGATIVE, Currency

PLACEHOLDER_DOMAIN = "import.invalid"


class Theme(models.TextChoices):
    """How pages look to a person."""

    SYSTEM = "system", _("as the device is set")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")


class UserQuerySet(models.QuerySet["User"]):
    """People by what they may and where they stand."""

    def with_access(self) -> "UserQuerySet":
        """Those whose access has not ended, by the database's clock."""
        return self.filter(Q(access_ends_at=None) | Q(access_ends_at__gt=Now()), is_active=True)

    def may_sign_in(self) -> "UserQuerySet":
        """Those with access who have an address of their own."""
        return self.with_access().exclude(email__endswith="@" + PLACEHOLDER_DOMAIN)

    def under(self, manager: "User") -> "UserQuerySet":
        """`manager` and everybody in the teams they lead, the teams below included."""
        return self.filter(Q(pk=manager.pk) | Q(team__in=Team.objects.led_by(manager).values("pk")))

    def get_by_natural_key(self, email: str | None) -> "User":
        """The person with this address, whatever its case."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with a hashed password, or one who can't sign in when `password` is None."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self.db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator, for `manage.py createsuperuser`."""
        return self.create_user(email, password, role=Role.ADMINISTRATOR, **fields)

    def with_permission(self, permission: Permission) -> "UserQuerySet":
        """Those whose role carries `permission`."""
        return self.filter(role__in=[role for role, rights in ROLES.items() if permission in rights.permissions])


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]  # tree_queries is untyped
    """A person. Imported people without an address own records but can't sign in until invited."""

    email = models.EmailField(_("e-mail"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.REP)
    title = models.CharField(_("job title"), max_length=100, blank=True)
    team = models.ForeignKey(
        "accounts.Team", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("office")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC")
    capacity = models.PositiveIntegerField(
        _("capacity"), default=150, help_text=_("How many customers this person can look after well.")
    )
    capacity_value = models.DecimalField(
        _("open value"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("How much this person's open deals can be worth; empty when no limit is known."),
    )
    capacity_currency = models.CharField(
        _("currency of the open value"),
        max_length=3,
        choices=Currency.choices,
        default=Currency.CNY,
        db_default=Currency.CNY,
    )
    weekly_visits = models.PositiveSmallIntegerField(
        _("visits a week"),
        null=True,
        blank=True,
        help_text=_("How many visits a week this person can make; empty when no limit is known."),
    )
    uses_shortcuts = models.BooleanField(
        _("keyboard shortcuts"),
        default=True,
        db_default=True,
        help_text=_("Single keys that do what a button does: / to search, j and k to go down and up a list."),
    )
    theme = models.CharField(
        _("light or dark"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM, db_default=Theme.SYSTEM
    )
    is_senior = models.BooleanField(_("senior"), default=False, help_text=_("May supervise a handover."))
    is_active = models.BooleanField(_("active"), default=True)
    access_ends_at = models.DateTimeField(_("access ends"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message=_("This address is taken.")
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(capacity_value=None) | Q(capacity_value__gte=0),
                name="user_capacity_value_positive",
                violation_error_message=NOT_NEGATIVE.message,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Whether this person's role carries `permission`."""
        return permission in ROLES[Role(self.role)].permissions

    def has_access(self) -> bool:
        """Whether the access is open now, by the database's clock (one query)."""
        return User.objects.with_access().filter(pk=self.pk).exists()

    def may_sign_in(self) -> bool:
        """Whether this person, password aside, may sign in now (one query)."""
        return User.objects.may_sign_in().filter(pk=self.pk).exists()

    def had_access_at(self, at: datetime.datetime) -> bool:
        """Whether the access is open at `at`, from the row as loaded."""
        return self.is_active and (self.access_ends_at is None or self.access_ends_at > at)

    @property
    def is_placeholder(self) -> bool:
        """Whether this person came from an import without an address, and so can't sign in."""
        return self.email.endswith("@" + PLACEHOLDER_DOMAIN)
