"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.clocks import exports, limits

urlpatterns: list[URLPattern] = [
    *exports.urlpatterns,
    *limits.urlpatterns,
]
