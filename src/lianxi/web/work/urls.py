"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.work import arrangements, exports, making, points, returns, rows, years

urlpatterns: list[URLPattern] = [
    *arrangements.urlpatterns,
    *exports.urlpatterns,
    *making.urlpatterns,
    *points.urlpatterns,
    *returns.urlpatterns,
    *rows.urlpatterns,
    *years.urlpatterns,
]
