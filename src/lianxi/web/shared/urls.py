"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.shared import door, drafts, many, saved

urlpatterns: list[URLPattern] = [
    *door.urlpatterns,
    *drafts.urlpatterns,
    *saved.urlpatterns,
    *many.urlpatterns,
]
