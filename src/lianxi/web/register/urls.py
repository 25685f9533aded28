"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.register import areas, employers, identities

urlpatterns: list[URLPattern] = [
    *areas.urlpatterns,
    *employers.urlpatterns,
    *identities.urlpatterns,
]
