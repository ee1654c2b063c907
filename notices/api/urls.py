"""REST of the `notices` app."""

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

from notices.api.notices import NoticeViewSet

router = SimpleRouter()
router.register("notices", NoticeViewSet, basename="api-notice")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
