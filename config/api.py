"""The REST API: one router, the OpenAPI schema and the page to read it by."""

from django.urls import URLPattern, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from accounts.gate import SIGNED_IN, opens_to

router = SimpleRouter()

schema = opens_to(SIGNED_IN)(type("SchemaView", (SpectacularAPIView,), {}))
browse = opens_to(SIGNED_IN)(type("SchemaPage", (SpectacularSwaggerSplitView,), {"url_name": "api-schema"}))

urlpatterns: list[URLPattern] = [
    path("schema/", schema.as_view(), name="api-schema"),
    path("", browse.as_view(), name="api-docs"),
    *router.urls,
]
