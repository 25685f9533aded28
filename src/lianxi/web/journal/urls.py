"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.journal import entries, exports, health

urlpatterns: list[URLPattern] = [
    *entries.urlpatterns,
    *exports.urlpatterns,
    *health.urlpatterns,
]
