"""Pages of the `accounts` app. Of django-allauth only what is listed here exists."""

from allauth.account import views as allauth
from django.urls import URLPattern, path, re_path

from accounts.views import language, profile

urlpatterns: list[URLPattern] = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("language/", language.language, name="language"),
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", profile.token_create, name="profile_token_create"),
    path("profile/tokens/<int:pk>/revoke/", profile.token_revoke, name="profile_token_revoke"),
]
