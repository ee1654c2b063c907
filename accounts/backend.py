"""Who a session belongs to: nobody, once the access has ended."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.models import User


class PersonBackend(AuthenticationBackend):
    """Signs in by address and password, and asks the database's clock on each request."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:
        email = credentials.get("email") or credentials.get("username") or ""
        person = User.objects.may_sign_in().filter(email__iexact=email).first()
        return self._check_password(person, credentials.get("password") or "")

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, User) and user.is_active and not user.is_placeholder

    def get_user(self, user_id: int) -> User | None:
        return User.objects.may_sign_in().filter(pk=user_id).first()
