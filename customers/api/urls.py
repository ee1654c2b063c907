"""REST of the `customers` app."""

from rest_framework.routers import SimpleRouter

from customers.api.activities import ActivityViewSet, TaskViewSet
from customers.api.connections import ConnectionViewSet, RecordLinkViewSet
from customers.api.contracts import ContractViewSet, OrderViewSet
from customers.api.customers import ContactViewSet, CustomerViewSet
from customers.api.deals import DealViewSet, ProductViewSet
from customers.api.imports import ImportViewSet
from customers.api.ownership_changes import OwnershipChangeViewSet

router = SimpleRouter()
router.register("customers", CustomerViewSet, basename="api-customer")
router.register("contacts", ContactViewSet, basename="api-contact")
router.register("deals", DealViewSet, basename="api-deal")
router.register("products", ProductViewSet, basename="api-product")
router.register("contracts", ContractViewSet, basename="api-contract")
router.register("orders", OrderViewSet, basename="api-order")
router.register("activities", ActivityViewSet, basename="api-activity")
router.register("tasks", TaskViewSet, basename="api-task")
router.register("ownership-changes", OwnershipChangeViewSet, basename="api-ownership-change")
router.register("imports", ImportViewSet, basename="api-import")
router.register("connections", ConnectionViewSet, basename="api-connection")
router.register("record-links", RecordLinkViewSet, basename="api-record-link")

urlpatterns = router.urls
