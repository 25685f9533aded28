"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.inspections import supervisions

urlpatterns: list[URLPattern] = [*supervisions.urlpatterns]
