"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.register import employers, identities

urlpatterns: list[URLPattern] = [
    *employers.urlpatterns,
    *identities.urlpatterns,
]
