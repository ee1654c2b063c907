"""REST of the `notices` app."""

from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

from notices.api.notices import NoticeViewSet
from notices.api.webhooks import WebhookDeliveryViewSet, WebhookViewSet

router = SimpleRouter(use_regex_path=False)
router.register("notices", NoticeViewSet, basename="api-notice")
router.register("webhooks", WebhookViewSet, basename="api-webhook")
router.register("webhooks/<int:webhook>/deliveries", WebhookDeliveryViewSet, basename="api-webhook-delivery")

urlpatterns: list[URLPattern | URLResolver] = [*router.urls]
