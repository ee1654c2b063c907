"""Pages of the `notices` app."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
