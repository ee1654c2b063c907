"""The REST API: one router, the OpenAPI schema and the page to read it by."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

import accounts.api.schema  # noqa: F401 - registers how OpenAPI describes our tokens
from accounts.gate import SIGNED_IN, opens_to

router = SimpleRouter()


@opens_to(SIGNED_IN)
class SchemaView(SpectacularAPIView):
    """The OpenAPI description, for programs."""


@opens_to(SIGNED_IN)
class SchemaPage(SpectacularSwaggerSplitView):
    """The same description as a page to read and try."""

    url_name = "api-schema"


urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("", SchemaPage.as_view(), name="api-docs"),
    path("", include("accounts.api.urls")),
    path("", include("customers.api.urls")),
    path("", include("handover.api.urls")),
    path("", include("notices.api.urls")),
    *router.urls,
]
