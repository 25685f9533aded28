"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.surveillance import batches, exports, series, signals

urlpatterns: list[URLPattern] = [
    *batches.urlpatterns,
    *exports.urlpatterns,
    *series.urlpatterns,
    *signals.urlpatterns,
]
