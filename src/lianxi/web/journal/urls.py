"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.journal import disclosures, entries, exports, health

urlpatterns: list[URLPattern] = [
    *disclosures.urlpatterns,
    *entries.urlpatterns,
    *exports.urlpatterns,
    *health.urlpatterns,
]
