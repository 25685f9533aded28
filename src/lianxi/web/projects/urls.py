"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.projects import areas, lists, pages

urlpatterns: list[URLPattern] = [*areas.urlpatterns, *lists.urlpatterns, *pages.urlpatterns]
