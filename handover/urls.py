"""Pages of the `handover` app."""

from django.urls import URLPattern, path

from handover.views import board, departures

urlpatterns: list[URLPattern] = [
    path("handovers/", board.board, name="departures"),
    path("handovers/<int:pk>/", departures.overview, name="departure"),
]
