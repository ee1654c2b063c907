"""Every address of the product, one include per app."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("config.api")),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("customers.urls")),
    path("", include("handover.urls")),
]
