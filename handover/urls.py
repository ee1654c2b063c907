"""Pages of the `handover` app."""

from django.urls import URLPattern, path

from handover.views import board, departures, home, plans, registration

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("handovers/", board.board, name="departures"),
    path("handovers/new/", registration.who, name="register"),
    path("handovers/new/<int:pk>/", registration.who, name="register_who"),
    path("handovers/new/<int:pk>/dates/", registration.dates, name="register_dates"),
    path("handovers/new/<int:pk>/holdings/", registration.held, name="register_holdings"),
    path("handovers/new/<int:pk>/check/", registration.check, name="register_check"),
    path("handovers/new/<int:pk>/drop/", registration.drop, name="register_drop"),
    path("handovers/<int:pk>/", departures.overview, name="departure"),
    path("handovers/<int:pk>/plan/", plans.plan, name="departure_plan"),
]
