"""Pages of the `customers` app."""

from django.urls import URLPattern, path

from customers.models import Contract, Deal, Task
from customers.views import connections, customers, deals, imports, ownership, parts, reconciliation, tasks, who_is_who

urlpatterns: list[URLPattern] = [
    path("customers/", customers.customers, name="customers"),
    path("customers/new/", customers.customer_new, name="customer_new"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/<int:pk>/edit/", customers.customer_edit, name="customer_edit"),
    path("customers/<int:customer>/contacts/new/", parts.contact_new, name="contact_new"),
    path("customers/<int:customer>/deals/new/", deals.deal_new, name="customer_deal_new"),
    path("customers/<int:customer>/contracts/new/", parts.contract_new, name="contract_new"),
    path("customers/<int:customer>/orders/new/", parts.order_new, name="order_new"),
    path("customers/<int:customer>/activities/new/", parts.activity_new, name="activity_new"),
    path("customers/<int:customer>/tasks/new/", tasks.task_new, name="task_new"),
    path("customers/<int:customer>/team/new/", ownership.seat_new, name="seat_new"),
    path("account-team/<int:pk>/leave/", ownership.seat_leave, name="seat_leave"),
    path("contacts/<int:pk>/edit/", parts.contact_edit, name="contact_edit"),
    path("deals/", deals.deals, name="deals"),
    path("deals/new/", deals.deal_new, name="deal_new"),
    path("deals/<int:pk>/", deals.deal, name="deal"),
    path("deals/<int:pk>/edit/", deals.deal_edit, name="deal_edit"),
    path("deals/<int:pk>/owner/", ownership.owner, {"model": Deal}, name="deal_owner"),
    path("deals/<int:deal>/tasks/new/", tasks.task_new, name="deal_task_new"),
    path("contracts/<int:pk>/edit/", parts.contract_edit, name="contract_edit"),
    path("contracts/<int:pk>/owner/", ownership.owner, {"model": Contract}, name="contract_owner"),
    path("orders/<int:pk>/edit/", parts.order_edit, name="order_edit"),
    path("activities/<int:pk>/edit/", parts.activity_edit, name="activity_edit"),
    path("tasks/<int:pk>/edit/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/tick/", tasks.task_tick, name="task_tick"),
    path("tasks/<int:pk>/owner/", ownership.owner, {"model": Task}, name="task_owner"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>/", imports.import_, name="import"),
    path("imports/<int:pk>/refused-rows.csv", imports.refused_rows, name="import_refused_rows"),
    path("settings/connections/", connections.connections, name="connections"),
    path("settings/connections/new/<str:vendor>/", connections.connection_new, name="connection_new"),
    path("settings/connections/<int:pk>/", connections.connection, name="connection"),
    path("settings/connections/<int:pk>/edit/", connections.connection_edit, name="connection_edit"),
    path("settings/connections/<int:pk>/people/", who_is_who.people, name="connection_people"),
    path("settings/connections/<int:pk>/people/<int:person>/", who_is_who.person, name="connection_person"),
    path("settings/connections/<int:pk>/differences/", reconciliation.reconciliation, name="reconciliation"),
    path("settings/connections/<int:pk>/differences.csv", reconciliation.reconciliation_csv, name="reconciliation_csv"),
    path("settings/connections/<int:pk>/<slug:deed>/", connections.connection_do, name="connection_do"),
]
