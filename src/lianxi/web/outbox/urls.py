"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.outbox import channels

urlpatterns: list[URLPattern] = [
    *channels.urlpatterns,
]
