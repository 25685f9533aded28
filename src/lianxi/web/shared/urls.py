"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.shared import door, drafts, many

urlpatterns: list[URLPattern] = [
    *door.urlpatterns,
    *drafts.urlpatterns,
    *many.urlpatterns,
]
