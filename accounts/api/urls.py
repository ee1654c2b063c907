"""REST of the `accounts` app."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import SimpleRouter

from accounts.api.me import MeView
from accounts.api.people import TeamViewSet, UserViewSet
from accounts.api.tokens import MyTokensViewSet, TokensView

router = SimpleRouter()
router.register("users", UserViewSet, basename="api-user")
router.register("teams", TeamViewSet, basename="api-team")
router.register("me/tokens", MyTokensViewSet, basename="api-my-token")

urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens/", TokensView.as_view(), name="api-tokens"),
    path("me/", MeView.as_view(), name="api-me"),
    *router.urls,
]
