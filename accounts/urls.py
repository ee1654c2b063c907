"""Pages of the `accounts` app. Of django-allauth only what is listed here exists."""

from allauth.account import views as allauth
from django.urls import URLPattern, path, re_path

from accounts.views import audit, drafts, language, people, person, profile, sign_out, teams

urlpatterns: list[URLPattern] = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", sign_out.SignOut.as_view(), name="account_logout"),
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
    path("drafts/", drafts.drafts, name="drafts"),
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", profile.token_create, name="profile_token_create"),
    path("profile/tokens/<int:pk>/revoke/", profile.token_revoke, name="profile_token_revoke"),
    path("people/", people.people, name="people"),
    path("people/invite/", person.invite, name="person_invite"),
    path("people/teams/", teams.teams, name="teams"),
    path("people/teams/new/", teams.team_create, name="team_create"),
    path("people/teams/<int:pk>/", teams.team_change, name="team_change"),
    path("people/roles/", teams.roles, name="roles"),
    path("people/audit/", audit.audit, name="audit"),
    path("people/tokens/<int:pk>/revoke/", person.token_revoke, name="person_token_revoke"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/change/", person.change, name="person_change"),
    path("people/<int:pk>/address/", person.address, name="person_address"),
    path("people/<int:pk>/invitation/", person.invitation, name="person_invitation"),
    path("people/<int:pk>/access/end/", person.access_end, name="person_access_end"),
    path("people/<int:pk>/access/open/", person.access_back, name="person_access_back"),
]
