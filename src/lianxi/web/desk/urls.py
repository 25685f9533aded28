"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.desk import feeds, workbench

urlpatterns: list[URLPattern] = [
    *feeds.urlpatterns,
    *workbench.urlpatterns,
]
