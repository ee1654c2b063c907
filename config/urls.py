"""Every address of the product, one include per app."""

from django.urls import include, path, re_path

from config import errors, health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("config.api")),
    re_path(r"^api/(?P<path>.*)$", errors.unknown),
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("", include("customers.urls")),
    path("", include("handover.urls")),
]

handler400 = errors.page_400
handler403 = errors.page_403
handler404 = errors.page_404
handler500 = errors.page_500
